"""How far the sliders go, in degrees."""

from collections.abc import Mapping

LIMITS_DEG: Mapping[str, tuple[float, float]] = {
    "flexion_deg": (-20.0, 120.0),
    "abduction_deg": (-30.0, 45.0),
    "rotation_deg": (-40.0, 40.0),
    "tilt_deg": (-20.0, 20.0),
    "anteversion_deg": (-20.0, 30.0),
    "knee_deg": (0.0, 120.0),
}
