"""The page of a control test or a running video: appearance.html, and the same in plain words for a terminal."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from textwrap import wrap

import trochanter
from trochanter.anatomy.appearance import quantity_named
from trochanter.kinematics.appearance import Appearance, AppearanceNumber
from trochanter.reporting.appearance_stills import AppearanceStill
from trochanter.reporting.appearance_words import (
    answer,
    cannot_show,
    changes,
    half,
    kicker,
    limit_of,
    name_of,
    shown,
    since_heading,
    sure,
    unit_words,
)
from trochanter.reporting.figures.appearance import dots_figure, picture_figure
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.look import asset, environment
from trochanter.reporting.numbers import NBSP
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import say

WIDTH = 88
_FROM = ("filming", "doing", "person", "cannot")


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One line of the table: what, value with interval, unit, what a change has to pass, what above zero means."""

    what: str
    value: str
    unit: str
    limit: str
    above: str


@dataclass(frozen=True, slots=True)
class AppearancePage:
    """Everything that the page holds."""

    title: str
    kicker: str
    answer: tuple[str, ...]
    lead: str
    picture: Figure | None
    sure: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    dots: Figure
    rows: tuple[SeenRow, ...]
    left_out: tuple[str, ...]
    since: str
    changes: tuple[str, ...]
    cannot: tuple[str, ...]
    change_from: tuple[str, ...]
    errors: tuple[tuple[str, str, str, str], ...]
    sources: tuple[str, ...]
    film: tuple[str, ...]
    stills: tuple[AppearanceStill, ...]


def render_appearance(
    now: Appearance, earlier: Sequence[Appearance] = (), stills: Sequence[AppearanceStill] = ()
) -> str:
    """One self-contained HTML page; earlier: older films of the person; stills: pictures of the film."""
    script = asset("style/report.js")
    return (
        environment()
        .get_template("appearance.html")
        .render(
            page=appearance_page(now, earlier, stills),
            style=asset("style/report.css") + asset("style/check.css"),
            script=script,
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            version=trochanter.__version__,
        )
    )


def appearance_page(
    now: Appearance, earlier: Sequence[Appearance] = (), stills: Sequence[AppearanceStill] = ()
) -> AppearancePage:
    """Words, tables and figures of the page."""
    return AppearancePage(
        title=say(f"look.title_{now.kind}"),
        kicker=kicker(now),
        answer=answer(now),
        lead=say(f"look.lead_{now.kind}"),
        picture=picture_figure(now) if now.instants else None,
        sure=sure(now),
        notes=tuple(_notes(now)),
        dots=dots_figure(now),
        rows=tuple(_row(each) for each in now.numbers),
        left_out=tuple(
            say("look.left_out", what=capital(quantity_named(name).words), reason=reason)
            for name, reason in now.left_out
        ),
        since=since_heading(now, earlier),
        changes=tuple(changes(now, earlier)),
        cannot=cannot_show(now),
        change_from=tuple(say(f"look_from.{key}") for key in _FROM),
        errors=tuple(_errors(now)),
        sources=tuple(_sources(now)),
        film=tuple(_film(now)),
        stills=tuple(stills),
    )


def appearance_text(now: Appearance, earlier: Sequence[Appearance] = ()) -> str:
    """The answer, the numbers, what has changed and what cannot be seen, in plain words for a terminal."""
    page = appearance_page(now, earlier)
    parts = [
        " ".join(page.answer),
        page.lead,
        _table(page.rows),
        f"{say('sure.title')} {' '.join(page.sure)}",
        *(f"{title} {text}" for title, text in page.notes),
        *page.left_out,
        f"{page.since} {' '.join(page.changes)}",
        f"{say('look_can.heading')}:",
        *(f"- {text}" for text in page.cannot),
    ]
    return "\n".join(line for part in parts for line in _wrapped(part)).replace(NBSP, " ")


def _wrapped(part: str) -> list[str]:
    return part.splitlines() if "\n" in part else wrap(part, WIDTH)


def _notes(now: Appearance) -> Iterable[tuple[str, str]]:
    """What must be known, pain first."""
    if now.pain:
        yield say("look.pain_title", pain=now.pain), say("look.pain_text")
    for text in dict.fromkeys(f"{notice.text.rstrip('.')}." for notice in now.quality):
        yield say("look.note_title"), text


def _row(each: AppearanceNumber) -> SeenRow:
    about = quantity_named(each.quantity)
    value = each.estimate.value
    low, high = (shown(value + sign * half(each), about) for sign in (-1.0, 1.0))
    words = say("look.low_to_high", value=shown(value, about), low=low, high=high)
    return SeenRow(capital(name_of(each)), words, unit_words(about.unit), limit_of(each), about.positive)


def _table(rows: Iterable[SeenRow]) -> str:
    """Rows with aligned columns and an empty line around."""
    head = tuple(say(f"look.column_{name}") for name in ("what", "value", "unit", "limit"))
    cells = [head, *((row.what, row.value, row.unit, row.limit) for row in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(["", *lines, ""])


def _errors(now: Appearance) -> Iterable[tuple[str, str, str, str]]:
    for name in dict.fromkeys(each.quantity for each in now.numbers):
        about = quantity_named(name)
        for cause in about.causes_of(now.film.model):
            words = say("look.errors_same", words=cause.words) if cause.shared else cause.words
            where = ", ".join(part for part in (cause.population, cause.status) if part)
            yield capital(about.words), capital(words), f"{cause.sigma:g} {about.unit}", where


def _sources(now: Appearance) -> Iterable[str]:
    known = [c for each in now.numbers for c in quantity_named(each.quantity).causes_of(now.film.model)]
    for citation in dict.fromkeys((c.source.citation, c.status, c.source.doi) for c in known if c.source.citation):
        yield say("check.source_read", citation=citation[0], status=citation[1], note=citation[2] or "no DOI")


def _film(now: Appearance) -> Iterable[str]:
    film = now.film
    yield say(
        "look.film_text",
        name=film.source.replace("\\", "/").rsplit("/", 1)[-1],
        rate=f"{film.rate_hz:.0f}",
        duration=f"{film.duration_s:.0f}",
        model=film.model,
    )
    if film.sha256:
        yield say("look.film_sha", sha=film.sha256)
