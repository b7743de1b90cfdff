"""What ``trochanter muscles`` says of an atlas: its tables, and where actions change."""

from collections.abc import Iterator, Sequence

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX, GROUPS
from trochanter.anatomy.path_variants import path_variants
from trochanter.cli.posture_words import deg, posture_words, spans_words, stem
from trochanter.core.arrays import Flags, Floats
from trochanter.mechanics.atlas import Atlas
from trochanter.mechanics.atlas_grid import AXES
from trochanter.mechanics.crossings import Crossing
from trochanter.mechanics.hip_ranges import HipRanges
from trochanter.reporting.atlas_values import line_values

WAYS = {
    "flexion": ("bends the hip (flexion)", "straightens it (extension)"),
    "adduction": ("draws the thigh in (adduction)", "lifts it out to the side (abduction)"),
    "rotation": ("turns the thigh in (internal rotation)", "turns it out (external rotation)"),
}
SHORT = {"flexion": ("flex", "ext"), "adduction": ("add", "abd"), "rotation": ("in", "out")}
MOST_COLUMNS, MOST_BLOCKS = 13, 9
_UNITS = {"arm": "moment arm, mm", "torque": "torque at full activation, N m", "passive": "passive torque, N m"}
_SURE = "5 mm in where a muscle attaches move its arms by 2 to 5 mm: the direction of a smaller arm is not sure."
_CAN = "What a muscle could do in a posture, not what it does in anybody."


def title(atlas: Atlas, ranges: HipRanges | None, *, both: bool) -> str:
    """Which hip of which model; ranges: those searched, if any; both: the other side is its mirror image."""
    sets = next((notice.text for notice in atlas.body.notices if notice.code == "deep-set"), "")
    mirror = f"; the {atlas.side.other.word} mirrors it" if both else ""
    knee = f"; knee {deg(atlas.knee_rad)}" if atlas.knee_rad else ""
    posture = ""
    if ranges is not None:
        posture = f"; searched {spans_words(ranges.all_rad)}"
    elif atlas.shape == (1, 1, 1):
        angles = np.array([axis[0] for axis in atlas.axes_rad])
        posture = "; " + ("neutral posture" if not angles.any() else posture_words(angles))
    named = f"{atlas.side.word.capitalize()} hip of {atlas.body.name}{mirror}{posture}{knee}"
    return f"{named}\n{sets[:1].upper()}{sets[1:]}".rstrip()


def action_table(atlas: Atlas) -> str:
    """What every line could do in one posture."""
    top = f"{'':13s} {'moment arms, mm':^26s}"
    head = f"{'line':13s} {'flex/ext':>8s} {'add/abd':>8s} {'in/out':>8s}  {'fibres':>6s} {'force':>5s}  muscle"
    known = atlas.muscles
    ordered = sorted(range(len(known)), key=lambda k: (GROUPS.index(known[k].group), _rank(known[k].muscle)))
    rows = [f"{stem(atlas.lines[k]):13s} {_actions(atlas, k)}  {known[k].label}" for k in ordered]
    notes = [
        "fibres: length over the optimum; force: N at full activation, standing still; * cannot be relied on here",
        _SURE,
        _CAN,
    ]
    return "\n".join([top.rstrip(), head, *rows, "", *notes])


def _rank(muscle: str) -> int:
    """The deep six from top to bottom, everything else as the model has it."""
    return DEEP_SIX.index(muscle) if muscle in DEEP_SIX else len(DEEP_SIX)


def _actions(atlas: Atlas, k: int) -> str:
    arms = 1e3 * atlas.arm_m[0, 0, 0, k]
    cells = " ".join(f"{_way(axis, arms[a]):>4s} {abs(arms[a]):3.0f}" for a, axis in enumerate(AXES))
    mark = " " if atlas.valid[0, 0, 0, k] else "*"
    return f"{cells}  {atlas.fiber_norm[0, 0, 0, k]:5.2f}{mark} {atlas.active_N[0, 0, 0, k]:5.0f}"


def _way(axis: str, arm_mm: float) -> str:
    if abs(arm_mm) < 0.5:
        return ""
    return SHORT[axis][0 if arm_mm > 0.0 else 1]


