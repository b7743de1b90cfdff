"""What the distances between a person's markers can be: known on one segment, within limits across joints.

From a static trial the distances of markers on one segment, and wide limits across a joint where a segment has too few
markers to be judged by itself; from a body the range across joints, found by moving
the body through its own ranges; from the trial itself the usual distances, which shows only what changes on the way.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.kinematics.marker_match import landmarks_of, match_markers

LEAST_PARTNERS = 2  # distances of a label without which it cannot be judged
STATIC, MODEL, TRIAL = "static trial", "model", "trial itself"
_POSES, _SEED = 150, 3
_FARTHEST_TURN_RAD = 2.0  # beyond it no joint of a walking or running person goes
_WIDEST_M = 0.3  # a distance that may vary by more says nothing
_SAMPLED_FRAMES = 60
_FEW = 3
_BENT_SHARE, _STRETCHED_SHARE, _STRETCHED_M = 0.4, 1.2, 0.03  # of the distance in stance, across a joint
_JOINED = frozenset(
    frozenset(pair.split())
    for pair in (
        "pelvis femur", "femur tibia", "tibia calcn", "tibia talus", "tibia toes", "calcn toes", "talus calcn",
        "pelvis torso", "torso head", "torso humerus", "humerus ulna", "humerus radius", "ulna radius",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected distances of markers: names (k,), their segments (k,), '' where unknown; near_m, far_m (k, k).

    used (k, k): whether the pair says anything; basis: STATIC, MODEL or TRIAL.
    """

    names: tuple[str, ...]
    segments: tuple[str, ...]
    near_m: Floats
    far_m: Floats
    used: Flags
    basis: str

    @property
    def same(self) -> Flags:
        """Which pairs (k, k) are of different markers on one segment."""
        own = np.array(self.segments)
        flags: Flags = (own[:, None] == own) & (own != "") & ~np.eye(len(own), dtype=np.bool_)
        return flags

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Names about which too little is known: fewer than two distances."""
        partners = self.used.sum(axis=1)
        return tuple(name for name, count in zip(self.names, partners, strict=True) if count < LEAST_PARTNERS)


def distances_m(position_m: Floats) -> Floats:
    """Distances (n, k, k) of markers position_m (n, k, 3)."""
    off = position_m[:, :, None] - position_m[:, None]
    return np.asarray(np.sqrt(np.einsum("nijx,nijx->nij", off, off)))


def usual_distances_m(position_m: Floats) -> Floats:
    """Median distances (k, k) of markers over some 60 frames, NaN where two are never seen together."""
    step = max(1, len(position_m) // _SAMPLED_FRAMES)
    count = position_m.shape[1]
    one, other = np.triu_indices(count, 1)
    off = position_m[::step, one] - position_m[::step, other]
    found = np.sqrt(np.einsum("npx,npx->np", off, off))
    seen = np.isfinite(found)
    always, sometimes = seen.all(axis=0), seen.any(axis=0)
    middle = np.full(len(one), np.nan)
    middle[always] = np.median(found[:, always], axis=0)
    middle[sometimes & ~always] = np.nanmedian(found[:, sometimes & ~always], axis=0)
    usual = np.zeros((count, count))
    usual[one, other] = usual[other, one] = middle
    return usual


def expected_distances(
    markers: Trajectories, reference: Body | Trajectories | None, mapping: Mapping[str, str] | None = None
) -> Expected:
    """What ``reference`` (a body, a static trial of the same person, or nothing) says about the markers' distances."""
    if isinstance(reference, Body):
        return _from_body(markers, reference, mapping)
    return _from_trial(markers, reference, mapping)


def _from_trial(markers: Trajectories, static: Trajectories | None, mapping: Mapping[str, str] | None) -> Expected:
    segment = landmarks_of(markers.names, mapping).segment
    names = markers.names
    source = markers if static is None else static
    usual = np.full((len(names), len(names)), np.nan)
    both = [k for k, name in enumerate(names) if name in source.names]
    own = [source.names.index(names[k]) for k in both]
    usual[np.ix_(both, both)] = usual_distances_m(source.position_m[:, own])
    segments = tuple(segment.get(name, "") for name in names)
    return _from_usual(names, segments, usual, TRIAL if static is None else STATIC)


