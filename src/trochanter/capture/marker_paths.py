"""Markers made fit for mechanics: metres, NaN where a marker was not seen, one name a marker."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0}
_WORDS = {
    **dict.fromkeys(("mm", "millimeter", "millimeters", "millimetre", "millimetres"), "mm"),
    **dict.fromkeys(("cm", "centimeter", "centimeters", "centimetre", "centimetres"), "cm"),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), "m"),
}
_LEAST_EXTENT_M, _MOST_EXTENT_M = 0.05, 6.0  # of markers on one leg, of markers on a person with arms up
_FRAMES_LOOKED_AT = 200
MAX_NUMBER = 1e9


@dataclass(frozen=True, slots=True)
class NamedPaths:
    """Markers with a name each: positions (n, len(names), 3) in m."""

    names: tuple[str, ...]
    position_m: Floats
    notices: tuple[Notice, ...]


def unit_of(word: str) -> str | None:
    """``mm``, ``cm`` or ``m`` for a word that a file uses; None for any other.

    >>> unit_of("Millimeters"), unit_of("inch")
    ('mm', None)
    """
    return _WORDS.get(word.strip().strip("[]()").lower())


def named_paths(names: Sequence[str], position: Floats, unit: str | None, where: str) -> NamedPaths:
    """Markers from what a file holds: names (k,), position (n, k, 3) in ``unit``, which is told by size where None.

    ``position`` is changed in place. Missing are: triples that are not finite throughout, and triples of exact zeros,
    which is what several programs write for a marker that was not seen. Columns without a name are left out; a name
    that stands twice is numbered, so that nothing is matched by it. Raises ImpossibleData where nothing is left.
    """
    notices = _cleared(names, position, where)
    kept, told = _with_names(names, where)
    if len(kept) < len(names):
        position = position[:, kept]
    if not position.size or not np.isfinite(position).any():
        raise ImpossibleData(
            "no marker was seen in any frame" if kept else "there is no marker with a name",
            where=where,
            valid="positions of named markers",
            next_step="check the export: label the markers, and choose the frames in which they are seen",
        )
    numbered, repeated = _numbered([names[index].strip() for index in kept], where)
    factor, assumed = _factor(position, unit, where)
    if factor != 1.0:
        position *= factor
    return NamedPaths(numbered, position, (*told, *repeated, *assumed, *notices))


def with_lost_frames(position: Floats, row: Ints) -> Floats:
    """Positions (n, k, 3) of the rows (m,) that a sampling names; NaN where it is -1."""
    if len(row) == len(position) and (row >= 0).all():
        return position
    found = np.full((len(row), *position.shape[1:]), np.nan)
    found[row >= 0] = position[row[row >= 0]]
    return found


def _cleared(names: Sequence[str], position: Floats, where: str) -> list[Notice]:
    """Make NaN of what is no position, marker by marker to spare memory."""
    zero, partly, never = 0, 0, []
    unseen = 0
    for index, name in enumerate(names):
        path = position[:, index]
        finite = np.isfinite(path) & (np.abs(path) < MAX_NUMBER)
        seen, some = finite.all(axis=1), finite.any(axis=1)
        nothing = (path == 0.0).all(axis=1)
        zero += int(np.count_nonzero(nothing))
        partly += int(np.count_nonzero(some & ~seen))
        seen &= ~nothing
        unseen += int(np.count_nonzero(~seen))
        if not seen.any() and name.strip():
            never.append(name.strip())
        path[~seen] = np.nan
    return _missing_notices(position.shape[0] * position.shape[1], unseen, zero, partly, never, where)


def _missing_notices(total: int, unseen: int, zero: int, partly: int, never: list[str], where: str) -> list[Notice]:
    notices = []
    if unseen:
        text = f"markers were not seen in {unseen} of {total} places ({100.0 * unseen / max(total, 1):.2g} %)"
        text += f"; {zero} of them stand as 0, 0, 0 in the file" if zero else ""
        text += f"; {partly} have one or two coordinates of three" if partly else ""
        notices.append(Notice("markers-missing", text, where))
    if never:
        shown = ", ".join(never[:8]) + (f" and {len(never) - 8} more" if len(never) > 8 else "")
        notices.append(Notice("markers-never-seen", f"never seen in this record: {shown}", where))
    return notices


def _with_names(names: Sequence[str], where: str) -> tuple[list[int], list[Notice]]:
    kept = [index for index, name in enumerate(names) if name.strip()]
    lost = len(names) - len(kept)
    if not lost:
        return kept, []
    return kept, [Notice("markers-unnamed", f"{lost} of {len(names)} markers have no name and are left out", where)]


def _numbered(names: list[str], where: str) -> tuple[tuple[str, ...], list[Notice]]:
    counts = Counter(names)
    twice = [name for name, count in counts.items() if count > 1]
    if not twice:
        return tuple(names), []
    taken, seen, found = set(counts), Counter[str](), []
    for name in names:
        label = name
        while counts[name] > 1 and (label in taken):
            seen[name] += 1
            label = f"{name} ({seen[name]})"
        taken.add(label)
        found.append(label)
    text = f"names that stand more than once are numbered, and match nothing: {', '.join(twice[:8])}"
    return tuple(found), [Notice("markers-repeated", text, where)]


def _factor(position: Floats, unit: str | None, where: str) -> tuple[float, list[Notice]]:
    extent = _extent(position)
    if unit is None:
        likely = _likely(extent)
        text = f"the file does not say its unit of length; {likely} is assumed, by the size of what moves"
        return METRES[likely], [Notice("marker-unit-assumed", text, where)]
    if not _plausible(extent * METRES[unit]):
        text = (
            f"the file says that positions are in {unit}: the markers would span {extent * METRES[unit]:.3g} m; "
            "check the unit"
        )
        return METRES[unit], [Notice("marker-unit-implausible", text, where)]
    return METRES[unit], []


def _likely(extent: float) -> str:
    fitting = [unit for unit, metres in METRES.items() if _plausible(extent * metres)]
    # Both cm and mm can fit a few markers; files in centimetres are rare.
    return fitting[0] if fitting and extent > 20.0 else "m" if _plausible(extent) or not fitting else fitting[0]


def _plausible(extent_m: float) -> bool:
    return not np.isfinite(extent_m) or _LEAST_EXTENT_M <= extent_m <= _MOST_EXTENT_M


def _extent(position: Floats) -> float:
    """Median over frames of the longest side of the box around all markers; NaN where no frame has two of them."""
    frames = position[:: max(len(position) // _FRAMES_LOOKED_AT, 1)]
    some = np.isfinite(frames).all(axis=2).sum(axis=1) > 1
    if not some.any():
        return float("nan")
    frames = frames[some]
    sides = np.nanmax(frames, axis=1) - np.nanmin(frames, axis=1)
    return float(np.median(sides.max(axis=1)))
