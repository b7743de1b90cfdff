"""A made-up but physically possible account, shaped after published running curves: a fixture, not a result."""

import numpy as np

from tests.kinematics.made_body import made_body
from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats, frozen
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.motion import FREE, Load, Motion, Stride
from trochanter.mechanics.account import (
    Band,
    Doubt,
    HipAccount,
    MuscleAccount,
    MuscleInfo,
    PlateCheck,
    SetShare,
    StrengthCase,
)

MASS_KG = 62.0
STRIDE_S, STANCE_SHARE = 0.72, 0.36

# group, muscle, label, rotation moment (N m) as bumps (centre, width, height) in fractions of a stride
LINES: tuple[tuple[str, str, str, tuple[tuple[float, float, float], ...]], ...] = (
    ("deep", "piriformis", "piriformis", ((0.12, 0.08, -1.6), (0.30, 0.05, -0.8))),
    ("deep", "gemellus_superior", "gemellus superior", ((0.33, 0.05, -0.6), (0.95, 0.05, -0.3))),
    ("deep", "obturator_internus", "obturator internus", ((0.32, 0.05, -1.6), (0.75, 0.09, -3.8))),
    ("deep", "gemellus_inferior", "gemellus inferior", ((0.33, 0.05, -0.8), (0.75, 0.08, -0.8))),
    ("deep", "obturator_externus", "obturator externus", ((0.50, 0.10, -1.5), (0.75, 0.09, -1.0))),
    ("deep", "quadratus_femoris", "quadratus femoris", ((0.30, 0.05, -1.5), (0.75, 0.1, -3.5))),
    ("gluteal", "gluteus_maximus", "gluteus maximus", ((0.10, 0.07, -16.0), (0.92, 0.06, -6.0))),
    ("gluteal", "gluteus_medius", "gluteus medius", ((0.12, 0.07, 30.0),)),
    ("gluteal", "gluteus_minimus", "gluteus minimus", ((0.12, 0.07, 6.0), (0.2, 0.05, -3.0))),
    ("flexor", "tensor_fasciae_latae", "tensor fasciae latae", ((0.15, 0.08, 9.0), (0.5, 0.1, 3.0))),
    ("adductor", "adductor_magnus", "adductor magnus", ((0.1, 0.06, 5.0),)),
    ("hamstring", "biceps_femoris_long", "biceps femoris, long head", ((0.05, 0.08, -2.0),)),
)
ARMS_M = {"deep": -0.025, "gluteal": 0.02, "flexor": 0.01, "adductor": 0.008, "hamstring": -0.006}
STRENGTH_N = {"deep": 300.0, "gluteal": 1200.0, "flexor": 500.0, "adductor": 700.0, "hamstring": 1100.0}


def bumps(phase: Floats, parts: tuple[tuple[float, float, float], ...]) -> Floats:
    """Sum of periodic bumps."""
    total = np.zeros_like(phase)
    for centre, width, height in parts:
        away = (phase - centre + 0.5) % 1.0 - 0.5
        total += height * np.exp(-0.5 * (away / width) ** 2)
    return total


def strides_of(side: Side, first_s: float, count: int, end_s: float) -> list[Stride]:
    """Contacts every STRIDE_S, the last stride open."""
    found = []
    for k in range(count + 1):
        contact = first_s + k * STRIDE_S
        toe_off, following = contact + STANCE_SHARE * STRIDE_S, contact + STRIDE_S
        found.append(
            Stride(side, contact, toe_off if toe_off < end_s else np.nan, following if following < end_s else np.nan)
        )
    return found


