"""What the checks of physiology ask the project for: arms and lengths of the hip model, forces of the demo trial."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.muscle_names import describe
from trochanter.core.arrays import Flags, Floats
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, DEMO_MASS_KG, demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.geometry import Engine, Geometry, geometry, make_engine

Posture = tuple[float, float, float]  # flexion, adduction, internal rotation in degrees
MM = 1000.0
AXES = ("flexion", "adduction", "rotation")
QUARTERS_DEG = (0.0, 30.0, 60.0, 90.0)
NEUTRAL = (0.0, 0.0, 0.0)
COMPARTMENTS = (
    "gluteus_maximus",
    "gluteus_medius",
    "gluteus_minimus",
    "iliacus",
    "psoas",
    "piriformis",
    "quadratus_femoris",
    "obturator_internus",
    "obturator_externus",
)


_OTHER: ContextVar[Engine | None] = ContextVar("the engine of a changed hip model", default=None)


@cache
def _nominal() -> Engine:
    return make_engine(hip_model())


def _engine() -> Engine:
    return _OTHER.get() or _nominal()


@contextmanager
def under(body: Body) -> Iterator[None]:
    """Within it, arms and lengths are those of a changed hip model; the running trial stays as it is."""
    token = _OTHER.set(make_engine(body))
    try:
        yield
    finally:
        _OTHER.reset(token)


def _shape(postures_deg: tuple[Posture, ...]) -> Geometry:
    body = _engine().body
    q = np.tile(body.coordinates.default, (len(postures_deg), 1))
    for k, axis in enumerate(AXES):
        q[:, body.coordinate(f"hip_{axis}_r")] = np.radians([posture[k] for posture in postures_deg])
    return geometry(_engine(), q)


def lines_of(*muscles: str) -> tuple[str, ...]:
    """Right lines of the hip model that belong to these muscles, by their anatomical key."""
    found = tuple(n for n in hip_model().muscles.names if n.endswith("_r") and describe(n).muscle in muscles)
    if not found:
        raise ValueError(f"the hip model has no line of {muscles}")
    return found


def arms_at_mm(axis: str, lines: Sequence[str], postures_deg: Sequence[Posture]) -> Floats:
    """Moment arms (postures, lines) about one axis of the right hip: flexion, adduction, internal rotation positive."""
    body = _engine().body
    arms = MM * _shape(tuple(postures_deg)).arm_about(body.coordinate(f"hip_{axis}_r"))
    found: Floats = arms[:, [body.muscle(line) for line in lines]]
    return found


def arms_mm(axis: str, lines: Sequence[str], flexion_deg: Sequence[float]) -> Floats:
    """Moment arms (flexions, lines) about one axis of the right hip, adduction and rotation at 0."""
    return arms_at_mm(axis, lines, [(float(angle), 0.0, 0.0) for angle in flexion_deg])


def lengths_mm(lines: Sequence[str], postures_deg: Sequence[Posture]) -> Floats:
    """Path lengths (postures, lines) at flexion, adduction, rotation of the right hip, the knee straight."""
    found: Floats = MM * _shape(tuple(postures_deg)).length_m[:, [_engine().body.muscle(line) for line in lines]]
    return found


def inward_capacity_Nm(flexion_deg: Sequence[float]) -> Floats:
    """Sum over all right lines of maximum force times inward arm, (flexions,)."""
    lines = [name for name in hip_model().muscles.names if name.endswith("_r")]
    return _capacity_Nm(lines, flexion_deg, direction=1.0)


def outward_capacity_Nm(muscles: Sequence[str], flexion_deg: Sequence[float]) -> Floats:
    """Sum over the lines of these muscles of maximum force times outward arm, (flexions,)."""
    return _capacity_Nm(lines_of(*muscles), flexion_deg, direction=-1.0)


def _capacity_Nm(lines: Sequence[str], flexion_deg: Sequence[float], *, direction: float) -> Floats:
    muscles = _engine().body.muscles
    forces = dict(zip(muscles.names, muscles.max_isometric_force_N, strict=True))
    arms_m = np.nan_to_num(arms_mm("rotation", lines, flexion_deg)) / MM
    capacity: Floats = np.clip(direction * arms_m, 0.0, None) @ np.array([forces[line] for line in lines])
    return capacity


def lengthening_mm(muscle: str, start_deg: Posture, end_deg: Posture) -> float:
    """By how much a muscle is longer at the end than at the start, mean of its lines; negative where shorter."""
    lengths = lengths_mm(lines_of(muscle), [start_deg, end_deg])
    return float((lengths[1] - lengths[0]).mean())


@cache
def running() -> MuscleAccount:
    """The packaged running trial, nominal set, default settings without bands."""
    trial, body = demo_trial()
    return explain(solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ), body, Settings(slacks=(), sets=()))


def _peaks(muscle: str, values: Floats, spans: Mapping[tuple[str, float], Flags], *, summed: bool) -> Floats:
    """Peaks of one muscle, one a span of either side; its lines summed, or their mean."""
    account, peaks = running(), []
    for stride, frames in spans.items():
        chosen = [k for k, info in enumerate(account.muscles) if info.muscle == muscle and info.side == stride[0]]
        joined = values[frames][:, chosen]
        peaks.append((joined.sum(axis=1) if summed else joined.mean(axis=1)).max())
    return np.array(peaks)


def stance_force_N_kg(muscle: str) -> float:
    """Mean over strides of the peak force in stance over body mass, as published curves are averaged."""
    account = running()
    return float(_peaks(muscle, account.force_N, _stances(account.motion), summed=True).mean()) / DEMO_MASS_KG


def swing_force_N_kg(muscle: str, first: float, last: float) -> float:
    """Mean over strides of the peak force over body mass between two shares of swing, 0 its beginning, 1 its end."""
    account = running()
    return (
        float(_peaks(muscle, account.force_N, _swings(account.motion, first, last), summed=True).mean()) / DEMO_MASS_KG
    )


def stance_activation(muscle: str) -> float:
    """Mean over strides of the peak activation in stance."""
    account = running()
    return float(_peaks(muscle, account.activation, _stances(account.motion), summed=False).mean())


def _stances(motion: Motion) -> Mapping[tuple[str, float], Flags]:
    return {
        (stride.side, stride.contact_s): (motion.time_s >= stride.contact_s) & (motion.time_s < stride.toe_off_s)
        for stride in motion.strides
        if stride.usable and stride.complete
    }


def _swings(motion: Motion, first: float, last: float) -> Mapping[tuple[str, float], Flags]:
    spans: dict[tuple[str, float], Flags] = {}
    for stride in motion.strides:
        if stride.usable and stride.complete:
            share = (motion.time_s - stride.toe_off_s) / (stride.next_contact_s - stride.toe_off_s)
            spans[stride.side, stride.contact_s] = (share >= first) & (share < last)
    return spans


def sign_change_deg(line: str) -> float:
    """Flexion between 0 and 120 degrees at which a line's rotation arm changes sign; NaN where it does not."""
    flexion_deg = np.arange(0.0, 120.5, 0.5)
    arm = arms_mm("rotation", [line], flexion_deg.tolist())[:, 0]
    (crossed,) = np.nonzero(arm[:-1] * arm[1:] < 0.0)
    if not len(crossed):
        return float("nan")
    k = int(crossed[0])
    return float(flexion_deg[k] + 0.5 * arm[k] / (arm[k] - arm[k + 1]))
