"""Which columns of a table are a plate's force, point and free moment: Fx, COPx, Ty and their like, for one or several.

Columns of one plate share what stands before and after those words: ``Fx1``, ``FP1_Fx``, ``ground_force_1_vx``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

# Each: what stands before, the axis, what stands after. Compared without case.
_FORCE = ("{a}ground_force_{n}_?v{x}", "{a}f[_ .]?{x}{z}", "{a}force[_ .]?{x}{z}", "{a}grf[_ .]?{x}{z}")
_POINT = ("{a}ground_force_{n}_?p{x}", "{a}cop[_ .]?{x}{z}", "{a}p{x}{z}")
_MOMENT = (
    *("{a}ground_(?:torque|moment)_{n}_?m?{x}", "{a}t[_ .]?{x}{z}"),
    *("{a}free_?moment[_ .]?{x}{z}", "{a}torque[_ .]?{x}{z}"),
)
_PARTS = {
    "a": r"(?P<before>(?:.*[_ .:])?|[a-z]+[0-9]+)",
    "x": r"[_ .]?(?P<axis>[xyz])",
    "z": r"(?P<after>[_ .]?[0-9]*)",
    "n": r"(?P<after>(?:[0-9a-z]*)(?=_)|)",
}
_PATTERNS = tuple(
    (kind, tuple(re.compile(pattern.format(**_PARTS), re.IGNORECASE) for pattern in patterns))
    for kind, patterns in (("force", _FORCE), ("point", _POINT), ("moment", _MOMENT))
)
_LONGEST_LABEL = 200


@dataclass(slots=True)
class PlateColumns:
    """One plate's columns in a table: axis (0, 1, 2) to index, for force, point and free moment."""

    name: str
    force: dict[int, int] = field(default_factory=dict)
    point: dict[int, int] = field(default_factory=dict)
    moment: dict[int, int] = field(default_factory=dict)


def plates_in(labels: Sequence[str]) -> tuple[PlateColumns, ...]:
    """Plates whose columns of force and point are complete, in the order of the table.

    >>> [plate.name for plate in plates_in(("Time", "Fx", "Fy", "Fz", "COPx", "COPy", "COPz", "Ty"))]
    ['plate 1']
    """
    found: dict[tuple[str, str], PlateColumns] = {}
    for index, label in enumerate(labels):
        for kind, patterns in _PATTERNS:
            match = _match(label[:_LONGEST_LABEL].strip(), patterns)
            if match is None:
                continue
            key = (match.group("before").strip("_ .:").lower(), match.group("after").strip("_ .").lower())
            plate = found.setdefault(key, PlateColumns(""))
            getattr(plate, kind).setdefault("xyz".index(match.group("axis").lower()), index)
            break
    complete = [plate for plate in found.values() if len(plate.force) == 3 and len(plate.point) == 3]
    for number, plate in enumerate(complete, start=1):
        plate.name = f"plate {number}"
    return tuple(complete)


def _match(label: str, patterns: tuple[re.Pattern[str], ...]) -> re.Match[str] | None:
    found = (pattern.fullmatch(label) for pattern in patterns)
    return next((match for match in found if match), None)
