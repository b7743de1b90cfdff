"""A movement of the hip model in frames: where bones and lines stand at each, for playing."""

from collections.abc import Mapping, Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.atlas import hip_coordinates, hip_lines, narrowed
from trochanter.mechanics.geometry import geometry
from trochanter.mechanics.hip_leg import hip, laid_out
from trochanter.web.hip.posture import thick_mm
from trochanter.web.hip.scene import BONES, scenes
from trochanter.web.hip.shapes import Frames, SideWord

POINTS = 12
TENTH_MM = 1e-4
WORDS: Mapping[Side, SideWord] = {Side.RIGHT: "right", Side.LEFT: "left"}


def frames_of(
    q: Floats,
    sides: Sequence[Side] = SIDES,
    *,
    force_N: Mapping[str, Floats] | None = None,
    own_percent: Mapping[Side, Floats] | None = None,
) -> Frames:
    """Frames of the hip model at coordinates q (n, n_q); force_N: of lines by name (n,), for colour."""
    whole = laid_out(0)
    chosen = [m for side in sides for m in hip_lines(whole, side)]
    engine = narrowed(whole, chosen)
    names = [engine.body.muscles.names[m] for m in chosen]
    shape = geometry(engine, q)
    arms = [np.nan_to_num(shape.arm_about(hip_coordinates(engine.body, side)[2])) for side in sides]
    neutral, thick = zip(*(_of_line(name) for name in names), strict=True)
    found = scenes(engine, q)
    paths = np.array([[scene.spread(k, POINTS) for k in range(len(names))] for scene in found])
    forces = np.array([np.zeros(len(q)) if force_N is None else force_N[name] for name in names]).T
    return Frames(
        count=len(q),
        points=POINTS,
        lines=names,
        thick_mm=list(thick),
        sides=[WORDS[side] for side in sides],
        bones={
            f"{bone} {'middle' if bone == 'pelvis' else WORDS[side]}": [scene.bones(side)[bone] for scene in found]
            for side in sides
            for bone in BONES
        },
        paths=np.rint(paths / TENTH_MM).astype(int).ravel().tolist(),
        rotation_mm=np.rint(1e3 * np.sum(arms, axis=0)).astype(int).tolist(),
        longer_percent=np.rint(100.0 * (shape.length_m / np.array(neutral) - 1.0)).astype(int).tolist(),
        force_N=np.rint(forces).astype(int).tolist(),
        own_percent=_percent(sides, own_percent, len(q)),
    )


def _of_line(name: str) -> tuple[float, float]:
    """Neutral length and thickness of a line."""
    own = hip(Side(name[-1]))
    m = own.lines.index(name)
    return float(own.neutral_m[m]), thick_mm(own, m)


def _percent(sides: Sequence[Side], given: Mapping[Side, Floats] | None, count: int) -> dict[str, list[float]]:
    usual = np.linspace(0.0, 100.0, count)
    return {WORDS[side]: np.round(usual if given is None else given[side], 1).tolist() for side in sides}
