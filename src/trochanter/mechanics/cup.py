"""The hip socket as a round cup: where the contact force points in it, and what each muscle's pull does to the head.

The cup's axis points out of the socket, in the pelvis's frame (x forward, y up, z to the person's right). With the
inclination I of the opening seen from the front and its anteversion A seen from above it is the direction of
(tan I tan A, -1, tan I) on the right, mirrored on the left. The rim lies I + CE from the axis, CE the centre-edge
angle. Angles are means over people (``anatomy/data/cup.csv``); the model's own pelvis frame stands for the pictures'.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.rows import rows
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side


@dataclass(frozen=True, slots=True)
class Cup:
    """A stated cup: inclination_rad, anteversion_rad of its opening; rim_rad: from its axis to the rim; radius_m."""

    inclination_rad: float
    anteversion_rad: float
    rim_rad: float
    radius_m: float

    def __post_init__(self) -> None:
        for name in ("inclination_rad", "anteversion_rad", "rim_rad"):
            value = getattr(self, name)
            if not 0.0 <= value < 0.5 * np.pi:
                raise BadSetting(f"{name} of the cup", value, "0 to less than a right angle")
        if not 0.005 <= self.radius_m <= 0.05:
            raise BadSetting("radius of the cup", self.radius_m, "0.005 to 0.05 m")

    def axis(self, side: Side) -> Floats:
        """Unit vector (3,) out of the socket in the pelvis's frame."""
        incline = np.tan(self.inclination_rad)
        lateral = incline if side is Side.RIGHT else -incline
        outward = np.array([incline * np.tan(self.anteversion_rad), -1.0, lateral])
        return np.asarray(outward / np.linalg.norm(outward))


def standard_cup() -> Cup:
    """The cup of the table: means of healthy adults."""
    value = {row["quantity"]: float(row["value"]) for row in rows("cup")}
    inclination, edge = np.deg2rad(value["inclination"]), np.deg2rad(value["centre_edge_angle"])
    return Cup(
        inclination_rad=float(inclination),
        anteversion_rad=float(np.deg2rad(value["anteversion"])),
        rim_rad=float(inclination + edge),
        radius_m=value["head_radius"] / 1000.0,
    )


@dataclass(frozen=True, slots=True)
class InCup:
    """Contact force of one hip in its cup at n instants.

    angle_rad (n,): from the cup's axis to the point that is pressed; rim_m (n,): from that point to the nearest rim
    along the surface, negative outside; size_N (n,).
    """

    angle_rad: Floats
    rim_m: Floats
    size_N: Floats


def in_cup(cup: Cup, axis: Floats, contact_N: Floats) -> InCup:
    """Where the contact force presses.

    axis (3,): of the cup, out of the socket; contact_N (n, 3): on the femur, both in one frame. The force on the femur
    points from the pressed point of the socket through the centre of the head, so that the angle between force and axis
    is the one between that point and the bottom of the cup.
    """
    size = np.linalg.norm(contact_N, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        angle = np.arccos(np.clip(contact_N @ axis / size, -1.0, 1.0))
    return InCup(angle, (cup.rim_rad - angle) * cup.radius_m, size)


@dataclass(frozen=True, slots=True)
class Centring:
    """What each newton of a muscle's pull does to the head, (n, m) each, of its pull across the hip.

    centring: share that presses the head along the cup's axis into the socket (negative: pulls it out); shear: share
    across the axis, never negative; shear_up, shear_forward: its parts along the pelvis's y and x.
    """

    centring: Floats
    shear: Floats
    shear_up: Floats
    shear_forward: Floats


def centring(axis: Floats, pull: Floats) -> Centring:
    """Centring and shear of unit pulls.

    axis (3,): of the cup, out of the socket; pull (n, m, 3): force on everything beyond the hip a newton of tension, in
    the pelvis's frame. 1 where the pull goes straight into the socket. NaN where a muscle does not cross the hip.
    """
    size = np.linalg.norm(pull, axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = pull / np.where(size > 0.0, size, np.nan)[..., None]
    inward = -(unit @ axis)
    across = unit + inward[..., None] * axis
    return Centring(inward, np.linalg.norm(across, axis=2), across[..., 1], across[..., 0])
