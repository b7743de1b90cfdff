"""What a report's page holds, as words and finished figures for the template."""

from collections.abc import Iterable
from dataclasses import dataclass

from trochanter.core.quality import Source
from trochanter.kinematics.hip_rotation import hip_rotation
from trochanter.mechanics.angle_comparison import AngleBand
from trochanter.mechanics.emg import Signals
from trochanter.mechanics.summary import Summary
from trochanter.reporting.answer import duration_s
from trochanter.reporting.figures.budget import budget_figure
from trochanter.reporting.figures.frame import Figure, range_words, sample_words, slacks
from trochanter.reporting.left_over import LeftOver, left_over
from trochanter.reporting.marker_fit import NOTHING_KNOWN, FitPart, FitWords, fit_part
from trochanter.reporting.methods import Methods, methods
from trochanter.reporting.notes import Note, notes
from trochanter.reporting.sections import (
    AngleRow,
    Section,
    angle_rows,
    angles_section,
    arms_section,
    contact_section,
    emg_section,
    net_section,
    six_keys,
    six_section,
    who_text,
)
from trochanter.reporting.sentences import say
from trochanter.reporting.tables import ForceRow, WhoBlock, force_rows, strength_rows, who_blocks
from trochanter.reporting.turning import TurningPart, misses_all, turning_part
from trochanter.reporting.uncertainty import IntervalsPart, intervals_part


@dataclass(frozen=True, slots=True)
class Page:
    """Everything under the first sentence."""

    title: str
    first: Figure
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    notes: tuple[Note, ...]
    angles: Section
    angle_rows: tuple[AngleRow, ...]
    turning: TurningPart
    fit: FitPart
    left_over: LeftOver | None
    who: tuple[WhoBlock, ...]
    who_share: bool
    who_text: str
    who_caption: str
    net: Section
    six: Section | None
    six_keys: tuple[tuple[str, str], ...]
    forces: tuple[ForceRow, ...]
    forces_caption: str
    force_columns: tuple[str, ...]
    intervals: IntervalsPart | None
    arms: Section | None
    contact: Section
    strengths: tuple[tuple[str, ...], ...]
    emg: Section | None
    methods: Methods


def page(
    summary: Summary,
    bands: tuple[AngleBand, ...] = (),
    signals: Signals | None = None,
    sources: tuple[Source, ...] = (),
    fit: FitWords = NOTHING_KNOWN,
) -> Page:
    """The page of a summary; bands: healthy runners' angles, where fair; fit: what is known beside a marker fit."""
    blurred = misses_all(hip_rotation(summary.account.motion))
    return Page(
        title=say("page.title", name=summary.account.motion.name),
        first=budget_figure(summary),
        can=tuple(_can(summary, blurred=blurred)),
        cannot=tuple(_cannot(summary, blurred=blurred)),
        notes=tuple(notes(summary)),
        angles=angles_section(summary, bands),
        angle_rows=tuple(angle_rows(summary, bands)),
        turning=turning_part(summary, bands),
        fit=fit_part(summary.account.motion, fit),
        left_over=left_over(summary),
        who=tuple(who_blocks(summary)),
        who_share=bool(summary.deep_present and summary.account.sets),
        who_text=who_text(summary),
        who_caption=_who_caption(summary),
        net=net_section(summary),
        six=six_section(summary),
        six_keys=tuple(six_keys(summary)),
        forces=tuple(force_rows(summary)),
        forces_caption=_forces_caption(summary),
        force_columns=_force_columns(summary),
        intervals=intervals_part(summary),
        arms=arms_section(summary),
        contact=contact_section(summary),
        strengths=tuple(strength_rows(summary)),
        emg=emg_section(summary, signals),
        methods=methods(summary, sources),
    )


def _can(summary: Summary, *, blurred: bool) -> Iterable[str]:
    yield say("can.yes_way")
    yield say("can.yes_sum")
    yield say("can.yes_range")
    if summary.whole_strides:
        yield say("can.yes_turning")
        yield say("can.yes_sides_loads" if blurred else "can.yes_sides")


def _cannot(summary: Summary, *, blurred: bool) -> Iterable[str]:
    yield say("can.no_on")
    yield say("can.no_hurt")
    yield say("can.no_felt")
    yield say("can.no_peak")
    yield say("can.no_bone")
    if summary.whole_strides:
        if blurred:
            yield say("can.no_sides")
        yield say("can.no_long", duration=f"{duration_s(summary):.1f}")
    else:
        yield say("can.no_stride")


def _who_caption(summary: Summary) -> str:
    sets, sample = len(summary.account.sets), sample_words(summary)
    return say("who.caption", sets=sets, sample=sample) if sets > 1 else say("who.caption_one", sample=sample)


def _forces_caption(summary: Summary) -> str:
    return say("six.table_caption", range=range_words(summary, slacks(summary)[1]), sample=sample_words(summary))


def _force_columns(summary: Summary) -> tuple[str, ...]:
    when = ("stance", "swing") if summary.whole_strides else ("record",)
    return tuple(say(f"six.{part}{what}") for part in when for what in ("", "_turn"))
