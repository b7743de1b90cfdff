"""Why forces and motion may disagree: the likeliest cause, in words, with what would mend it.

The causes are tried from the most to the least certain: plates that give no points, a clock that runs late, plates
whose places are exchanged, axes with another origin, feet that overhang the plates, walking with both feet on one
plate; else they are the forces of another trial.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from trochanter.capture.trial import Plates
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES
from trochanter.kinematics.foot_points import VERTICAL
from trochanter.kinematics.force_lag import ALIKE, ForceLag
from trochanter.kinematics.plate_contacts import BETWEEN, EDGE, MIXED, STRANGE, UNSEEN, Feet, PlateContact

LATE_S = 0.03
_SHIFTED_M, _ALIKE_M, _UNDER_M = 0.2, 0.15, 0.05
_FIRM_N = 100.0
_LOW_M = 0.05
_STANDS, _BOTH = 0.6, 0.1


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to judge."""

    plates: Plates
    contacts: tuple[PlateContact, ...]
    feet: Feet
    lag: ForceLag

    @property
    def bad(self) -> tuple[PlateContact, ...]:
        """Contacts that disagree."""
        return tuple(c for c in self.contacts if c.problem in STRANGE)

    def name(self, plate: int) -> str:
        """A plate's name, quoted."""
        return f"'{self.plates.loads[plate].name}'"


@dataclass(frozen=True, slots=True)
class Cause:
    """What is wrong, and what to do."""

    what: str
    next_step: str


def likeliest_cause(case: Case) -> Cause:
    """The first cause that fits."""
    for cause in (_pointless, _late, _exchanged, _shifted, _overhanging, _both_feet):
        found = cause(case)
        if found is not None:
            return found
    if case.lag.likeness >= ALIKE:
        step = "check that the force record is whole and all plates are in it, or give the forces of this very trial"
        return Cause("the forces fit this motion only in part", step)
    likeness = f" (likeness of force and motion {case.lag.likeness:.2f}, at least {ALIKE:g} is usual)"
    told = likeness if np.isfinite(case.lag.likeness) else ""
    return Cause(f"the forces do not belong to this motion{told}", "give the forces of this very trial")


def _pointless(case: Case) -> Cause | None:
    if not case.contacts or any(c.problem != UNSEEN for c in case.contacts):
        return None
    return Cause("the plates give no centre of pressure", "export centre of pressure or moments of the plates too")


def _late(case: Case) -> Cause | None:
    lag_s = case.lag.lag_s
    if not abs(lag_s) > LATE_S:
        return None
    word = "behind" if lag_s > 0.0 else "ahead of"
    return Cause(
        f"the forces run {abs(1000.0 * lag_s):.0f} ms {word} the markers",
        f"correct the clock by --lag-s {lag_s:.3f} (lag_s in Python), or export both on one clock",
    )


def _exchanged(case: Case) -> Cause | None:
    ways = _ways_to_feet(case)
    for a, b in combinations(sorted(ways), 2):
        far = float(np.linalg.norm(ways[a]))
        if far > _SHIFTED_M and np.linalg.norm(ways[a] + ways[b]) < 0.5 * far:
            both = f"{case.name(a)} and {case.name(b)}"
            text = f"{both} are exchanged: each centre of pressure lies {far:.2f} m off, where the other should be"
            return Cause(text, f"exchange the corners (or the points) of {both}")
    return None


def _shifted(case: Case) -> Cause | None:
    ways = list(_ways_to_feet(case).values())
    if not ways:
        return None
    middle = np.median(ways, axis=0)
    alike = all(np.linalg.norm(way - middle) < _ALIKE_M for way in ways)
    if not alike or np.linalg.norm(middle) < _SHIFTED_M:
        return None
    return Cause(
        f"the centres of pressure lie {-middle[0]:+.2f} m (x) and {-middle[1]:+.2f} m (z) from where the feet stand",
        "give forces and markers in the same axes with the same origin",
    )


def _overhanging(case: Case) -> Cause | None:
    if case.bad or not any(c.problem == EDGE for c in case.contacts):
        return None
    text = "the feet stand partly beside the plates, which feel only a part of the force"
    return Cause(text, "give a trial in which whole feet stand on the plates")


def _both_feet(case: Case) -> Cause | None:
    mixed = [c for c in case.bad if _between(c) and _both_down(case, c)]
    if not mixed or len(mixed) < 0.5 * len(case.bad):
        return None
    which = ", ".join(sorted({case.name(c.plate) for c in mixed}))
    return Cause(
        f"both feet stand on {which} at once, and their forces cannot be told apart",
        "walking on one belt cannot be split: give a force for each foot, or a plate for each step",
    )


def _between(found: PlateContact) -> bool:
    return found.problem == BETWEEN or (found.problem == MIXED and found.beside_m < _UNDER_M)


def _both_down(case: Case, found: PlateContact) -> bool:
    """Whether both feet stand for a part of a contact; feet that never swing stand where they are low."""
    down = [foot.down if foot.stands else foot.height_m < _LOW_M for foot in case.feet.values()]
    return bool(np.mean(down[0][found.samples] & down[1][found.samples]) > _BOTH)


def _ways_to_feet(case: Case) -> Mapping[int, Floats]:
    """By plate, the median way (x, z) from its centre of pressure to the one foot that stands, where contacts agree."""
    ways: dict[int, list[Floats]] = {}
    for one in case.contacts:
        down = {side: case.feet[side].down[one.samples] for side in SIDES}
        side = max(SIDES, key=lambda s: float(np.mean(down[s])))
        if np.mean(down[side]) < _STANDS:
            continue
        load = case.plates.loads[one.plate]
        firm = (load.force_N[one.samples, VERTICAL] > _FIRM_N) & down[side] & ~down[side.other]
        way = (case.feet[side].middle_m[one.samples] - load.point_m[one.samples])[firm, ::2]
        way = way[np.isfinite(way).all(axis=1)]
        if len(way):
            ways.setdefault(one.plate, []).append(np.median(way, axis=0))
    spread = {plate: float(np.max(np.ptp(each, axis=0))) for plate, each in ways.items()}
    return {plate: np.median(each, axis=0) for plate, each in ways.items() if spread[plate] < 2.0 * _ALIKE_M}
