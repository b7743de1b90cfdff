"""Whether the ground forces are those that move the body: the acceleration of its centre against force over mass.

Newton: m a = F + m g for the centre of mass of the whole body, at every instant in which all that touches the ground
stands on a plate; no stride needs to be complete. A body without trunk, or whose trunk is not measured, is represented
by the centre of pelvis and legs, which is why the limits are wide. Found are, along each axis, the slope of a on
F/m + g (1 is expected) and their correlation; the mean of F/m - a over g; and the lag of the vertical force at which
the two agree best.
"""

from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.quality import Notice
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.plate import VERTICAL, body_centre_m
from trochanter.mechanics.residuals import shows_trunk
from trochanter.mechanics.told import told

# Clean recordings (one walk, two runs; walk and one run by pelvis and legs alone) have correlations of at least 0.85
# fore and aft (0.75 unfiltered), 0.97 vertically and 0.43 sideways (0.34), vertical slopes of 0.85 to 1.03, weights of
# 0.990 to 0.999, and lags of at most 5 ms (10 ms for pelvis and legs of the walk). A wrong sign turns a correlation.
LEAST_LIKENESS = (0.5, 0.9, -0.3)  # fore and aft, vertical, sideways
OPPOSITE = -0.3
SLOPES, WEIGHTS = (0.75, 1.25), (0.9, 1.1)  # of the vertical
MOST_LAG_S = 0.015
LONGEST_LAG_S = 0.1
_LEAST_M_S2 = (0.4, 0.5, 0.25)  # root mean square of either: below, nothing moves enough to tell
_LEAST_S, _LEAST_FRAMES = 0.15, 20
_END_FRAMES = 3
_WORDS = ("fore and aft", "vertically", "sideways")


@dataclass(frozen=True, slots=True)
class Newton:
    """How acceleration follows force; NaN where too little happens to tell.

    likeness, slope (3,): correlation and slope along x, y, z; weight: mean of the vertical force that accelerates
    nothing, in body weights; lag_s: force behind motion.
    """

    likeness: Floats
    slope: Floats
    weight: float
    lag_s: float


def newton(motion: Motion, mass_kg: float) -> Newton | None:
    """Compare forces and motion, of the whole body where the motion knows it; None where too little is recorded."""
    motion = motion.whole if motion.whole is not None and shows_trunk(motion.whole) else motion
    inside = _inside(motion)
    step = float(motion.time_s[1] - motion.time_s[0])
    if inside.sum() < max(_LEAST_FRAMES, _LEAST_S / step):
        return None
    centre = _centre_m(motion)
    gain = np.gradient(np.gradient(centre, step, axis=0), step, axis=0)
    push = np.sum([load.force_N for load in motion.loads], axis=0) / mass_kg
    push[:, VERTICAL] -= GRAVITY_M_S2
    pairs = [(gain[inside, k], push[inside, k], _LEAST_M_S2[k]) for k in range(3)]
    carried = float(np.mean(push[inside, VERTICAL] - gain[inside, VERTICAL]))
    return Newton(
        likeness=np.array([_likeness(*pair) for pair in pairs]),
        slope=np.array([_slope(*pair) for pair in pairs]),
        weight=1.0 + carried / GRAVITY_M_S2,
        lag_s=_lag_s(gain[:, VERTICAL], push[:, VERTICAL], ~motion.edge, step),
    )


def force_against_acceleration(motion: Motion, mass_kg: float) -> tuple[Notice, ...]:
    """One notice that lists all in which forces and motion differ, and what usually causes it."""
    found = newton(motion, mass_kg)
    doubts = [] if found is None else _doubts(found)
    if not doubts:
        return ()
    text = f"the ground forces are not those that move the body: {'; '.join(doubts)}"
    return (Notice("force-against-acceleration", text, motion.name),)


def _doubts(found: Newton) -> list[str]:
    doubts, slope = [], float(found.slope[VERTICAL])
    if abs(found.lag_s) > MOST_LAG_S:
        doubts.append(f"force and motion seem {found.lag_s * 1000:+.0f} ms apart")
    for words, likeness, least in zip(_WORDS, found.likeness, LEAST_LIKENESS, strict=True):
        if likeness < least:
            hint = "the sign of this axis" if likeness < OPPOSITE else "clock, axes and sides"
            doubts.append(f"{words} they agree with a correlation of only {likeness:.2f} (check {hint})")
    if slope < SLOPES[0] or slope > SLOPES[1]:
        doubts.append(f"the body's vertical acceleration is {slope:.2f} times theirs (check the rate of time)")
    if found.weight < WEIGHTS[0] or found.weight > WEIGHTS[1]:
        doubts.append(f"they carry {found.weight:.2f} times the weight (check the mass and the unit of forces)")
    return doubts


