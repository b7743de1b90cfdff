"""The package's whole way from a film to a hip's rotation, as ``trochanter measure`` goes it, beside the truth."""

from dataclasses import dataclass

import numpy as np

from tests.synthetic.coverage import SIDE, Judged, judged
from tests.synthetic.film import Truth, rendered
from tests.synthetic.scene import AtRest
from trochanter.capture.film import open_film
from trochanter.capture.pose import find_person
from trochanter.capture.weights import PoseWeights
from trochanter.core.errors import TrochanterError
from trochanter.kinematics.film_legs import Legs, legs_of
from trochanter.kinematics.film_turns import film_turns


@dataclass(frozen=True, slots=True)
class Filmed:
    """One rendered film of one leg: both end ranges beside the truth, and how far its angle is off over time."""

    ends: tuple[Judged, ...]
    rmse_deg: float


def filmed(scene: AtRest, weights: PoseWeights) -> Filmed:
    """Render (or find) the film of one leg, read it, find the person, measure; raises what reading raises."""
    film, truth = rendered(scene)
    side = scene.sides[0]
    with open_film(film) as frames:
        legs = legs_of(find_person(frames, frames.film, weights=weights))
    ends = judged(legs, scene.view, scene.turning, side, f"{scene.view} {scene.seed}")
    return Filmed(ends, angle_rmse_deg(legs, truth, side))


def angle_rmse_deg(legs: Legs, truth: Truth, side: str) -> float:
    """Root of the mean square of measured less true angle over time, both from the first rest; NaN where refused."""
    try:
        turns = film_turns(legs[SIDE[side]])
    except TrochanterError:
        return float("nan")
    shin = turns.shin
    true_rad = np.interp(shin.time_s, truth.time_s, truth.more[f"hip_rotation_{side}_rad"])
    rest_rad = np.median(true_rad[turns.rest.samples])
    off_rad = (turns.angle_rad - true_rad + rest_rad)[shin.seen]
    return float(np.degrees(np.sqrt(np.mean(off_rad**2))))
