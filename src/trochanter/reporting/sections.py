"""The sections of a report: each a question, its answer in words, its figures."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.mechanics.angle_comparison import AngleBand, is_walking, likeness, running_bands
from trochanter.mechanics.emg import EmgComparison, LeftOut, Signals, Stretches
from trochanter.mechanics.free_body import FreeBody, free_body
from trochanter.mechanics.phases import INWARD, loading_peak
from trochanter.mechanics.summary import ROTATION, HipSummary, Summary, latin
from trochanter.reporting.figures.angles import AXES, angles_figure
from trochanter.reporting.figures.body import body_figure, way
from trochanter.reporting.figures.contact import contact_figure
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.figures.net import net_figure
from trochanter.reporting.figures.signals import signals_figure
from trochanter.reporting.figures.six import activation_figure, arms_figure, deep_courses
from trochanter.reporting.numbers import ranged, rounded
from trochanter.reporting.obturator import obturator_words
from trochanter.reporting.sentences import listed, say

MOST_NAMES = 4
FAR_SD = 2.0


@dataclass(frozen=True, slots=True)
class Section:
    """A question, its answer in words, its figures."""

    name: str
    heading: str
    text: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


def angles_section(summary: Summary, bands: tuple[AngleBand, ...]) -> Section:
    """How the hips move, beside healthy runners where that is fair."""
    figures = (angles_figure(summary, bands),)
    if bands:
        return Section("angles", say("angles.heading"), (_angle_words(summary, bands), say("angles.why")), figures)
    return Section("angles", say("angles.heading_alone"), (say(_why_alone(summary)),), figures)


def _why_alone(summary: Summary) -> str:
    if not summary.whole_strides:
        return "angles.alone_partial"
    return "angles.alone_walk" if is_walking(summary) else "angles.alone_missing"


def _angle_words(summary: Summary, bands: tuple[AngleBand, ...]) -> str:
    near: dict[str, list[str]] = {"angles.like": [], "angles.unlike": []}
    for axis, band in enumerate(bands):
        sides = [likeness(hip, axis, band) for hip in summary.hips]
        far = any(abs(each.excursion_deg - band.excursion_deg) > FAR_SD * band.excursion_sd_deg for each in sides)
        near["angles.unlike" if far else "angles.like"].append(say(f"angle.{AXES[axis]}.title").lower())
    return " ".join(capital(say(key, axes=listed(axes))) for key, axes in near.items() if axes)


@dataclass(frozen=True, slots=True)
class AngleRow:
    """One angle of both hips beside healthy runners."""

    axis: str
    right: str
    left: str
    norm: str
    like: str


def angle_rows(summary: Summary, bands: tuple[AngleBand, ...]) -> Iterable[AngleRow]:
    """Excursion and likeness of each angle, where there are bands."""
    for axis, band in enumerate(bands):
        right, left = (likeness(hip, axis, band) for hip in summary.hips)
        yield AngleRow(
            axis=say(f"angle.{AXES[axis]}.title"),
            right=rounded(right.excursion_deg, 1.0),
            left=rounded(left.excursion_deg, 1.0),
            norm=f"{rounded(band.excursion_deg, 1.0)} ± {rounded(band.excursion_sd_deg, 1.0)}",
            like=say("angles.both", right=rounded(right.correlation, 0.01), left=rounded(left.correlation, 0.01)),
        )


def who_text(summary: Summary) -> str:
    """What the sum at landing answers."""
    peaks = [loading_peak(hip) for hip in summary.hips]
    ground_out = all(peak is not None and peak.direction == INWARD for peak in peaks)
    return say("who.ground_out" if ground_out else "who.ground_other")


def net_section(summary: Summary) -> Section:
    """The sum of all muscles, and how the ground asks for it."""
    free = next((f for f in (free_body(summary.account.motion, hip) for hip in summary.hips) if f is not None), None)
    text, figures = [say("net.text")], [net_figure(summary)]
    peaks = [peak for peak in map(loading_peak, summary.hips) if peak is not None]
    if peaks:
        sums = [say("net.one_side", number=ranged(peak.net_Nm), side=peak.side.word) for peak in peaks]
        text.append(say("net.largest", sums=listed(sums)))
    if free is not None:
        at = _at_words(summary, free)
        text += [say("net.body"), _free_words(free, at)]
        figures.append(body_figure(free, at))
    return Section("net", say("net.heading"), tuple(text), tuple(figures))


def _at_words(summary: Summary, free: FreeBody) -> str:
    return (
        say("net.at_percent", at=rounded(free.x, 1.0))
        if summary.whole_strides
        else say("net.at_seconds", at=f"{free.x:.2f}")
    )


def _free_words(free: FreeBody, at: str) -> str:
    return say(
        "net.numbers",
        at=at,
        force=rounded(free.force_N, 10.0),
        side=free.side.word,
        across=rounded(free.across_N, 10.0),
        arm=rounded(1000.0 * free.arm_m, 1.0),
        moment=rounded(abs(free.moment_Nm), 1.0),
        way=way(free.moment_Nm),
        net=rounded(abs(free.net_Nm), 1.0),
        net_way=way(free.net_Nm),
    )


def six_section(summary: Summary) -> Section | None:
    """Each deep rotator on its own; None where the model holds none."""
    if not summary.deep_present:
        return None
    reading = say("six.text" if running_bands(summary) else "six.text_partial")
    text = tuple(words for words in (obturator_words(summary), reading) if words)
    return Section("six", say("six.heading"), text, (activation_figure(summary, summary.deep_present),))


def arms_section(summary: Summary) -> Section | None:
    """Which way each deep rotator pulls over the record; None where the model holds none."""
    if not summary.deep_present:
        return None
    found: dict[str, list[str]] = {"arms.some": [], "arms.changing": [], "arms.inward": []}
    for key in summary.deep_present:
        arms = np.concatenate([course.arm_m.mean[:, ROTATION] for _, course in deep_courses(summary, key)])
        kind = "arms.some" if arms.max() < 0.0 else "arms.inward" if arms.min() > 0.0 else "arms.changing"
        found[kind].append(latin(key))
    if len(found["arms.some"]) == len(summary.deep_present):
        text = say("arms.always", muscles=listed(found["arms.some"]))
    else:
        text = " ".join(capital(say(key, muscles=listed(names))) for key, names in found.items() if names)
    return Section("arms", say("arms.heading"), (text,), (arms_figure(summary, summary.deep_present),))


def contact_section(summary: Summary) -> Section:
    """The hip contact force, with no peak where muscles are at the model's limit."""
    text = [say("force.text")]
    share = float(np.mean([np.mean(hip.saturated) for hip in summary.hips]))
    if share > 0.0:
        labels = list(dict.fromkeys(label for hip in summary.hips for label in hip.saturated_labels))
        words = {
            "share": rounded(max(100.0 * share, 1.0), 1.0),
            "count": len(labels),
            "muscles": listed(labels[:MOST_NAMES]),
        }
        text.append(say("force.saturated", **words))
    peaks = [unsaturated_peak_bw(hip) for hip in summary.hips]
    if all(np.isfinite(peak) for peak in peaks):
        key = "force.peak" if share > 0.0 else "force.peak_plain"
        text.append(say(key, right=rounded(peaks[0], 0.1), left=rounded(peaks[1], 0.1)))
    else:
        text.append(say("force.no_peak"))
    text.append(say("force.steady"))
    return Section("force", say("force.heading"), (" ".join(text[:2]), " ".join(text[2:])), (contact_figure(summary),))


