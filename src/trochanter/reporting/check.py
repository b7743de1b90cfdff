"""The page of a check of the hips: check.html."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, isfinite, sqrt

import trochanter
from trochanter.core.quality import Estimate
from trochanter.core.severity import by_weight
from trochanter.core.sides import SIDES, Side
from trochanter.findings.after_pain import AGAIN, REOPENED
from trochanter.kinematics.comparing_check import GROIN_CODE, HipCheck
from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.kinematics.rotation_range import DIRECTIONS, Direction, EndRange, RotationRange
from trochanter.reporting.check_norms import NormPart, norm_part
from trochanter.reporting.check_words import (
    DRAWN,
    answer,
    changes,
    day,
    end_words,
    kicker,
    lead,
    limit_heading,
    limit_words,
    sure,
)
from trochanter.reporting.figures.check import limit_figure, range_words, ranges_figure, whole
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.film import FilmPart, FilmShown, film_part
from trochanter.reporting.look import asset, environment
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import say

DASH = "–"


@dataclass(frozen=True, slots=True)
class LimitedPart:
    """What was stopped by pain: heading, what and where, what to do next."""

    heading: str
    text: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that the page of a check holds."""

    title: str
    kicker: str
    answer: tuple[str, ...]
    lead: tuple[str, ...]
    first: tuple[str, str] | None
    ranges: Figure
    sure: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    limited: LimitedPart | None
    limit_heading: str
    limit_text: tuple[str, ...]
    limit: Figure | None
    rows: tuple[tuple[str, str, str, str], ...]
    readings: tuple[tuple[str, Side, str, str], ...]
    since: str
    changes: tuple[str, ...]
    norms: NormPart
    can: tuple[str, ...]
    sources_of_difference: tuple[str, ...]
    errors: tuple[tuple[str, str, str], ...]
    sources: tuple[str, ...]
    film: FilmPart | None


def render_check(check: HipCheck, films: Sequence[FilmShown] = ()) -> str:
    """One self-contained HTML page of a check; films: those it was measured from, with their pictures."""
    script = asset("style/report.js")
    return (
        environment()
        .get_template("check.html")
        .render(
            page=check_page(check, films),
            style=asset("style/report.css") + asset("style/check.css"),
            script=script,
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            version=trochanter.__version__,
        )
    )


def check_page(check: HipCheck, films: Sequence[FilmShown] = ()) -> CheckPage:
    """Words, tables and figures of the page."""
    told = tuple(each for each in check.sides if each.quality.usable)
    return CheckPage(
        title=say("check.title"),
        kicker=kicker(check),
        answer=answer(check),
        lead=lead(check),
        first=_first(check),
        ranges=ranges_figure(check),
        sure=sure(check),
        notes=tuple(_notes(check)),
        limited=_limited(check),
        limit_heading=limit_heading(check),
        limit_text=limit_words(check),
        limit=limit_figure(check, told) if told else None,
        rows=tuple(_rows(check)),
        readings=tuple(_readings(check)),
        since=_since(check),
        changes=tuple(changes(check)),
        norms=norm_part(check),
        can=tuple(_can(check)),
        sources_of_difference=tuple(
            say(key)
            for key in (
                "check_from.measuring",
                "check_from.usual",
                "check_from.day",
                "check_from.bone",
                "check_from.cannot",
            )
        ),
        errors=tuple(_errors(check)),
        sources=tuple(_sources(check)),
        film=film_part(films),
    )


def _since(check: HipCheck) -> str:
    """The question on change: since the day that is compared with, or only what is kept apart."""
    if not check.changes:
        return say("check.since_apart")
    since = check.changes[0].since
    return say("check.since", when=f"{since.day} {since:%B %Y}")


def _first(check: HipCheck) -> tuple[str, str] | None:
    """Pain that the screen has to know of: title and words, above everything else."""
    found = [notice.text for notice in check.notices if notice.code in (REOPENED, AGAIN)]
    return (say("check_limited.first_title"), found[0]) if found else None


def _notes(check: HipCheck) -> Iterable[tuple[str, str]]:
    """What must be known, the groin first, where the screen has not taken it up."""
    taken_up = _first(check) is not None
    if not taken_up and any(notice.code == GROIN_CODE for notice in check.notices):
        yield say("check_limited.groin_title"), say("check_limited.groin")
    for notice in by_weight(check.notices):
        if notice.code not in (REOPENED, AGAIN, GROIN_CODE):
            yield say("check_limited.note_title"), f"{notice.text.rstrip('.')}."


