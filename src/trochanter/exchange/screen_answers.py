"""Answers and clearances from files that a person or a program wrote, TOML or JSON."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from trochanter.capture.files import read_file
from trochanter.core.errors import BadSetting, UnreadableFile
from trochanter.exchange.documents import first_fault, toml_or_json
from trochanter.exchange.screen_result import clearance_of
from trochanter.exchange.screen_shapes import AnswersFile, ClearancesFile
from trochanter.exchange.shapes import Shape
from trochanter.findings.answers import Answers, nothing_on
from trochanter.findings.clearance import Clearance
from trochanter.findings.questions import Page, page_of, pages

MOST_BYTES = 1024 * 1024
NONE = "none"
_File = TypeVar("_File", bound=Shape)


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """What a file of answers holds; asked_on: None for today."""

    answers: Answers
    asked_on: dt.date | None
    clearances: tuple[Clearance, ...]


def read_answers(path: str | os.PathLike[str]) -> GivenAnswers:
    """The answers of a .toml or .json file; 'none' for a page answers all of it with no.

    Raises MissingInput, UnreadableFile, UnknownName for a question and BadSetting for a reply that does not exist.
    """
    found = _validated(AnswersFile, path, "answers", "trochanter screen --template prints such a file")
    replies = _replies(found.answers)
    return GivenAnswers(Answers(replies), found.asked_on, tuple(map(clearance_of, found.clearance)))


def read_clearances(path: str | os.PathLike[str]) -> tuple[Clearance, ...]:
    """The clearances of a .toml or .json file; raises MissingInput, UnreadableFile, BadSetting and UnknownName."""
    found = _validated(ClearancesFile, path, "clearances", "docs/screen.md shows such a file")
    return tuple(map(clearance_of, found.clearance))


def template() -> str:
    """A file with every question, in which each answer is still to be given."""
    lines = [
        "# Replies: yes, no, not sure, skipped; of choices one, not sure, or skipped.",
        "# The name of a page with the reply none says that nothing on it applies.",
        "# A line that is taken out is a question that is skipped.",
        "",
        "[answers]",
    ]
    for page in pages():
        lines += ["", *_template_of(page)]
    return "\n".join([*lines, ""])


def _template_of(page: Page) -> list[str]:
    mark = "# " if page.opened_by else ""
    if page.choices:
        return [f"# {page.ask}", *(f"#   {each.key}: {each.text}" for each in page.choices), f'{mark}{page.key} = ""']
    title = f"# {page.ask}" if page.key in page.names else f"# {page.ask} ({page.key})"
    return [title, *(f'{mark}{item.key} = ""  # {item.text}' for item in page.items)]


def _replies(given: Mapping[str, str]) -> dict[str, str]:
    by_page = {page.key: page for page in pages() if not page.choices}
    replies: dict[str, str] = {}
    for name, reply in given.items():
        if name in by_page and name not in page_of():
            if reply != NONE:
                raise BadSetting(
                    f"the answer to the page '{name}'", reply, "'none', or an answer for each of its items"
                )
            replies.update(nothing_on(by_page[name]))
    return replies | {name: reply for name, reply in given.items() if name in page_of() or name not in by_page}


def _validated(kind: type[_File], path: str | os.PathLike[str], what: str, step: str) -> _File:
    content = read_file(path, MOST_BYTES)
    try:
        return kind.model_validate(toml_or_json(content.data, content.where))
    except ValidationError as error:
        reason = first_fault(error)
    except (ValueError, RecursionError) as error:
        reason = str(error) or "it is nested too deeply"
    raise UnreadableFile(
        f"this is no file of {what}: {reason}",
        where=content.where,
        valid="TOML, or JSON in a .json file",
        next_step=step,
    )
