"""A small body for tests: pelvis and two legs, with a locked, a coupled and a prescribed coordinate; and its tables."""

from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Actuators, Body, Coordinates, Joints, Markers, Muscles, Paths, Segments, Wraps
from trochanter.anatomy.functions import FunctionTable
from trochanter.capture.trial import ExternalForce, Forces, Table, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import Side

Z, X, Y = (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
THIGH_M, SHANK_M, FOOT_M = 0.42, 0.43, 0.2
PELVIS = ("pelvis_tilt", "pelvis_list", "pelvis_rotation", "pelvis_tx", "pelvis_ty", "pelvis_tz")
HIP = ("flexion", "adduction", "rotation")
KNEE_TO_PATELLA = (0.1, 0.5, -0.2)

_JOINTS: list[tuple[str, str, str, tuple[float, float, float], tuple[str, ...]]]
_JOINTS = [("ground_pelvis", "ground", "pelvis", (0.0, 0.0, 0.0), PELVIS)]
for _side, _z in (("r", 0.08), ("l", -0.08)):
    _JOINTS += [
        (f"hip_{_side}", "pelvis", f"femur_{_side}", (0.0, -0.07, _z), tuple(f"hip_{k}_{_side}" for k in HIP)),
        (f"knee_{_side}", f"femur_{_side}", f"tibia_{_side}", (0.0, -THIGH_M, 0.0), (f"knee_angle_{_side}",)),
        (f"patella_{_side}", f"femur_{_side}", f"patella_{_side}", (0.04, -THIGH_M, 0.0), (f"patella_angle_{_side}",)),
        (f"ankle_{_side}", f"tibia_{_side}", f"calcn_{_side}", (0.0, -SHANK_M, 0.0), (f"ankle_angle_{_side}",)),
        (f"mtp_{_side}", f"calcn_{_side}", f"toes_{_side}", (FOOT_M, 0.0, 0.0), (f"mtp_angle_{_side}",)),
    ]  # fmt: skip


def made_body(
    *, locked: tuple[str, ...] = ("mtp_angle_r", "mtp_angle_l"), prescribed: dict[str, tuple[float, ...]] | None = None
) -> Body:
    """The body; ``prescribed``: coordinate -> ascending polynomial of time."""
    table = FunctionTable()
    identity, zero, patella = table.polynomial([0.0, 1.0]), table.polynomial([0.0]), table.polynomial(KNEE_TO_PATELLA)
    given = {name: table.polynomial(c) for name, c in (prescribed or {}).items()}
    names = ("ground", *(child for _, _, child, _, _ in _JOINTS))
    n, m = len(_JOINTS), len(names)
    axis, coordinate = np.tile(np.array([Z, X, Y, X, Y, Z]), (n, 1, 1)), np.full((n, 6), -1)
    q_names: list[str] = []
    owner: list[int] = []
    for j, (*_, own) in enumerate(_JOINTS):
        for k, name in enumerate(own):
            coordinate[j, k] = len(q_names)
            q_names.append(name)
            owner.append(j)
    is_patella = np.array([name.startswith("patella") for name in q_names])
    knees = [q_names.index(name.replace("patella", "knee")) if name.startswith("patella") else -1 for name in q_names]
    turns = np.array([name not in PELVIS[3:] for name in q_names])
    coordinates = Coordinates(
        names=tuple(q_names),
        joint=frozen(owner, np.int64),
        is_rotation=frozen(turns, bool),
        default=frozen([0.95 if name == "pelvis_ty" else 0.0 for name in q_names]),
        lower=frozen(np.where(turns, -2.1, -5.0)),
        upper=frozen(np.where(turns, 2.1, 5.0)),
        locked=frozen([name in locked for name in q_names], bool),
        clamped=frozen(np.ones(len(q_names)), bool),
        coupled_to=frozen(knees, np.int64),
        coupler_function=frozen(np.where(is_patella, patella, -1), np.int64),
        prescribed_function=frozen([given.get(name, -1) for name in q_names], np.int64),
    )
    eye = np.tile(np.eye(3), (n, 1, 1))
    joints = Joints(
        names=tuple(name for name, *_ in _JOINTS),
        parent=frozen([names.index(parent) for _, parent, *_ in _JOINTS], np.int64),
        child=frozen(range(1, m), np.int64),
        parent_rotation=frozen(eye),
        parent_point_m=frozen([point for *_, point, _ in _JOINTS]),
        child_rotation=frozen(eye),
        child_point_m=frozen(np.zeros((n, 3))),
        axis=frozen(axis),
        axis_function=frozen(np.where(coordinate >= 0, identity, zero), np.int64),
        axis_coordinate=frozen(coordinate, np.int64),
    )
    mass = np.array([0.0] + [10.0] + [8.0, 3.0, 0.1, 1.0, 0.2] * 2)
    segments = Segments(names, frozen(mass), frozen(np.zeros((m, 3))), frozen(np.tile(0.1 * np.eye(3), (m, 1, 1))))
    return Body(
        "made", segments, joints, coordinates, table.freeze(), *_empty(), frozen([0.0, -9.81, 0.0]), source="made.osim"
    )


def _empty() -> tuple[Wraps, Paths, Muscles, Actuators, Markers]:
    none, one, three = frozen([]), frozen([], np.int64), frozen([], shape=(0, 3))
    zero, whole = frozen([0], np.int64), frozen([], np.int64, (0, 3))
    return (
        Wraps((), one, one, frozen([], shape=(0, 3, 3)), three, none, none, one, none),
        Paths((), zero, one, one, three, one, none, none, whole, whole, zero, one, one, one),
        Muscles((), none, none, none, none, none, none, one, ()),
        Actuators((), one, none, none, none),
        Markers((), one, three),
    )  # fmt: skip


def gait_angles(time_s: Floats, names: tuple[str, ...], stride_s: float = 0.8) -> Floats:
    """Smooth made-up angles of something like running, radians and metres, (n, len(names))."""
    phase = 2.0 * np.pi * time_s / stride_s
    columns = []
    for k, name in enumerate(names):
        shift = np.pi if name.endswith("_r") else 0.0  # so that the feet are down while made_forces act on them
        if name == "pelvis_tx":
            columns.append(2.0 * time_s)
        elif name == "pelvis_ty":
            columns.append(0.95 + 0.04 * np.sin(2.0 * phase))
        elif name.startswith(("hip_flexion", "knee")):
            columns.append(0.3 + 0.5 * np.sin(phase + shift))
        else:
            columns.append(0.1 * np.sin(phase + shift + 0.3 * k))
    return np.column_stack(columns)


def made_table(
    body: Body, *, rate_hz: float = 200.0, duration_s: float = 2.0, in_degrees: bool = True, skip: tuple[str, ...] = ()
) -> Table:
    """A table of made-up angles with a column for every independent coordinate but ``skip`` and the locked ones."""
    time = np.arange(round(duration_s * rate_hz)) / rate_hz
    q = body.coordinates
    names = tuple(n for i, n in enumerate(q.names) if q.coupled_to[i] < 0 and not q.locked[i] and n not in skip)
    values = gait_angles(time, names)
    if in_degrees:
        turns = np.array([q.is_rotation[q.names.index(name)] for name in names])
        values[:, turns] = np.degrees(values[:, turns])
    return Table("made", frozen(time), names, frozen(values), in_degrees, source="made.mot")


def with_column(table: Table, name: str, values: Floats) -> Table:
    """The table with one column put in or replaced."""
    if name in table.columns:
        changed = np.array(table.values)
        changed[:, table.columns.index(name)] = values
        return replace(table, values=frozen(changed))
    return replace(table, columns=(*table.columns, name), values=frozen(np.column_stack([table.values, values])))


def made_forces(
    *,
    rate_hz: float = 1000.0,
    duration_s: float = 2.0,
    stride_s: float = 0.8,
    stance_s: float = 0.25,
    phase_s: float = 0.1,
) -> Forces:
    """Half-sine vertical forces of both feet, the right foot's first contact at ``phase_s``, points moving forwards."""
    time = np.arange(round(duration_s * rate_hz)) / rate_hz
    loads = []
    for side, shift in ((Side.RIGHT, 0.0), (Side.LEFT, 0.5 * stride_s)):
        since = np.mod(time - phase_s - shift, stride_s)
        on = since < stance_s
        vertical = np.where(on, 1500.0 * np.sin(np.pi * since / stance_s), 0.0)
        force = np.column_stack([0.1 * vertical, vertical, 0.02 * vertical])
        point = np.column_stack(
            [2.0 * time, np.zeros_like(time), np.full_like(time, 0.1 if side is Side.RIGHT else -0.1)]
        )
        moment = np.column_stack([np.zeros_like(time), 0.005 * vertical, np.zeros_like(time)])
        point[vertical <= 20.0] = np.nan
        loads.append(ExternalForce(f"{side.word}", f"calcn_{side}", frozen(force), frozen(point), frozen(moment)))
    return Forces(frozen(time), tuple(loads), source="made_forces.mot")


def made_trial(body: Body, **options: float) -> Trial:
    """Angles and forces together."""
    return Trial("made", made_table(body), made_forces(**options))