def _limited(check: HipCheck) -> LimitedPart | None:
    ends = check.limited
    if not ends:
        return None
    heading = "heading_one" if len(ends) == 1 else "heading_many"
    ways = list(dict.fromkeys("in" if end.direction == "internal" else "out" for end in ends))
    return LimitedPart(
        heading=say(f"check_limited.{heading}", what=capital(end_words(ends[0]))),
        text=(*(_where(end) for end in ends), say("check_limited.why")),
        next_step=say(_next_after(check), way=" or ".join(ways)),
    )


def _next_after(check: HipCheck) -> str:
    """The sentence on what to do with pain: nothing that waits where the screen says today."""
    codes = {notice.code for notice in check.notices}
    word = "doctor" if REOPENED in codes else "screen" if AGAIN in codes else ""
    return f"check_limited.next_{word}" if word else "check_limited.next"


def _where(end: EndRange) -> str:
    key = "check_limited.where" + ("_pain" if end.pain else "") + ("_place" if end.pain_place else "")
    words = {"what": capital(end_words(end)), "angle": whole(end.angle.value)}
    return say(key, **words, pain=end.pain, place=end.pain_place)


def _rows(check: HipCheck) -> Iterable[tuple[str, str, str, str]]:
    """Both directions, their sum and the balance, with what a difference of each has to pass."""
    recording, limit = check.whole, check.detectable.value_deg
    for direction in DIRECTIONS:
        cells = [_cell(recording, side, direction) for side in SIDES]
        yield say(f"check.row_{direction}"), cells[0], cells[1], whole(ceil(limit))
    for key, both in (("check.row_total", recording.total), ("check.row_balance", recording.balance)):
        right, left = (_number(both(side)) for side in SIDES)
        yield say(key), right, left, whole(ceil(sqrt(2.0) * limit))


def _cell(recording: RotationRange, side: Side, direction: Direction) -> str:
    end = recording.end(side, direction)
    if end is None:
        return DASH
    if end.limited_by_pain:
        return say("check.cell_limited", angle=whole(end.angle.value))
    span = range_words(end)
    return whole(end.angle.value) + (f" ({span})" if span else "")


def _number(number: Estimate) -> str:
    if not isfinite(number.value):
        return DASH
    half = NORMAL_95 * number.sigma
    low, high = whole(number.value - half), whole(number.value + half)
    return whole(number.value) + (f" ({say('check.low_to_high', low=low, high=high)})" if isfinite(half) else "")


def _readings(check: HipCheck) -> Iterable[tuple[str, Side, str, str]]:
    for each in check.now:
        words = {"name": each.set_up, "when": day(each), "who": each.measured_by}
        name = say("check.set_up_name" if each.measured_by else "check.set_up_name_self", **words)
        for side in SIDES:
            ends = [each.end(side, direction) for direction in DIRECTIONS]
            if any(ends):
                yield name, side, _reading(ends[0]), _reading(ends[1])


def _reading(end: EndRange | None) -> str:
    if end is None:
        return DASH
    words = ", ".join(f"{angle:g}" for angle in end.repeats_deg) or whole(end.angle.value)
    if end.pain is not None:
        key = "check.pain_cell_place" if end.pain_place else "check.pain_cell"
        words = say(key, readings=words, pain=end.pain, place=end.pain_place)
    return say("check.stopped_cell", cell=words) if end.limited_by_pain else words


def _can(check: HipCheck) -> Iterable[str]:
    yield say(f"check_can.{check.whole.mode}", position=say(f"check.position_{check.whole.position}"))
    yield say("check_can.position")
    yield say("check_can.running")
    if check.method.name in DRAWN:
        yield say("check_film.can_pelvis")
        yield say("check_film.can_camera")
    yield say("check_can.why")
    yield say("check_can.resting")


def _errors(check: HipCheck) -> Iterable[tuple[str, str, str]]:
    for cause in check.method.causes:
        words = say("check.errors_shared", words=cause.words) if cause.shared else cause.words
        where = ", ".join(part for part in (cause.population, cause.status) if part)
        yield capital(words), f"{cause.sigma_deg:.1f}", where
    together = sqrt(check.method.shared_sigma_deg**2 + check.method.own_sigma_deg**2)
    yield say("check.errors_all"), f"{together:.1f}", ""


def _sources(check: HipCheck) -> Iterable[str]:
    known = [(c.source, c.status) for c in check.method.causes] + [(n.source, n.status) for n in check.norms.fair]
    for source, status in known:
        if source.citation:
            yield say("check.source_read", citation=source.citation, status=status, note=source.note or source.doi)
