"""How far an end range from a film can be off: the budget of the way in which the leg was found, and its camera.

A camera that is not in front of the knee, or a knee that is not at a right angle, turns the shin's angle and changes
the shin's length in the picture by the same projection. The length is seen, so it tells how large the error of the
angle is likely to be:

    sigma^2 = c^2 + (k d)^2,   d = |l / l_rest - 1|

with c and k from the geometry alone and from how well a length is seen (docs/filming.md, scripts/film_budget.py), not
from any measurement. A film whose points are too rough to see lengths by has the error over all set-ups.
"""

from collections.abc import Sequence
from functools import cache
from math import hypot, isfinite

from trochanter.anatomy.measuring import Method, method_named
from trochanter.anatomy.rows import rows
from trochanter.capture.leg_track import Found
from trochanter.kinematics.film_gates import Gate

METHOD: dict[Found, str] = {"heavy": "video", "full": "video_full", "taps": "tapped_video"}
CAMERA = "camera"


def film_method(found_by: Found, position: str) -> Method:
    """The method with its error budget in a position."""
    return method_named(METHOD[found_by]).at(position)


def with_camera(method: Method, gates: Sequence[Gate]) -> Method:
    """The method as this film has it: the error of the camera as large as the change of the shin's length says."""
    changes = [gate.value for gate in gates if gate.name == "length" and isfinite(gate.value)]
    if not changes:
        return method
    return method.with_error(CAMERA, hypot(_number("at_same_length"), _number("per_length") * max(changes)))


@cache
def _number(quantity: str) -> float:
    return next(float(row["value"]) for row in rows("film_camera") if row["quantity"] == quantity)
