"""Plan and page for a therapist as PDFs, set by Typst, whose wheels need nothing else. Extra ``pdf``."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from trochanter.core.errors import BadSetting, MissingExtra, one_of
from trochanter.findings.screen import Screen
from trochanter.plan.plan import Plan
from trochanter.progress.result import Progress
from trochanter.reporting.handoff import handoff_page, render_handoff
from trochanter.reporting.handoff_parts import HandoffPage
from trochanter.reporting.look import asset
from trochanter.reporting.paper_svg import paper_svg
from trochanter.reporting.plan_page import PlanSheet, plan_sheet
from trochanter.reporting.sentences import say

PAPERS = {"a4": "a4", "letter": "us-letter"}
SIZES_PT = (13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)  # of plain letters, the largest that fits
READABLE_PT = 11.0  # on a wall, at arm's length
MOST_PAGES = 2


def plan_pdf(plan: Plan, activity: str = "", *, paper: str = "a4", on: date | None = None) -> bytes:
    """The sheet as a PDF of one page, or of two where letters would be small.

    activity: the goal in the person's words, '' to leave it off; paper: 'a4' or 'letter'; on: the day of printing, the
    plan's first where None: its week is the first with boxes. The same plan gives the same bytes all that week: no time
    and no name of a maker. Raises MissingExtra without typst, BadSetting for another paper.
    """
    return sheet_pdf("plan.typ", _written(plan_sheet(plan, activity, on)), paper=paper, most_pages=MOST_PAGES)


def handoff_pdf(page: HandoffPage, *, paper: str = "a4") -> bytes:
    """The page to take along as a PDF of one page, in letters as large as fit; raises as ``plan_pdf``."""
    foot = " ".join((say("handoff.not_said"), say("handoff.private"), page.reviewed))
    return sheet_pdf("handoff.typ", asdict(page) | {"foot": foot}, paper=paper, most_pages=1)


def handoff_file(
    path: Path, found: Progress, plan: Plan, screen: Screen | None, questions: Sequence[tuple[str, str]]
) -> bytes | str:
    """The page to take along as its file's name asks: a PDF for .pdf, else HTML; raises as ``plan_pdf``."""
    if path.suffix.lower() == ".pdf":
        return handoff_pdf(handoff_page(found, plan, screen, questions))
    return render_handoff(found, plan, screen, questions)


def sheet_pdf(template: str, data: Mapping[str, Any], *, paper: str, most_pages: int) -> bytes:
    """Data set by a template of ``reporting/templates``, in letters as large as fit on the pages."""
    if paper not in PAPERS:
        raise BadSetting("--paper", paper, one_of(PAPERS))
    typst = _typst()
    source = asset(f"templates/{template}").encode()
    given = {"data": json.dumps(data), "paper": PAPERS[paper]}

    def pages_at(size_pt: float) -> int:
        inputs = given | {"size": f"{size_pt:g}"}
        found = typst.query(source, "<pages>", field="value", one=True, sys_inputs=inputs, font_paths=_fonts())
        return int(json.loads(found))

    inputs = given | {"size": f"{_size_pt(pages_at, most_pages):g}"}
    content: bytes = typst.compile(source, sys_inputs=inputs, font_paths=_fonts())
    return content


def _size_pt(pages_at: Callable[[float], int], most_pages: int) -> float:
    """The largest letters with which it fits: on one page where that leaves them easy to read, else on all of them."""
    pages = 1 if pages_at(READABLE_PT) == 1 else most_pages
    return next((size for size in SIZES_PT if pages_at(size) <= pages), SIZES_PT[-1])


def _written(sheet: PlanSheet) -> dict[str, Any]:
    """The sheet for a template: pictures on white, each with its name beside it."""
    data = asdict(sheet)
    for item in data["items"]:
        item["picture"], item["alt"] = paper_svg(item["picture"]), item["name"]
    return data


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError:
        raise MissingExtra(
            "typst", "pdf", "a PDF (without it: give --out a name ending in .html, and print that)"
        ) from None
    return typst


@cache
def _fonts() -> list[str]:
    """Where DejaVu Sans is, which matplotlib brings: for a system that has no other."""
    import matplotlib as mpl

    return [str(Path(mpl.get_data_path()) / "fonts" / "ttf")]
