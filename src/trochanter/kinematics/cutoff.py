"""The choice of the cut-off frequency, stated and recorded."""

import math
from typing import Literal

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.person import person_mass_kg
from trochanter.anatomy.rows import rows
from trochanter.capture.trial import Forces
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.kinematics.assemble import Assembly
from trochanter.kinematics.motion import FREE
from trochanter.kinematics.smooth import LEAST_SAMPLES, differentiate, near_ends, smooth

_ROW = {row["quantity"]: float(row["value"]) for row in rows("cutoffs")}
RUNNING_HZ, WALKING_HZ, FALL_G = _ROW["running"], _ROW["walking"], _ROW["fall"]
PELVIS_HEIGHT = "pelvis_ty"
BAND_HZ = 20.0
LARGEST_SHARE = 0.05
RUNNING_PEAK_BODY_WEIGHTS = 1.6  # one foot's peak is 1.0 to 1.3 in walking and above 2 in running
STILL_M = 0.005  # a pelvis whose height varies by less was not measured, or stands
_MOVING_RAD_S2 = 5.0


def choose_cutoff(
    asked: float | Literal["auto"] | None, assembly: Assembly, forces: Forces | None, body: Body
) -> tuple[float | None, tuple[Notice, ...]]:
    """The cut-off in Hz (None: no filter) and, where it was left to the data, a notice that says why.

    "auto": no filter where accelerations hold at most LARGEST_SHARE of their power above BAND_HZ in every joint that
    moves, as only filtered data do; else WALKING_HZ where no foot ever carries more than RUNNING_PEAK_BODY_WEIGHTS or,
    for want of forces, the pelvis goes up and down and never falls freely; RUNNING_HZ otherwise. Sources:
    ``cutoffs.csv``. Raises BadSetting.
    """
    if asked is None:
        return None, ()
    if asked == "auto":
        return _from_data(assembly, forces, body)
    return stated_cutoff(asked), ()


def stated_cutoff(asked: object) -> float:
    """A cut-off in Hz that somebody stated; raises BadSetting for what is no number."""
    if isinstance(asked, bool) or not isinstance(asked, int | float) or not math.isfinite(asked):
        raise BadSetting("the cut-off frequency", asked, "a frequency in Hz, None for no filter, or 'auto'")
    return float(asked)


def share_above(values: Floats, step_s: float, band_hz: float) -> Floats:
    """Share (k,) of the accelerations' power above ``band_hz`` in columns (n, k); a Hann window keeps the ends out."""
    acceleration = differentiate(values, step_s).acceleration
    window = np.hanning(len(values))[:, None]
    power = np.abs(np.fft.rfft((acceleration - acceleration.mean(axis=0)) * window, axis=0)) ** 2
    high = np.fft.rfftfreq(len(values), step_s) > band_hz
    share: Floats = power[high].sum(axis=0) / np.maximum(power.sum(axis=0), 1e-300)
    return share


def _from_data(assembly: Assembly, forces: Forces | None, body: Body) -> tuple[float | None, tuple[Notice, ...]]:
    step = float(assembly.time_s[1] - assembly.time_s[0])
    gait_hz, gait = _of_gait(assembly, forces, body)
    default = min(gait_hz, 0.45 / step)
    turning = [i for i, role in enumerate(assembly.roles) if role == FREE and body.coordinates.is_rotation[i]]
    q = assembly.q[:, turning]
    if len(q) < LEAST_SAMPLES or not turning or 0.5 / step <= BAND_HZ:
        return default, (
            _notice(default, f"sampling at {1.0 / step:.4g} Hz cannot show whether the data are filtered", gait),
        )
    moving = differentiate(q, step).acceleration.std(axis=0) > _MOVING_RAD_S2
    if not moving.any():
        return default, (_notice(default, "no joint moves enough to show whether the data are filtered", gait),)
    share = share_above(q[:, moving], step, BAND_HZ)
    worst = int(share.argmax())
    name = body.coordinates.names[np.array(turning)[moving][worst]]
    found = f"{100.0 * share[worst]:.2g} % of the power of the acceleration of '{name}' lie above {BAND_HZ:g} Hz"
    if share[worst] <= LARGEST_SHARE:
        return None, (_notice(None, f"the coordinates are already filtered: at most {found}"),)
    return default, (_notice(default, f"the coordinates are not filtered: {found}", gait),)


def _of_gait(assembly: Assembly, forces: Forces | None, body: Body) -> tuple[float, str]:
    """The cut-off of the gait, and what shows the gait."""
    weight_N = person_mass_kg(body) * float(np.linalg.norm(body.gravity_m_s2))
    if forces is not None and forces.loads and weight_N > 0.0:
        peak = max(float(np.linalg.norm(load.force_N, axis=1).max()) for load in forces.loads) / weight_N
        if peak >= RUNNING_PEAK_BODY_WEIGHTS:
            return RUNNING_HZ, f"one foot carries up to {peak:.1f} body weights, as in running"
    fall_g = _fall_g(assembly, body)
    if fall_g is None and forces is not None and forces.loads:
        return WALKING_HZ, f"no foot carries more than {RUNNING_PEAK_BODY_WEIGHTS:g} body weights, as in walking"
    if fall_g is None:
        return RUNNING_HZ, "nothing shows whether the person walks or runs"
    if fall_g > FALL_G:
        return RUNNING_HZ, "the pelvis falls freely between two contacts, as in running"
    return WALKING_HZ, f"the pelvis never falls with more than {fall_g:.2f} g, as in walking"


def _fall_g(assembly: Assembly, body: Body) -> float | None:
    """How fast the pelvis falls at most, in units of gravity; None where its height was not measured or stands still.

    2 % of the samples, and what lies within a filter time of the ends, are left out.
    """
    names, step = body.coordinates.names, float(assembly.time_s[1] - assembly.time_s[0])
    gravity = float(np.linalg.norm(body.gravity_m_s2))
    if PELVIS_HEIGHT not in names or not gravity or 0.45 / step <= WALKING_HZ or len(assembly.q) < LEAST_SAMPLES:
        return None
    height = assembly.q[:, names.index(PELVIS_HEIGHT)]
    if np.ptp(height) < STILL_M:
        return None
    acceleration = smooth(height[:, None], step, WALKING_HZ).acceleration[:, 0]
    inside = acceleration[~near_ends(len(height), step, WALKING_HZ)]
    return float(max(0.0, -np.percentile(inside, 2.0)) / gravity) if len(inside) else None


def _notice(cutoff_hz: float | None, why: str, gait: str = "") -> Notice:
    choice = "no filter is used" if cutoff_hz is None else f"a low-pass filter at {cutoff_hz:g} Hz is used"
    because = f"{why}; {gait}" if gait else why
    return Notice("cutoff-chosen", f"{choice}: {because}. State the cut-off to choose another")