def made_account(
    strides: int = 4,
    *,
    bias_Nm: float = 0.0,
    deep: bool = True,
    left_scale: float = 1.0,
    saturated: bool = True,
    seed: int = 1,
) -> MuscleAccount:
    """An account of ``strides`` complete strides a side; 0 gives one partial record of each side."""
    rng = np.random.default_rng(seed)
    lines = [line for line in LINES if deep or line[0] != "deep" or line[1] == "piriformis"]
    first = {Side.RIGHT: 0.06, Side.LEFT: 0.06 + STRIDE_S / 2}
    end_s = first[Side.LEFT] + (strides * STRIDE_S + 0.1 if strides else 0.3)
    time_s = np.arange(0.0, end_s, 1 / 150)
    info = tuple(MuscleInfo(f"{m}_{s}", s, g, m, label) for s in SIDES for g, m, label, _ in lines)
    body = made_body()
    moment, arm = np.zeros((len(time_s), len(info))), np.full((len(time_s), len(info), 3), np.nan)
    noise = 1.0 + 0.08 * np.interp(
        time_s, np.arange(0, end_s + 1, 0.24), rng.normal(size=len(np.arange(0, end_s + 1, 0.24)))
    )
    for i, each in enumerate(info):
        phase = ((time_s - first[each.side or Side.RIGHT]) / STRIDE_S) % 1.0
        parts = lines[i % len(lines)][3]
        scale = left_scale if each.side is Side.LEFT else 1.0
        moment[:, i] = scale * noise * bumps(phase, parts)
        size = ARMS_M[each.group] * (1.0 + 0.25 * np.cos(2 * np.pi * phase))
        arm[:, i] = np.stack(
            [0.4 * size, -0.5 * size, np.where(moment[:, i] >= 0, np.abs(size), -np.abs(size))], axis=1
        )
    force = moment / arm[:, :, 2]
    strength = np.array([STRENGTH_N[each.group] for each in info])
    activation = np.clip(force / strength, 0.01, 1.0)
    force = np.maximum(force, 0.01 * strength)
    doubt = np.where(saturated & (activation > 0.9), int(Doubt.SATURATED), 0)
    sets = tuple(
        SetShare(
            name,
            np.clip(activation * a, 0, 1),
            force * f,
            moment * np.where([e.group == "deep" for e in info], f, 2 - f),
        )
        for name, a, f in (("cadaver", 1.5, 0.62), ("young", 1.0, 1.0), ("tlem2", 0.8, 1.25))
    )
    bands = tuple(
        Band(slack, np.clip(activation - reach, 0.01, 1), np.clip(activation + reach, 0.01, 1))
        for slack, reach in ((0.05, 0.18), (0.20, 0.42))
    )
    hips = tuple(_hip(side, info, time_s, moment, first[side], bias_Nm) for side in SIDES)
    shape = (len(time_s), len(info))
    motion = Motion(
        name="made run",
        body=body,
        time_s=frozen(time_s),
        q=frozen(_coordinates(body, hips, len(time_s))),
        qd=frozen(np.zeros((len(time_s), len(body.coordinates.names)))),
        qdd=frozen(np.zeros((len(time_s), len(body.coordinates.names)))),
        roles=(FREE,) * len(body.coordinates.names),
        loads=tuple(_load(body, side, time_s, first[side]) for side in SIDES),
        strides=tuple(s for side in SIDES for s in strides_of(side, first[side], strides, end_s)),
        cutoff_hz=15.0,
        edge=frozen(np.zeros(len(time_s)), np.bool_),
    )
    reasons = (
        (f"over whole strides the plate shows a vertical moment of {bias_Nm:+.1f} N m",) if abs(bias_Nm) > 2 else ()
    )
    plate = PlateCheck(bias_Nm, bias_Nm / 0.76, 1.0, 0.0, believable=not reasons, reasons=reasons)
    if not strides:
        plate = PlateCheck(
            np.nan, np.nan, np.nan, np.nan, believable=False, reasons=("the record holds no complete stride",)
        )
    return MuscleAccount(
        motion=motion,
        muscles=info,
        length_m=frozen(np.full(shape, 0.1)),
        fiber_length_norm=frozen(np.ones(shape)),
        fiber_velocity_norm=frozen(np.zeros(shape)),
        activation=frozen(activation),
        force_N=frozen(force),
        passive_N=frozen(np.zeros(shape)),
        arm_m=frozen(arm),
        rotation_moment_Nm=frozen(moment),
        doubt=frozen(doubt, np.int64),
        bands=bands,
        generalized_force=frozen(np.zeros((len(time_s), 2))),
        balanced=tuple(f"hip_rotation_{s}" for s in SIDES),
        demand_Nm=frozen(np.stack([h.moment_Nm[:, 2] for h in hips], axis=1)),
        reserve_Nm=frozen(np.zeros((len(time_s), 2))),
        reserve_optimal_Nm=frozen([1.0, 1.0]),
        hips=hips,
        sets=sets,
        strength=(StrengthCase(1.0, 12, (7.4, 7.9), 3.0), StrengthCase(2.0, 0, (8.1, 8.6), 0.1)),
        plate=plate,
        settings={"set": "young", "power": 2.0, "parity": "none", "cutoff_hz": 15.0, "person_mass_kg": MASS_KG},
        notices=(Notice("made", "This account is made up for a test.", "fixture"),),
    )


def _coordinates(body: Body, hips: tuple[HipAccount, ...], count: int) -> Floats:
    q = np.tile(body.coordinates.default, (count, 1))
    for hip in hips:
        names = (f"hip_{name}_{hip.side}" for name in ("flexion", "adduction", "rotation"))
        q[:, [body.coordinate(name) for name in names]] = hip.angle_rad
    return q


def _load(body: Body, side: Side, time_s: Floats, first_s: float) -> Load:
    """A push under the foot while it stands: up and, at landing, forwards, 3 cm to the inner side of the hip."""
    stands = ((time_s - first_s) / STRIDE_S) % 1.0 < STANCE_SHARE
    inner = 0.05 if side is Side.RIGHT else -0.05
    force, point = np.array([300.0, 1200.0, 0.0]), np.array([0.05, 0.0, inner])
    foot = body.segment(f"calcn_{side}")
    return Load(f"ground_{side}", foot, *(frozen(stands[:, None] * v) for v in (force, point, np.zeros(3))))


def _hip(
    side: Side, info: tuple[MuscleInfo, ...], time_s: Floats, moment: Floats, first_s: float, bias_Nm: float
) -> HipAccount:
    phase = ((time_s - first_s) / STRIDE_S) % 1.0
    wave = 2 * np.pi * phase
    angle = np.stack([22 + 24 * np.cos(wave - 4.9), 2 + 6 * np.cos(wave - 1.2), 3 + 6 * np.cos(wave - 0.8)], axis=1)
    rotation = moment[:, [m.side is side for m in info]].sum(axis=1)
    stance = phase < STANCE_SHARE
    shift = (-1.0 if side is Side.RIGHT else 1.0) * bias_Nm / 0.76 * stance
    net = np.stack([80 * np.cos(wave), 60 * np.sin(wave), rotation], axis=1)
    without = net.copy()
    without[:, 2] -= shift
    sigma = np.hypot(np.array([6.0, 6.0, 3.0]) * (0.3 + stance[:, None]), np.abs(without - net))
    contact = np.zeros((len(time_s), 3))
    contact[:, 1] = -MASS_KG * 9.81 * (1.5 + bumps(phase, ((0.15, 0.08, 6.0), (0.6, 0.1, 1.5))))
    return HipAccount(
        side=side,
        angle_rad=frozen(np.deg2rad(angle)),
        moment_Nm=frozen(net),
        moment_without_bias_Nm=frozen(without),
        moment_sigma_Nm=frozen(sigma),
        reserve_Nm=frozen(np.zeros_like(net)),
        contact_N=frozen(contact),
    )
