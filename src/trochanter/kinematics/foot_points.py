"""Where both feet are at a force record's own instants, and how far a point of the ground lies from them.

A foot is taken as the line from the heel (origin of calcn) to the tip of the toes, which lies beyond the ball (origin
of toes) by TOE_SHARE of the distance between the two; the sole reaches HALF_WIDTH_M to either side and behind. Both
are this project's choice for shoes of adults: half of a sole that is 0.1 m wide, toes of 0.07 m for 0.18 m.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import MissingInput
from trochanter.core.sides import Side
from trochanter.kinematics.contacts import Contact
from trochanter.kinematics.foot_contacts import FootPath, foot_contacts, foot_paths

TOE_SHARE = 0.4
HALF_WIDTH_M = 0.05
VERTICAL = 1
UP = (0.0, 1.0, 0.0)
_FLOOR_PERCENT = 2.0


@dataclass(frozen=True, slots=True)
class Foot:
    """One foot at the n instants of a force record: heel_m, tip_m (n, 3) in ground, NaN where the motion is not.

    height_m (n,): of its lower end above the floor, which is where it stands; stands: its contacts by its own motion;
    down (n,): whether it is in one of them.
    """

    side: Side
    segment: str
    heel_m: Floats
    tip_m: Floats
    height_m: Floats
    stands: tuple[Contact, ...]
    down: Flags

    @property
    def middle_m(self) -> Floats:
        """Middle (n, 3) between heel and tip."""
        middle: Floats = 0.5 * (self.heel_m + self.tip_m)
        return middle

    def apart_m(self, point_m: Floats, span: slice = slice(None)) -> Floats:
        """Horizontal distance of points (k, 3) from the line between heel and tip over k samples ``span``."""
        return apart_m(self.heel_m[span], self.tip_m[span], point_m)


def apart_m(heel_m: Floats, tip_m: Floats, point_m: Floats) -> Floats:
    """Horizontal distance (n,) of points (n, 3) from the lines between heel_m and tip_m (n, 3); NaN stays NaN."""
    heel, along, away = heel_m[:, ::2], (tip_m - heel_m)[:, ::2], (point_m - heel_m)[:, ::2]
    length = np.maximum(np.einsum("ni,ni->n", along, along), 1e-12)
    share = np.clip(np.einsum("ni,ni->n", along, away) / length, 0.0, 1.0)
    apart: Floats = np.linalg.norm(point_m[:, ::2] - heel - share[:, None] * along, axis=1)
    return apart


def tip_of(foot: FootPath) -> Floats:
    """Path (n, 3) of the tip of the toes."""
    tip: Floats = foot.ball_m + TOE_SHARE * (foot.ball_m - foot.heel_m)
    return tip


def feet_at(body: Body, time_s: Floats, q: Floats, wanted_s: Floats) -> Mapping[Side, Foot]:
    """Both feet at instants wanted_s (m,), between the motion's q (n, n_q) at time_s (n,) by straight lines.

    Straight lines miss a swinging foot by less than 1 mm from 100 Hz on. Raises MissingInput for a body without feet.
    """
    paths = foot_paths(body, q)
    if len(paths) < len(Side):
        raise MissingInput(
            "the body has no feet to which the plates' forces could be given",
            where=body.source or body.name,
            valid="a body with the segments calcn_r, toes_r, calcn_l and toes_l",
            next_step="give a force for each foot (external loads that name the segments)",
        )
    return {side: _foot(side, path, time_s, wanted_s) for side, path in paths.items()}


def _foot(side: Side, path: FootPath, time_s: Floats, wanted_s: Floats) -> Foot:
    stands = foot_contacts(time_s, path, np.array(UP))
    lower = np.minimum(path.heel_m[:, VERTICAL], path.ball_m[:, VERTICAL])
    height = lower - np.percentile(lower, _FLOOR_PERCENT)
    return Foot(
        side,
        f"calcn_{side}",
        between(time_s, path.heel_m, wanted_s),
        between(time_s, tip_of(path), wanted_s),
        between(time_s, height[:, None], wanted_s)[:, 0],
        stands,
        within(stands, wanted_s) & (wanted_s >= time_s[0]) & (wanted_s <= time_s[-1]),
    )


def between(time_s: Floats, values: Floats, wanted_s: Floats) -> Floats:
    """Columns (n, k) at wanted_s (m,) by straight lines, NaN outside time_s (n,)."""
    columns = [np.interp(wanted_s, time_s, column, left=np.nan, right=np.nan) for column in values.T]
    return np.column_stack(columns)


def within(spans: tuple[Contact, ...], time_s: Floats) -> Flags:
    """Instants (n,) inside any of the contacts; an unknown end lies beyond the record."""
    inside = np.zeros(len(time_s), dtype=bool)
    for span in spans:
        first, after = samples_of(span, time_s)
        inside[first:after] = True
    return inside


def samples_of(contact: Contact, time_s: Floats) -> tuple[int, int]:
    """Half-open range of samples of a contact; an unknown end lies beyond the record."""
    first = 0 if np.isnan(contact.start_s) else int(np.searchsorted(time_s, contact.start_s))
    after = len(time_s) if np.isnan(contact.end_s) else int(np.searchsorted(time_s, contact.end_s))
    return first, after
