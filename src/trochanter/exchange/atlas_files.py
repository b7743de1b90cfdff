"""The posture atlas for other programs: rows of comma-separated values, and one versioned JSON object."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from trochanter.anatomy.muscle_names import describe
from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.mechanics.atlas import Atlas
from trochanter.mechanics.atlas_grid import AXES
from trochanter.mechanics.crossings import INTERVAL, Crossing
from trochanter.mechanics.emphasis import Emphasis, Share
from trochanter.mechanics.stretch import Place, Stretch

ATLAS_SCHEMA = "trochanter.muscles/1"
_DIGITS = 6
_ROWS_AT_ONCE = 10_000
_COLUMNS = (
    *(f"{axis}_deg" for axis in AXES),
    "length_mm",
    *(f"arm_{axis}_mm" for axis in AXES),
    "fiber_length_norm",
    "active_force_N",
    "passive_force_N",
    *(f"active_{axis}_Nm" for axis in AXES),
    *(f"passive_{axis}_Nm" for axis in AXES),
    "usable",
)


def atlas_csv(atlas: Atlas) -> Iterator[bytes]:
    """One row a line and posture, in parts, so that a large grid is never held as text.

    usable is 0 where the fibres do not fit or the path has jumped (see ``Atlas``).
    """
    angles = np.degrees(np.stack(np.meshgrid(*atlas.axes_rad, indexing="ij"), axis=-1)).reshape(-1, 3)
    template = ",".join(["%.6g"] * (len(_COLUMNS) - 1)) + ",%d\n"
    yield (",".join(["line", "muscle", *_COLUMNS]) + "\n").encode()
    for k, (line, known) in enumerate(zip(atlas.lines, atlas.muscles, strict=True)):
        table = np.column_stack([angles, _numbers(atlas, k)])
        head = f"{line},{known.muscle},"
        for start in range(0, len(table), _ROWS_AT_ONCE):
            rows = table[start : start + _ROWS_AT_ONCE].tolist()
            yield "".join(head + template % tuple(row) for row in rows).encode()


def _numbers(atlas: Atlas, k: int) -> Floats:
    """Columns of one line from its length on (n, 14)."""
    arms = atlas.arm_m[..., k, :].reshape(-1, 3)
    active, passive = (force[..., k].reshape(-1, 1) for force in (atlas.active_N, atlas.passive_N))
    single = (1e3 * atlas.length_m[..., k], atlas.fiber_norm[..., k], atlas.valid[..., k])
    length, fiber, usable = (values.reshape(-1, 1) for values in single)
    return np.hstack([length, 1e3 * arms, fiber, active, passive, active * arms, passive * arms, usable])


def atlas_object(
    atlas: Atlas,
    *,
    changes: Sequence[Crossing] = (),
    stretches: Sequence[Stretch] = (),
    emphases: Sequence[Emphasis] = (),
    notices: Sequence[Notice] = (),
) -> dict[str, Any]:
    """The object that ``trochanter muscles --json`` prints; values over the grid nest flexion, adduction, rotation."""
    body = atlas.body
    return {
        "schema": ATLAS_SCHEMA,
        "model": {"name": body.name, "source": body.source, "sha256": body.sha256 or None},
        "side": atlas.side.word,
        "knee_flexion": _quantity(np.degrees(atlas.knee_rad), "deg"),
        "axes": {axis: _values(np.degrees(values), "deg") for axis, values in zip(AXES, atlas.axes_rad, strict=True)},
        "lines": [_line(atlas, k) for k in range(len(atlas.lines))],
        "changes": [_change(change) for change in changes],
        "stretch": [_stretch(found) for found in stretches],
        "emphasis": [_emphasis(found) for found in emphases],
        "notices": [{"code": n.code, "text": n.text, "where": n.where} for n in notices],
    }


def _line(atlas: Atlas, k: int) -> dict[str, Any]:
    known = atlas.muscles[k]
    return {
        "name": atlas.lines[k],
        "muscle": known.muscle,
        "group": known.group,
        "label": known.label,
        "neutral_length": _quantity(1e3 * atlas.neutral_length_m[k], "mm"),
        "neutral_fiber_length": _quantity(atlas.neutral_fiber_norm[k], "optimal fibre lengths"),
        "length": _values(1e3 * atlas.length_m[..., k], "mm"),
        "arm": {axis: _values(1e3 * atlas.arm_m[..., k, a], "mm") for a, axis in enumerate(AXES)},
        "fiber_length": _values(atlas.fiber_norm[..., k], "optimal fibre lengths"),
        "active_torque": {axis: _values(atlas.active_Nm(axis)[..., k], "N m") for axis in AXES},
        "passive_torque": {axis: _values(atlas.passive_Nm(axis)[..., k], "N m") for axis in AXES},
        "usable": atlas.valid[..., k].tolist(),
    }


def _change(change: Crossing) -> dict[str, Any]:
    return {
        "line": change.line,
        "muscle": describe(change.line).muscle,
        "axis": change.axis,
        "to": "positive" if change.rising else "negative",
        "flexion": _quantity(np.degrees(change.flexion_rad), "deg")
        | {"low": _number(np.degrees(change.low_rad)), "high": _number(np.degrees(change.high_rad))},
        "beyond_range": {"low": bool(np.isinf(change.low_rad)), "high": bool(np.isinf(change.high_rad))},
        "interval": list(INTERVAL),
        "samples": change.samples,
        "arm": _values([1e3 * change.least_m, 1e3 * change.most_m], "mm"),
        "share_changing_in_range": _number(change.changing),
        "other_paths": [
            {"path": name, "flexion": _quantity(np.degrees(angle), "deg")} for name, angle in change.variants
        ],
    }


def _stretch(found: Stretch) -> dict[str, Any]:
    near = np.degrees(found.near_rad)
    return {
        "muscle": found.muscle,
        "side": found.side.word,
        "lines": list(found.lines),
        "ranges": _ranges(found.ranges.all_rad),
        "best": _place(found.best),
        "longer_by_line": _values(1e3 * found.lines_m, "mm"),
        "fiber_length": _values(found.fiber_norm, "optimal fibre lengths"),
        "neutral_fiber_length": _values(found.neutral_fiber_norm, "optimal fibre lengths"),
        "near": _quantity(1e3 * found.near_m, "mm"),
        "near_range": {axis: _values(row, "deg") for axis, row in zip(AXES, near, strict=True)},
        "near_share_of_postures": _number(found.near_share),
        "ties": [_place(place) for place in found.ties],
        "alone": {axis: _place(place) for axis, place in zip(AXES, found.single, strict=True)},
        "at_end_of_range": dict(zip(AXES, found.at_end, strict=True)),
        "limited_by_fibers": found.at_limit,
        "left_out_share_of_postures": _number(found.left_out),
    }


def _emphasis(found: Emphasis) -> dict[str, Any]:
    return {
        "muscle": found.muscle,
        "side": found.side.word,
        "direction": found.direction,
        "among": found.among,
        "lines": list(found.lines),
        "ranges": _ranges(found.ranges.all_rad),
        "best": _share(found.best),
        "neutral": _share(found.neutral),
        "strongest": _share(found.strongest),
        "near_range": {axis: _values(row, "deg") for axis, row in zip(AXES, np.degrees(found.near_rad), strict=True)},
        "sets": [
            {"set": name, "share_there": _number(share), "own_best": _share(best)} for name, share, best in found.sets
        ],
        "ranking": [{"muscle": name, "share": _number(share)} for name, share in found.ranking],
        "left_out_share_of_postures": _number(found.left_out),
    }


def _ranges(ranges_rad: Iterable[tuple[float, float]]) -> dict[str, Any]:
    return {axis: _values(np.degrees(ends), "deg") for axis, ends in zip(AXES, ranges_rad, strict=True)}


def _posture(posture_rad: Floats) -> dict[str, Any]:
    return {axis: _quantity(np.degrees(angle), "deg") for axis, angle in zip(AXES, posture_rad, strict=True)}


def _place(place: Place) -> dict[str, Any]:
    return {"posture": _posture(place.posture_rad), "longer": _quantity(1e3 * place.longer_m, "mm")}


def _share(share: Share) -> dict[str, Any]:
    return {
        "posture": _posture(share.posture_rad),
        "share": _number(share.share),
        "capacity": _quantity(share.capacity_Nm, "N m"),
    }


def _quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": _number(float(value)), "unit": unit}


def _values(values: Any, unit: str) -> dict[str, Any]:
    return {"values": _nested(np.asarray(values, dtype=np.float64).tolist()), "unit": unit}


def _nested(values: Any) -> Any:
    return [_nested(each) for each in values] if isinstance(values, list) else _number(values)


def _number(value: float) -> float | None:
    return float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None
