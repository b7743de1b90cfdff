"""The mean ground force against the person's weight.

Over a time T the mean vertical force is m (g + dv/T), dv the vertical speed that the mass centre gains from the first
to the last instant. Over whole strides dv is about zero; where plates hold single steps only, it is taken into account.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trochanter.core.arrays import Flags, Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.kinematics.foot_points import VERTICAL
from trochanter.kinematics.instants import stretches
from trochanter.kinematics.plate_contacts import PlateContact

LEAST_S = 0.4
_SPEED_S = 0.02


@dataclass(frozen=True, slots=True)
class MeanForce:
    """Mean vertical force over the weight that the motion asks for (1: as expected), seconds and whole strides of it.

    mass_kg: of the person; implied_kg: whose mass would explain the force.
    """

    share: float
    duration_s: float
    strides: int
    mass_kg: float
    implied_kg: float


def mean_force(
    time_s: Floats, force_N: Floats, known: Flags, contacts: Sequence[PlateContact], centre_m: Floats, mass_kg: float
) -> MeanForce | None:
    """Mean of the whole force (n, 3) where it is known (n,), over whole strides if there are any; None if too short."""
    spans = [(a, b) for a, b in stretches(known) if time_s[b - 1] - time_s[a] >= LEAST_S]
    if not spans:
        return None
    reach = max(1, round(_SPEED_S / float(time_s[1] - time_s[0])))
    first, after = max(spans, key=lambda span: span[1] - span[0])
    first, after = first + reach, after - reach
    first, after, strides = _whole_strides(contacts, first, after)
    lasts = float(time_s[after - 1] - time_s[first])
    before, later = (_speed(time_s, centre_m[:, VERTICAL], at, reach) for at in (first, after - 1))
    asked = GRAVITY_M_S2 + (later - before) / lasts
    mean = float(force_N[first:after, VERTICAL].mean())
    return MeanForce(mean / (mass_kg * asked), lasts, strides, mass_kg, mean / asked)


def _whole_strides(contacts: Sequence[PlateContact], first: int, after: int) -> tuple[int, int, int]:
    """The longest range from one onset of a foot to a later one of the same within [first, after); itself if none."""
    best = (first, after, 0)
    for side in {c.side for c in contacts if c.side}:
        onsets = sorted(c.first for c in contacts if c.side is side and c.contact.start_s == c.contact.start_s)
        inside = [k for k in onsets if first <= k < after]
        if len(inside) > best[2] + 1:
            best = (inside[0], inside[-1], len(inside) - 1)
    return best


def _speed(time_s: Floats, height_m: Floats, at: int, reach: int) -> float:
    return float((height_m[at + reach] - height_m[at - reach]) / (time_s[at + reach] - time_s[at - reach]))
