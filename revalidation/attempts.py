"""Known misses of the deep rotators: which defensible path would close each, and what it would break.

An attempt moves or replaces points of the hip model's lines within what the bones allow, takes the tendons anew for the
changed paths, and runs the checks of physiology that the lines can change. Nothing of it enters the model.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from revalidation.check import Outcome, checks, run
from revalidation.hips import MM, arms_mm, lengths_mm, under
from trochanter.anatomy.body import Body
from trochanter.anatomy.deep_sets import NOMINAL_SET
from trochanter.anatomy.hip_model import hip_model, with_set
from trochanter.core.arrays import frozen
from trochanter.core.sides import SIDES, Side

Point = tuple[float, float, float]
HALFWAY_M, FOSSA_M = (-0.018, -0.010, 0.035), (-0.018, -0.016, 0.026)  # in the right femur, from the hip centre
BEHIND_NECK_M = (-0.0256, -0.0192, 0.0163)
WATCHED = ("obturator", "gemellus", "deep_rotation_shift")
RUNNING_DEG = tuple(
    (float(f), float(a), float(r)) for f in range(-20, 91, 10) for a in (-15, 0, 15) for r in (-25, 0, 25)
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A changed path. key; change: what is moved and why bones allow it; lines: the right ones; body: the model."""

    key: str
    change: str
    lines: tuple[str, ...]
    body: Callable[[], Body]


@dataclass(frozen=True, slots=True)
class Trial:
    """An attempt that was run: outcomes by check before and after; path lengths over running postures, mm."""

    attempt: Attempt
    before: Mapping[str, Outcome]
    after: Mapping[str, Outcome]

    @property
    def closed(self) -> tuple[str, ...]:
        """Checks that miss in the model and agree in the attempt."""
        return self._changed("misses", "agrees")

    @property
    def broken(self) -> tuple[str, ...]:
        """Checks that agree in the model and miss in the attempt."""
        return self._changed("agrees", "misses")

    def _changed(self, was: str, becomes: str) -> tuple[str, ...]:
        return tuple(k for k, o in self.before.items() if o.verdict == was and self.after[k].verdict == becomes)


def attempts() -> tuple[Attempt, ...]:
    """All attempts, in the order of the page."""
    conjoint = ("obtint_sup", "obtint_inf", "gem_sup", "gem_inf")
    right = tuple(f"{stem}_r" for stem in conjoint)
    return (
        Attempt(
            "insertion_back",
            "The tendon that obturator internus shares with the gemelli ends 10 mm further back, inside and down on "
            "the inner face of the greater trochanter, halfway to its fossa: farther from the flexion axis.",
            right,
            lambda: _moved(dict.fromkeys(conjoint, (-1, HALFWAY_M))),
        ),
        Attempt(
            "insertion_fossa",
            "The shared tendon ends in the trochanteric fossa itself, where obturator externus ends: the farthest "
            "from the flexion axis that the inner face allows.",
            right,
            lambda: _moved(dict.fromkeys(conjoint, (-1, FOSSA_M))),
        ),
        Attempt(
            "own_insertions",
            "Only obturator internus ends halfway to the fossa; the gemelli stay.",
            right[:2],
            lambda: _moved(dict.fromkeys(conjoint[:2], (-1, HALFWAY_M))),
        ),
        Attempt(
            "turn_behind",
            "Obturator externus turns 14 mm further back and out, behind the base of the femoral neck instead of under "
            "its middle, 22 mm from the axis of the neck (21 mm before).",
            ("obtext_sup_r", "obtext_inf_r"),
            lambda: _moved({"obtext_sup": (1, BEHIND_NECK_M), "obtext_inf": (1, BEHIND_NECK_M)}),
        ),
        Attempt(
            "straight",
            "Obturator externus runs straight from the obturator membrane to the trochanteric fossa. Not defensible: "
            "it passes 7 mm from the axis of the neck, inside the bone. It shows how far the arm could grow at most.",
            ("obtext_sup_r", "obtext_inf_r"),
            lambda: _without_turns(("obtext_sup", "obtext_inf")),
        ),
    )


@cache
def run_attempts() -> tuple[Trial, ...]:
    """Every attempt beside the model."""
    watched = [check for check in checks() if any(word in check.key for word in WATCHED) and "running" not in check.key]
    before = {check.key: run(check) for check in watched}
    tried = []
    for attempt in attempts():
        with under(attempt.body()):
            tried.append(Trial(attempt, before, {check.key: run(check) for check in watched}))
    return tuple(tried)


def largest_step_mm(attempt: Attempt, lines: Sequence[str]) -> float:
    """Largest change of a rotation arm from one degree of flexion to the next, -20 to 120 degrees: a jump shows."""
    with under(attempt.body()):
        arms = arms_mm("rotation", lines, np.arange(-20.0, 121.0).tolist())
    return float(np.abs(np.diff(arms, axis=0)).max())


def fiber_range(attempt: Attempt, lines: Sequence[str]) -> tuple[float, float]:
    """Least and most fibre length over the optimal one in running postures, tendon rigid, pennation left out."""
    body = attempt.body()
    at = [body.muscle(line) for line in lines]
    with under(body):
        lengths_m = lengths_mm(lines, RUNNING_DEG) / MM
    norm = (lengths_m - body.muscles.tendon_slack_length_m[at]) / body.muscles.optimal_fiber_length_m[at]
    return float(norm.min()), float(norm.max())


def _mirrored(point: Point, side: Side) -> Point:
    x, y, z = point
    return (x, y, z) if side is Side.RIGHT else (x, y, -z)


def _moved(places_m: Mapping[str, tuple[int, Point]]) -> Body:
    """The hip model with one point of each of some lines moved, on both sides, and tendons to match."""
    body = hip_model()
    points = body.paths.point_m.copy()
    for stem, (which, place) in places_m.items():
        for side in SIDES:
            points[body.muscle_points(body.muscle(f"{stem}_{side}"))[which]] = _mirrored(place, side)
    return with_set(replace(body, paths=replace(body.paths, point_m=frozen(points))), NOMINAL_SET)


def _without_turns(stems: Sequence[str]) -> Body:
    """The hip model with some lines of three points straight between their ends."""
    body, paths = hip_model(), hip_model().paths
    lines = [body.muscle(f"{stem}_{side}") for stem in stems for side in SIDES]
    turns = [body.muscle_points(line)[1] for line in lines]
    keep = np.setdiff1d(np.arange(len(paths.point_m)), turns)
    counts = np.diff(paths.point_start)
    counts[lines] -= 1
    return with_set(
        replace(
            body,
            paths=replace(
                paths,
                point_names=tuple(paths.point_names[p] for p in keep),
                point_start=frozen([0, *np.cumsum(counts)], np.int64),
                point_kind=frozen(paths.point_kind[keep], np.int64),
                point_segment=frozen(paths.point_segment[keep], np.int64),
                point_m=frozen(paths.point_m[keep]),
                condition_coordinate=frozen(paths.condition_coordinate[keep], np.int64),
                condition_lower=frozen(paths.condition_lower[keep]),
                condition_upper=frozen(paths.condition_upper[keep]),
                moving_coordinate=frozen(paths.moving_coordinate[keep], np.int64),
                moving_function=frozen(paths.moving_function[keep], np.int64),
            ),
        ),
        NOMINAL_SET,
    )