def own_distances(expected: Expected, position_m: Floats) -> Expected:
    """What the positions (n, k, 3) themselves say, with the segments of ``expected``: after labels were put right."""
    return _from_usual(expected.names, expected.segments, usual_distances_m(position_m), TRIAL)


def _from_usual(names: tuple[str, ...], segments: tuple[str, ...], usual: Floats, basis: str) -> Expected:
    found = Expected(names, segments, usual, usual, np.isfinite(usual), basis)
    across = _across_joints(segments)
    near = np.where(across, _BENT_SHARE * usual, usual)
    far = np.where(across, _STRETCHED_SHARE * usual + _STRETCHED_M, usual)
    return _frozen(replace(found, near_m=near, far_m=far), (found.same | across) & np.isfinite(usual))


def _across_joints(segments: tuple[str, ...]) -> Flags:
    """Pairs (k, k) across one joint, where a segment of the two has too few markers to be judged by itself."""
    count = Counter(segments)
    stems = [name[:-2] if name[-2:] in ("_r", "_l") else name for name in segments]
    flags = np.zeros((len(segments), len(segments)), dtype=np.bool_)
    for i, j in combinations(range(len(segments)), 2):
        one_side = len({name[-2:] for name in (segments[i], segments[j]) if name[-2:] in ("_r", "_l")}) < 2
        few = min(count[segments[i]], count[segments[j]]) <= _FEW
        if one_side and few and frozenset((stems[i], stems[j])) in _JOINED:
            flags[i, j] = flags[j, i] = True
    return flags


def _from_body(markers: Trajectories, body: Body, mapping: Mapping[str, str] | None) -> Expected:
    match = match_markers(markers.names, body, mapping)
    place = {pair.recorded: body.markers.names.index(pair.marker) for pair in match.pairs}
    names = markers.names
    known = [k for k, name in enumerate(names) if name in place]
    near, far = np.full((2, len(names), len(names)), np.nan)
    if known:
        near[np.ix_(known, known)], far[np.ix_(known, known)] = _reach_m(body, [place[names[k]] for k in known])
    segments = tuple(body.segments.names[body.markers.segment[place[name]]] if name in place else "" for name in names)
    found = Expected(names, segments, near, far, np.isfinite(near), MODEL)
    size = _size(found, usual_distances_m(markers.position_m))
    near, far = near * size, far * size
    different = ~np.eye(len(names), dtype=np.bool_)
    return _frozen(
        Expected(names, segments, near, far, found.used, MODEL), found.used & different & (far - near < _WIDEST_M)
    )


def _size(expected: Expected, usual: Floats) -> float:
    """The person's size over the model's: median ratio of distances on one segment."""
    pairs = expected.same & np.isfinite(usual) & np.isfinite(expected.near_m)
    return float(np.median(usual[pairs] / np.maximum(expected.near_m[pairs], 1e-3))) if pairs.any() else 1.0


def _reach_m(body: Body, index: list[int]) -> tuple[Floats, Floats]:
    """Least and greatest distances (k, k) of the body's markers over random postures within its ranges."""
    from trochanter.kinematics.tree import poses

    rotation, origin = poses(body, _postures(body))
    segment, location = body.markers.segment[index], body.markers.location_m[index]
    places = origin[:, segment] + np.einsum("nkij,kj->nki", rotation[:, segment], location)
    found = distances_m(places)
    return found.min(axis=0), found.max(axis=0)


def _postures(body: Body) -> Floats:
    table = body.coordinates
    lower, upper = (np.clip(limit, -_FARTHEST_TURN_RAD, _FARTHEST_TURN_RAD) for limit in (table.lower, table.upper))
    share = np.random.default_rng(_SEED).random((_POSES, len(table.names)))
    q: Floats = lower + (upper - lower) * share
    q[:, table.locked] = table.default[table.locked]
    q[:, body.joints.parent[table.joint] == 0] = 0.0
    for k in np.flatnonzero(table.coupled_to >= 0):
        driver = q[:, table.coupled_to[k]]
        q[:, k] = [body.functions.value(int(table.coupler_function[k]), float(value)) for value in driver]
    return q


def _frozen(expected: Expected, used: Flags) -> Expected:
    return Expected(
        expected.names,
        expected.segments,
        frozen(np.nan_to_num(expected.near_m)),
        frozen(np.nan_to_num(expected.far_m)),
        frozen(used, np.bool_),
        expected.basis,
    )