def _inside(motion: Motion) -> Flags:
    """Instants (n,) away from the ends at which the whole ground force is known."""
    inside = ~motion.edge & told(motion)
    inside[:_END_FRAMES] = inside[-_END_FRAMES:] = False
    return inside


def _centre_m(motion: Motion) -> Floats:
    """Centre of mass (n, 3): of pelvis and legs where the trunk is not shown, for it does not move as it was held."""
    return body_centre_m(motion if shows_trunk(motion) else replace(motion, body=_pelvis_and_legs(motion.body)))


def _pelvis_and_legs(body: Body) -> Body:
    """The body with no mass but that of the legs and of what carries them; all of it where it has no thighs."""
    parent = {int(child): int(parent) for child, parent in zip(body.joints.child, body.joints.parent, strict=True)}
    chains = {k: _chain(k, parent) for k in range(len(body.segments.names))}
    thighs = {k for k in chains if body.segments.names[k] in ("femur_r", "femur_l")}
    carrying = {k for thigh in thighs for k in chains[thigh]}
    keeps = np.array([not thighs or k in carrying or not thighs.isdisjoint(chain) for k, chain in chains.items()])
    return replace(body, segments=replace(body.segments, mass_kg=frozen(np.where(keeps, body.segments.mass_kg, 0.0))))


def _chain(segment: int, parent: dict[int, int]) -> list[int]:
    """A segment and all that it hangs on."""
    chain = [segment]
    while chain[-1] in parent:
        chain.append(parent[chain[-1]])
    return chain


def _moves(gain: Floats, push: Floats, least: float) -> bool:
    strongest = max(np.sqrt(np.mean(gain**2)), np.sqrt(np.mean(push**2)))
    return bool(strongest >= least and min(np.ptp(gain), np.ptp(push)) > 0.0)


def _likeness(gain: Floats, push: Floats, least: float) -> float:
    return float(np.corrcoef(gain, push)[0, 1]) if _moves(gain, push, least) else float("nan")


def _likenesses(gain: Floats, push: Floats, at: Ints, shifts: Ints) -> Floats:
    """``_likeness`` of the vertical at many shifts of the force, for which ``np.corrcoef`` would be slow."""
    least, count = _LEAST_M_S2[VERTICAL], len(at)
    own = gain - gain.mean()
    square, strong, moves = own @ own, gain @ gain >= count * least**2, np.ptp(gain) > 0.0
    scores = np.full(len(shifts), np.nan)
    for n, k in enumerate(shifts):
        shifted = push[at + k]
        if moves and (strong or shifted @ shifted >= count * least**2) and np.ptp(shifted) > 0.0:
            other = shifted - shifted.mean()
            scores[n] = own @ other / np.sqrt(square * (other @ other))
    return scores


def _slope(gain: Floats, push: Floats, least: float) -> float:
    if not _moves(gain, push, least):
        return float("nan")
    return float(np.cov(gain, push, bias=True)[0, 1] / np.var(push))


def _lag_s(gain: Floats, push: Floats, inside: Flags, step_s: float) -> float:
    """Shift of the force at which both agree best, between samples by a parabola; NaN where they never agree."""
    most = max(1, round(LONGEST_LAG_S / step_s))
    at = np.flatnonzero(inside)
    at = at[(at >= most) & (at < len(gain) - most)]
    if len(at) < max(_LEAST_FRAMES, _LEAST_S / step_s):
        return float("nan")
    shifts = np.arange(-most, most + 1)
    scores = _likenesses(gain[at], push, at, shifts)
    if np.isnan(scores).any():
        return float("nan")
    best = int(np.argmax(scores))
    if scores[best] < LEAST_LIKENESS[VERTICAL] or best in (0, len(shifts) - 1):
        return float("nan")
    before, here, after = scores[best - 1 : best + 2]
    return float((shifts[best] + 0.5 * (before - after) / (before - 2.0 * here + after)) * step_s)