def posture_tables(atlas: Atlas, axis: str, show: str) -> str:
    """A quantity over the first axis that varies, in blocks over the others."""
    values, bad = line_values(atlas, axis, show)
    across = next((k for k, count in enumerate(atlas.shape) if count > 1), 0)
    columns = _thinned(atlas.shape[across], MOST_COLUMNS)
    others = [k for k in range(3) if k != across]
    places = [(i, j) for i in range(atlas.shape[others[0]]) for j in range(atlas.shape[others[1]])]
    chosen = [places[k] for k in _thinned(len(places), MOST_BLOCKS)]
    lines = [_title(axis, show)]
    for place in chosen:
        at = dict(zip(others, place, strict=True))
        fixed = [f"{AXES[k]} {deg(atlas.axes_rad[k][i])}" for k, i in at.items() if atlas.shape[k] > 1]
        lines += ["", *([", ".join(fixed)] if fixed else []), _header(atlas, across, columns)]
        lines += [_row(atlas, k, values, bad, at, across, columns, show) for k in range(len(atlas.lines))]
    lines.append("")
    if bad.any():
        reason = "the path has changed sides of a wrap"
        fibers = "" if show in ("arm", "length") else "the fibres are off their range, or "
        lines.append(f"* cannot be relied on: {fibers}{reason}")
    if len(columns) < atlas.shape[across] or len(chosen) < len(places):
        lines.append("Not all angles are shown: --csv and --json hold every posture.")
    return "\n".join([*lines, _SURE if show == "arm" else _CAN])


def _title(axis: str, show: str) -> str:
    if show in _UNITS:
        up, down = WAYS[axis]
        return f"{axis.capitalize()}: {_UNITS[show]}; + {up}, - {down}"
    return {"length": "Longer than in neutral, mm", "fibres": "Fibre length over its optimum"}[show]


def _header(atlas: Atlas, across: int, columns: Sequence[int]) -> str:
    angles = "".join(f"{np.degrees(atlas.axes_rad[across][i]):6.0f} " for i in columns)
    return f"{AXES[across]:13s}{angles}"


def _row(
    atlas: Atlas, k: int, values: Floats, bad: Flags, at: dict[int, int], across: int, columns: Sequence[int], show: str
) -> str:  # fmt: skip
    cells = []
    for i in columns:
        f, a, r = (i if axis == across else at[axis] for axis in range(3))
        cells.append(f"{_number(values[f, a, r, k], show):>6s}{'*' if bad[f, a, r, k] else ' '}")
    return f"{stem(atlas.lines[k]):13s}{''.join(cells)}".rstrip()


def _number(value: float, show: str) -> str:
    if show == "fibres":
        return f"{value:.2f}"
    digits = 1 if show in ("torque", "passive") else 0
    text = f"{value:+.{digits}f}"
    return text.lstrip("+-") if float(text) == 0.0 else text


def _thinned(count: int, most: int) -> list[int]:
    """At most ``most`` places of ``count``, evenly, both ends among them."""
    if count <= most:
        return list(range(count))
    step = next(s for s in range(2, count) if (count - 1) % s == 0 and (count - 1) // s < most) if count > 2 else 1
    return (
        list(range(0, count, step))
        if step < count - 1
        else np.linspace(0, count - 1, most).round().astype(int).tolist()
    )


def change_lines(changes: Sequence[Crossing], limits_rad: tuple[float, float]) -> Iterator[str]:
    """Where muscles change their action along flexion, a line each."""
    if not changes:
        return
    yield f"Where the action changes as the hip bends ({changes[0].samples} samples of the attachment error, 5 mm):"
    for change in changes:
        before, after = SHORT[change.axis] if not change.rising else SHORT[change.axis][::-1]
        yield (
            f"{stem(change.line):13s}{before:>5s} to {after:4s} at {deg(change.flexion_rad):>4s} "
            f"({_end(change.low_rad, limits_rad)} to {_end(change.high_rad, limits_rad)}), "
            f"arm {1e3 * change.least_m:+.0f} to {1e3 * change.most_m:+.0f} mm{_others(change)}"
        )
    yield "In brackets the middle 90 % of the samples. Muscle sizes do not move these angles; paths do."


def _end(angle_rad: float, limits_rad: tuple[float, float]) -> str:
    if np.isfinite(angle_rad):
        return deg(angle_rad)
    return f"below {deg(limits_rad[0])}" if angle_rad < 0.0 else f"above {deg(limits_rad[1])}"


def _others(change: Crossing) -> str:
    if not change.variants:
        return ""
    labels = {variant.name: variant.label for variant in path_variants()}
    words = [f"{deg(angle)}, {labels[name]}" for name, angle in change.variants if np.isfinite(angle)]
    words += [f"nowhere, {labels[name]}" for name, angle in change.variants if not np.isfinite(angle)]
    return f"; other paths: {'; '.join(words)}"
