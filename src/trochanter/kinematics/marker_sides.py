"""Which side a marker's name says, its name on the other side, and pairs of right and left markers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trochanter.core.arrays import Flags, Floats

_OTHER = {"R": "L", "L": "R", "r": "l", "l": "r"}
_SEPARATORS = "._- "


def other_side(name: str) -> str:
    """A marker's name on the other side: the side is its first letter, or its last after a separator.

    >>> other_side("Anna:L.ASIS"), other_side("r_knee_study"), other_side("knee_l"), other_side("C7")
    ('Anna:R.ASIS', 'l_knee_study', 'knee_r', 'C7')
    """
    prefix, colon, own = name.rpartition(":")
    k = _at(own)
    return name if k is None else f"{prefix}{colon}{own[:k]}{_OTHER[own[k]]}{own[k + 1 :]}"


def named_side(name: str) -> str:
    """The side that a marker's name says: 'r', 'l', or '' where it says none.

    >>> named_side("Anna:L.ASIS"), named_side("knee_r"), named_side("C7")
    ('l', 'r', '')
    """
    own = name.rpartition(":")[2]
    k = _at(own)
    return "" if k is None else own[k].lower()


def _at(own: str) -> int | None:
    """Where in a name without prefix the letter of the side is."""
    if len(own) > 2 and own[-2] in _SEPARATORS and own[-1] in _OTHER:
        return len(own) - 1
    return 0 if own[:1] in _OTHER else None


@dataclass(frozen=True, slots=True)
class SidePairs:
    """Right and left markers in the same place of a segment, or of its right and left: columns of the recording.

    part: the segment without its side; the marker's name without its side where nobody knows the segment.
    """

    part: str
    right: tuple[int, ...]
    left: tuple[int, ...]
    known: bool = True


def side_pairs(
    names: Sequence[str], segments: Sequence[str], landmark: Mapping[str, str] | None = None
) -> tuple[SidePairs, ...]:
    """Pairs of each segment: by ``landmark`` (recorded name -> 'asis_r', ...) where it is known, else by name.

    ``segments``: the segment of each marker, '' where unknown.
    """
    column = {name: k for k, name in enumerate(names)}
    means = {name: mark for name, mark in (landmark or {}).items() if name in column}
    recorded = {mark: name for name, mark in means.items()}
    found: dict[str, list[tuple[int, int]]] = {}
    unknown = set()
    for name, segment in zip(names, segments, strict=True):
        mark = means.get(name, "")
        right = mark.endswith("_r") if mark else named_side(name) == "r"
        left = column.get(recorded.get(f"{mark[:-2]}_l", "") if mark else other_side(name))
        if right and left is not None and _alike(segment, segments[left]):
            part = stem_of(segment) or name
            unknown |= set() if segment else {part}
            found.setdefault(part, []).append((column[name], left))
    return tuple(
        SidePairs(part, tuple(r for r, _ in pairs), tuple(k for _, k in pairs), part not in unknown)
        for part, pairs in sorted(found.items())
    )


def stem_of(segment: str) -> str:
    """A segment's name without its side.

    >>> stem_of("femur_r"), stem_of("pelvis")
    ('femur', 'pelvis')
    """
    return segment[:-2] if segment.endswith(("_r", "_l")) else segment


def _alike(right: str, left: str) -> bool:
    """Whether two segments are the same one, or the right and left of one."""
    return stem_of(right) == stem_of(left) and (right == left) == (right == stem_of(right))


def pairs_exchanged(position_m: Floats, pairs: SidePairs, frames: Flags) -> Floats:
    """A copy of position_m (n, k, 3) with right and left exchanged in ``frames`` (n,); twice changes nothing."""
    moved = position_m.copy()
    rows = frames.nonzero()[0][:, None]
    moved[rows, pairs.right] = position_m[rows, pairs.left]
    moved[rows, pairs.left] = position_m[rows, pairs.right]
    return moved
