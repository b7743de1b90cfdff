"""Motions of the made body whose hip rotation is known by construction, and marker fits of it."""

from dataclasses import replace

import numpy as np

from tests.kinematics.made_body import made_body
from trochanter.anatomy.body import Body, Markers
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.motion import FREE, MarkerFit, Motion, Stride

RATE_HZ, STRIDE_S, STANCE = 150.0, 0.72, 0.36
FIRST_S = {Side.RIGHT: 0.06, Side.LEFT: 0.06 + STRIDE_S / 2}


def made_motion(
    strides: int = 6,
    *,
    amplitude_deg: tuple[float, float] = (5.0, 5.0),
    offset_deg: tuple[float, float] = (4.0, -2.0),
    spread_deg: float = 0.4,
    late_s: float = 0.0,
    stance: float = STANCE,
    seed: int = 3,
) -> Motion:
    """Rotation offset + amplitude (1 + noise) sin(phase), right and left; flexion and adduction like running.

    late_s: by how much every left contact comes later than halfway.
    """
    body = made_body()
    rng = np.random.default_rng(seed)
    first = {Side.RIGHT: FIRST_S[Side.RIGHT], Side.LEFT: FIRST_S[Side.LEFT] + late_s}
    end_s = first[Side.LEFT] + (strides * STRIDE_S + 0.1 if strides else 0.3)
    time_s = np.arange(0.0, end_s, 1 / RATE_HZ)
    q = np.tile(body.coordinates.default, (len(time_s), 1))
    for k, side in enumerate(SIDES):
        count = (time_s - first[side]) / STRIDE_S
        noise = rng.normal(0.0, spread_deg, strides + 3)[np.floor(count).astype(int) + 1]
        wave = 2.0 * np.pi * count
        rotation = offset_deg[k] + (amplitude_deg[k] + noise) * np.sin(wave)
        angles = np.stack([22.0 + 24.0 * np.cos(wave - 4.9), 2.0 + 6.0 * np.cos(wave - 1.2), rotation], axis=1)
        columns = [body.coordinate(f"hip_{name}_{side}") for name in ("flexion", "adduction", "rotation")]
        q[:, columns] = np.deg2rad(angles)
    zero = frozen(np.zeros_like(q))
    return Motion(
        name="made run",
        body=body,
        time_s=frozen(time_s),
        q=frozen(q),
        qd=zero,
        qdd=zero,
        roles=(FREE,) * q.shape[1],
        loads=(),
        strides=tuple(s for side in SIDES for s in made_strides(side, first[side], strides, float(time_s[-1]), stance)),
        cutoff_hz=15.0,
        edge=frozen(np.zeros(len(time_s)), np.bool_),
    )


def made_strides(side: Side, first_s: float, count: int, end_s: float, stance: float = STANCE) -> list[Stride]:
    """Contacts every STRIDE_S, the last stride open."""
    found = []
    for k in range(count + 1):
        contact = first_s + k * STRIDE_S
        toe_off, following = contact + stance * STRIDE_S, contact + STRIDE_S
        open_end = toe_off if toe_off < end_s else np.nan, following if following < end_s else np.nan
        found.append(Stride(side, contact, *open_end))
    return found


def with_thigh_markers(body: Body, beside_m: float = 0.08, count: int = 4) -> Body:
    """The body with markers on both thighs, all ``beside_m`` from the long axis, and one on the pelvis."""
    around = 2.0 * np.pi * np.arange(count) / count
    places = [[beside_m * np.cos(a), -0.1 - 0.05 * k, beside_m * np.sin(a)] for k, a in enumerate(around)]
    names = [f"{side.value.upper()}.Thigh.{k}" for side in SIDES for k in range(count)]
    segments = [body.segment(f"femur_{side}") for side in SIDES for _ in range(count)]
    markers = Markers(
        (*names, "SACRUM"),
        frozen([*segments, body.segment("pelvis")], np.int64),
        frozen([*places, *places, [-0.1, 0.0, 0.0]]),
    )
    return replace(body, markers=markers)


def made_fit(motion: Motion, error_m: float = 0.006, *, missed: int = 0) -> tuple[Body, MarkerFit]:
    """A body with markers and a fit that misses every marker by ``error_m``; ``missed`` frames not converged."""
    body = with_thigh_markers(motion.body)
    n, k = len(motion.time_s), len(body.markers.names)
    converged = np.arange(n) >= missed
    fit = MarkerFit(
        body=body,
        time_s=motion.time_s,
        names=body.markers.names,
        recorded=tuple(f"run:{name}" for name in body.markers.names),
        segment=body.markers.segment,
        weight=frozen(np.ones(k)),
        error_m=frozen(np.full((n, k), error_m)),
        converged=frozen(converged, np.bool_),
        iterations=frozen(np.full(n, 5), np.int64),
    )
    return body, fit


def fitted(motion: Motion, error_m: float = 0.006, *, missed: int = 0) -> Motion:
    """The motion as if it came from markers."""
    body, fit = made_fit(motion, error_m, missed=missed)
    return replace(motion, body=body, fit=fit)


def sine_excursion_rad(amplitude_deg: float) -> Floats:
    """Range of the sine of that amplitude."""
    return np.asarray(2.0 * np.deg2rad(amplitude_deg))