def unsaturated_peak_bw(hip: HipSummary) -> float:
    """Mean over strides of the largest contact force outside saturated instants; NaN where a stride has none."""
    outside = np.where(hip.saturated, -np.inf, hip.contact_bw.each).max(axis=1)
    return float(np.mean(outside)) if np.all(np.isfinite(outside)) else float("nan")


def emg_section(summary: Summary, signals: Signals | None) -> Section | None:
    """Measured signals beside computed activation, and which are not shown; None where there are none."""
    if signals is None:
        return None
    shown = signals.compared
    rows = [_signal_words(each) for each in shown]
    if signals.left_out:
        rows.append(_left_out_words(signals.left_out))
    unsided = any(len(each.computed) > 1 for each in shown)
    text = (" ".join([say("emg.text"), *([say("emg.unsided")] if unsided else []), say("emg.deep")]), *rows)
    return Section("emg", say("emg.heading"), text, (signals_figure(summary, shown),))


def _signal_words(each: EmgComparison) -> str:
    parts = [
        say(
            "emg.side",
            side=own.side.word,
            correlation=rounded(own.correlation, 0.01) if np.isfinite(own.correlation) else say("emg.flat"),
            on=_on_words(own.on_s),
        )
        for own in each.computed
    ]
    muscle = capital(latin(each.muscle))
    if each.muscles != (each.muscle,):
        muscle = say("emg.stands_for", signal=muscle, muscles=listed([latin(own) for own in each.muscles]))
    return say("emg.row", muscle=muscle, on=_on_words(each.on_s), sides="; ".join(parts))


def _left_out_words(left_out: tuple[LeftOut, ...]) -> str:
    reasons: dict[str, list[str]] = {}
    for each in left_out:
        reasons.setdefault(each.reason, []).append(latin(each.column))
    return say("emg.left_out", groups="; ".join(say(f"emg.left_{why}", names=listed(n)) for why, n in reasons.items()))


def _on_words(stretches: Stretches) -> str:
    if not stretches:
        return say("emg.never")
    return say("emg.on", intervals=listed([f"{a:.2f} to {b:.2f}" for a, b in stretches]))


def capital(words: str) -> str:
    """Words with a capital first letter."""
    return words[:1].upper() + words[1:]


def six_keys(summary: Summary) -> Iterable[tuple[str, str]]:
    """What the lines and bands of the deep rotators' figure mean: kind of mark, words."""
    yield "line", say("six.key_line")
    bands = summary.account.bands
    for band, kind in zip(sorted(bands, key=lambda band: band.slack), ("near1", "near2"), strict=False):
        yield kind, say("six.key_near", share=f"{100.0 * band.slack:.0f}")
    if len(summary.account.sets) > 1:
        yield "sets", say("six.key_sets", sets=len(summary.account.sets))
