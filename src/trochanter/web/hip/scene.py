"""Where bones and lines stand in the picture: forward, up, to the right, from the middle between the hip centres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.tree import tree_poses
from trochanter.mechanics.geometry import Engine
from trochanter.mechanics.path_lines import Pencil, spread_points
from trochanter.mechanics.paths import Plan

BONES = ("pelvis", "femur", "tibia", "patella")


@dataclass(frozen=True, slots=True)
class Scene:
    """A body in a posture q (n_q,): rotation (n_s, 3, 3) and origin (n_s, 3) of its segments, middle_m of its hips."""

    engine: Engine
    pencil: Pencil
    q: Floats
    rotation: Floats
    origin: Floats
    middle_m: Floats

    def bones(self, side: Side) -> dict[str, list[float]]:
        """The bones of one leg as 4 x 4 matrices, row by row."""
        return {bone: self._matrix(bone if bone == "pelvis" else f"{bone}_{side}") for bone in BONES}

    def _matrix(self, segment: str) -> list[float]:
        s = self.engine.body.segment(segment)
        matrix = np.eye(4)
        matrix[:3, :3], matrix[:3, 3] = self.rotation[s], self.origin[s] - self.middle_m
        return [round(float(value), 5) + 0.0 for value in matrix.ravel()]

    def place(self, segment: str, side: Side, place_m: tuple[float, float, float]) -> list[float]:
        """A place of a segment, told for the right side."""
        x, y, z = place_m
        own = np.array([x, y, z if side is Side.RIGHT else -z])
        s = self.engine.body.segment(segment if segment == "pelvis" else f"{segment}_{side}")
        found: list[float] = np.round(self.rotation[s] @ own + self.origin[s] - self.middle_m, 4).tolist()
        return found

    def line(self, muscle: int) -> Floats:
        """Points (n, 3) along a line of the engine."""
        return self.pencil.line(muscle, self.q) - self.middle_m

    def spread(self, muscle: int, points: int) -> Floats:
        """The same as exactly so many points."""
        return spread_points(self.line(muscle), points)


def scenes(engine: Engine, q: Floats, singles: Sequence[Plan] | None = None) -> list[Scene]:
    """The scenes of postures q (n, n_q), for one thread; singles: the plan of each muscle alone, if at hand."""
    rotation, origin = tree_poses(engine.tree, q)
    body = engine.body
    middles = 0.5 * sum(_hip(body, side, rotation, origin) for side in Side)
    pencil = Pencil(engine, singles)
    return [Scene(engine, pencil, *each) for each in zip(q, rotation, origin, np.asarray(middles), strict=True)]


def _hip(body: Body, side: Side, rotation: Floats, origin: Floats) -> Floats:
    """A hip centre (n, 3) in the ground."""
    joint = int(body.coordinates.joint[body.coordinate(f"hip_rotation_{side}")])
    pelvis = int(body.joints.parent[joint])
    return np.asarray(origin[:, pelvis] + rotation[:, pelvis] @ body.joints.parent_point_m[joint])
