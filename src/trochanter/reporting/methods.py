"""How a report was made: settings, sets, doubts, warnings and sources, for the folded part at its end."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.norms import running_source
from trochanter.anatomy.rotation_errors import rotation_errors
from trochanter.anatomy.uncertain_inputs import ASSUMED
from trochanter.core.places import file_place, without_folders
from trochanter.core.quality import Source
from trochanter.mechanics.account import StrengthCase
from trochanter.mechanics.angle_comparison import running_bands
from trochanter.mechanics.summary import HipSummary, Summary, person_kg
from trochanter.reporting.answer import duration_s
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sentences import listed, say, sentences
from trochanter.reporting.tables import doubt_rows, doubts


@dataclass(frozen=True, slots=True)
class Methods:
    """Rows and sentences of the folded part."""

    sharing: str
    sets: str
    trial: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    strength: tuple[tuple[str, ...], ...]
    doubt_columns: tuple[str, ...]
    doubts: tuple[tuple[str, str, tuple[str, ...]], ...]
    warnings: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    sources: tuple[Source, ...]


def methods(summary: Summary, sources: tuple[Source, ...]) -> Methods:
    """The methods of a summary; sources: those of the recording, beside the method's and the model's own."""
    account = summary.account
    names = [each.name for each in account.sets]
    notices = dict.fromkeys(
        (n.text, n.where) for n in (*account.motion.notices, *account.notices, *account.motion.body.notices)
    )
    return Methods(
        sharing=say("methods.sharing_text", reserve=rounded(max(_largest_reserve(hip) for hip in summary.hips), 1.0)),
        sets=say("methods.sets_text", sets=listed(names)) if len(names) > 1 else say("methods.sets_none"),
        trial=tuple(_trial(summary)),
        settings=tuple((_setting(name), _value(value)) for name, value in account.settings.items()),
        strength=tuple(_strength(case) for case in account.strength),
        doubt_columns=tuple(say(f"doubt.{bit.name}") for bit in doubts()),
        doubts=tuple(doubt_rows(summary)),
        warnings=tuple((without_folders(text), file_place(where)) for text, where in notices),
        left_out=tuple(_left_out(summary)),
        sources=(*sources, *_own_sources(summary)),
    )


def _strength(case: StrengthCase) -> tuple[str, ...]:
    contact = (rounded(bw, 0.1) for bw in case.peak_contact_bw)
    times = say("methods.strength_times", factor=f"{case.factor:g}")
    return times, str(case.saturated), *contact, rounded(case.peak_reserve_Nm, 1.0)


def _setting(name: str) -> str:
    key = f"setting.{name}"
    return say(key) if key in sentences() else name.replace("_", " ")


def _value(value: str | float | None) -> str:
    return say("methods.none") if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _own_sources(summary: Summary) -> Iterable[Source]:
    if running_bands(summary):
        yield running_source()
    if summary.whole_strides:
        yield from (error.source for error in rotation_errors().values() if error.source.citation)
    yield from _interval_sources(summary)
    for key in ("semciw", "thelen", "millard"):
        yield Source(say(f"source.{key}"))
    for line in summary.account.motion.body.credits.splitlines():
        if line.strip():
            yield Source(line.strip())


def _interval_sources(summary: Summary) -> Iterable[Source]:
    """What the assumed distributions of the intervals rest on, beside what is listed already."""
    found, listed_already = summary.account.uncertainty, {e.source.citation for e in rotation_errors().values()}
    for each in () if found is None else found.inputs:
        if each.status != ASSUMED and each.source.citation not in listed_already:
            yield each.source


def _largest_reserve(hip: HipSummary) -> float:
    return float(np.max(np.abs(hip.reserve_Nm.each)))


def _trial(summary: Summary) -> Iterable[tuple[str, str]]:
    motion = summary.account.motion
    rate_hz = (len(motion.time_s) - 1) / duration_s(summary)
    yield say("methods.recording"), motion.name
    yield (
        say("methods.samples"),
        say(
            "methods.samples_text",
            count=len(motion.time_s),
            rate=f"{rate_hz:.0f}",
            duration=f"{duration_s(summary):.2f}",
        ),
    )
    yield say("methods.filter"), say("methods.filter_none") if motion.cutoff_hz is None else f"{motion.cutoff_hz:g} Hz"
    yield say("methods.model"), motion.body.name
    yield say("methods.mass"), f"{person_kg(summary.account):.1f} kg"
    if motion.body.sha256:
        yield say("methods.fingerprint"), motion.body.sha256


def _left_out(summary: Summary) -> Iterable[str]:
    for stride in summary.account.motion.strides:
        if not stride.usable or not stride.complete:
            when = "" if np.isnan(stride.contact_s) else f"{stride.contact_s:.2f} s"
            yield say(
                "methods.left_out",
                side=stride.side.word,
                when=when or say("methods.unknown"),
                reason=stride.reason or say("methods.incomplete"),
            )
