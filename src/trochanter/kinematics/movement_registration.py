"""Markers below the knee fixed where they stay in movement, and what a fit of markers cannot get below.

A static trial places a foot's markers through an ankle whose subtalar joint the model locks; where the person's foot
points otherwise than the model's can, that misplacement then turns the whole leg in every frame, hip included. So the
markers of shank and foot are moved to their mean place in the segment's frame while pelvis and thigh lead the posture,
in turn until nothing changes. Markers of pelvis and thigh never move: hip rotation keeps the zero of the epicondyles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body, Markers
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.ik import fit_markers
from trochanter.kinematics.marker_weights import proximal_weights
from trochanter.kinematics.rigid_fit import FEWEST, rigid_misfit_m
from trochanter.kinematics.tree import poses

MOVABLE = ("tibia", "talus", "calcn", "toes")
FRAMES, FEWEST_FRAMES, FLOOR_FRAMES = 300, 10, 500
SPACING_S = 0.02  # close enough for one frame's posture to lead to the next
ROUNDS, SETTLED_M = 4, 5e-4
TOLD_MOVE_M = 0.03
TOLD_FLOOR_M = 0.008  # skin moves markers of a segment by 2 to 5 mm against each other


@dataclass(frozen=True, slots=True)
class Registered:
    """A body whose markers fit a movement, and what that changed.

    moved_m: distance by marker that was moved; rms_before_m, rms_after_m: fit over the frames used, each marker
    counting alike; floor_m: the same where every segment moves freely and rigidly with the markers where they stood.
    """

    body: Body
    moved_m: Mapping[str, float]
    rms_before_m: float
    rms_after_m: float
    floor_m: float
    frames: int
    notices: tuple[Notice, ...] = ()

    @property
    def model_part_m(self) -> float:
        """What the model's joints cost: the root of the mean square above the rigid segments' floor."""
        return float(np.sqrt(max(self.rms_after_m**2 - self.floor_m**2, 0.0)))


def register_to_movement(body: Body, movement: Trajectories) -> Registered:
    """``body`` with its shank and foot markers at their mean place in ``movement``, whose labels are mended already.

    The body's markers are named as recorded (see ``with_recorded_markers``). At most 300 frames, 20 ms apart in the
    middle of the record, are used. Raises MissingInput where fewer than ten frames show three markers of the pelvis.
    """
    record = _shared(body, movement)
    sample = sampled(body, record)
    _, before = even_fit(body, sample)
    moved = _alternate(body, sample)
    _, after = even_fit(moved, sample)
    shift = np.linalg.norm(moved.markers.location_m - body.markers.location_m, axis=1)
    by_marker = {name: float(s) for name, s in zip(body.markers.names, shift, strict=True) if s > 0.0}
    spread = record.position_m[:: max(1, len(record.time_s) // FLOOR_FRAMES)]
    floor = rigid_floor_m(only(body, record.names), spread)
    numbers = (_rms_m(before), _rms_m(after), floor)
    return Registered(moved, by_marker, *numbers, len(sample.time_s), _notices(by_marker, *numbers, movement.source))


def rigid_floor_m(body: Body, places_m: Floats) -> float:
    """Root mean square misfit of markers (n, k, 3) where each segment of ``body`` moves freely and rigidly."""
    squares = []
    for k in dict.fromkeys(int(s) for s in body.markers.segment):
        own = np.flatnonzero(body.markers.segment == k)
        if len(own) >= FEWEST:
            squares.append(rigid_misfit_m(body.markers.location_m[own], places_m[:, own]).ravel() ** 2)
    return float(np.sqrt(np.nanmean(np.concatenate(squares)))) if squares else float("nan")


def only(body: Body, names: Sequence[str]) -> Body:
    """``body`` with these of its markers, in this order."""
    table = body.markers
    kept = [table.names.index(name) for name in names]
    markers = Markers(tuple(names), frozen(table.segment[kept], np.int64), frozen(table.location_m[kept]))
    return replace(body, markers=markers)


def _shared(body: Body, movement: Trajectories) -> Trajectories:
    """The recording of the body's markers alone."""
    kept = [k for k, name in enumerate(movement.names) if name in body.markers.names]
    names = tuple(movement.names[k] for k in kept)
    return replace(movement, names=names, position_m=movement.position_m[:, kept], notices=())


def sampled(body: Body, record: Trajectories) -> Trajectories:
    """Frames that show the pelvis, near each other in time, from the middle of the record; raises MissingInput."""
    of_pelvis = [k for k, name in enumerate(record.names) if _stem(body, name) == "pelvis"]
    seen = np.isfinite(record.position_m[:, of_pelvis]).all(axis=2).sum(axis=1) >= FEWEST
    whole = np.flatnonzero(seen)
    if len(whole) < FEWEST_FRAMES:
        raise _without_pelvis(body, record, len(of_pelvis), len(whole))
    step = max(1, round(SPACING_S * record.rate_hz))
    first = max(0, (len(whole) - FRAMES * step) // 2)
    rows = whole[first::step][:FRAMES]
    return replace(record, time_s=frozen(record.time_s[rows]), position_m=frozen(record.position_m[rows]))


def _without_pelvis(body: Body, record: Trajectories, markers: int, frames: int) -> MissingInput:
    """What to say of a recording that hardly shows the pelvis: no marker of it, none ever seen, or few frames."""
    where = record.source or record.name
    owners = zip(body.markers.names, body.markers.segment, strict=True)
    of_static = ", ".join(f"'{name}'" for name, k in owners if body.segments.names[k] == "pelvis")
    if not markers:
        return MissingInput(
            f"the recording has none of the static trial's markers of the pelvis ({of_static}): without a pelvis no "
            "angle of a hip can be told",
            where=where,
            valid="the pelvis markers of the static trial, by the same names",
            next_step="check the names in both recordings, or say in a mapping file what the recording's names are",
        )
    if not frames:
        return MissingInput(
            f"no frame shows three markers of the pelvis ({of_static} in the static trial): without a pelvis no angle "
            "of a hip can be told",
            where=where,
            valid=f"{FEWEST_FRAMES} frames or more that show three of them",
            next_step="look whether they were left out at export or by a mapping, or give another recording",
        )
    return MissingInput(
        f"only {frames} frames show three markers of the pelvis that the static trial has too",
        where=where,
        valid=f"{FEWEST_FRAMES} frames or more, and markers named as in the static trial",
        next_step="check the markers' names in both trials",
    )


def _alternate(body: Body, sample: Trajectories) -> Body:
    """Pose with pelvis and thigh leading, move the lower markers to their means, until the fit settles."""
    lower, last = _lower(body, sample), np.inf
    for _ in range(ROUNDS if lower else 0):
        q, error = _fitted(body, sample, _leading(body))
        rms = _rms_m({name: error[name] for name in lower})
        if last - rms < SETTLED_M:
            break
        body, last = at_means(body, sample, q, lower), rms
    return body


def _lower(body: Body, sample: Trajectories) -> list[str]:
    """Markers of shank and foot that are seen at all."""
    seen = np.asarray(np.isfinite(sample.position_m).all(axis=2).any(axis=0))
    return [name for name, own in zip(sample.names, seen, strict=True) if own and _stem(body, name) in MOVABLE]


def at_means(body: Body, sample: Trajectories, q: Floats, names: Sequence[str]) -> Body:
    """``body`` with the markers of these names at their mean place in their segments over coordinates q (n, n_q)."""
    rotation, origin = poses(body, q)
    location = body.markers.location_m.copy()
    for name in names:
        k = body.markers.names.index(name)
        s = body.markers.segment[k]
        local = np.einsum("nji,nj->ni", rotation[:, s], sample.of(name) - origin[:, s])
        location[k] = np.nanmean(local, axis=0)
    return replace(body, markers=replace(body.markers, location_m=frozen(location)))


def even_fit(body: Body, sample: Trajectories) -> tuple[Floats, dict[str, Floats]]:
    """Coordinates (n, n_q) that fit the sample, each marker counting alike, and distances (n,) by marker."""
    return _fitted(body, sample, np.ones(len(body.markers.names)))


def _fitted(body: Body, sample: Trajectories, weight: Floats) -> tuple[Floats, dict[str, Floats]]:
    """Coordinates (n, n_q) that fit the sample, and distances (n,) by marker."""
    table, fit = fit_markers(sample, body, weights=dict(zip(body.markers.names, weight.tolist(), strict=True)))
    q = np.tile(body.coordinates.default, (len(sample.time_s), 1))
    for name in table.columns:
        q[:, body.coordinate(name)] = table.column(name)
    return q, {name: fit.error_m[:, k] for k, name in enumerate(fit.names)}


def _rms_m(error_m: Mapping[str, Floats]) -> float:
    return float(np.sqrt(np.nanmean(np.stack(list(error_m.values())) ** 2)))


def _leading(body: Body) -> Floats:
    weights = proximal_weights(body)
    return np.array([weights[name] for name in body.markers.names])


def _stem(body: Body, marker: str) -> str:
    """Name of a marker's segment without its side."""
    segment = int(body.markers.segment[body.markers.names.index(marker)])
    return body.segments.names[segment].split("_")[0]


def _floor_words(after_m: float, floor_m: float) -> str:
    """What the fit could reach; more than it did, where labels or markers changed since the static trial."""
    free = f"rigid segments that move freely would leave {1000 * floor_m:.1f} mm"
    return f"{free}, the rest is the model's" if floor_m <= after_m else f"{free} with markers as in the static trial"


def _notices(
    moved_m: Mapping[str, float], before_m: float, after_m: float, floor_m: float, where: str
) -> tuple[Notice, ...]:
    mm = [f"{1000 * value:.1f}" for value in (before_m, after_m, floor_m)]
    text = (
        f"shank and foot markers were moved to where they stay in movement: the fit with equal weights goes from "
        f"{mm[0]} to {mm[1]} mm; {_floor_words(after_m, floor_m)}. "
        f"Knee and ankle angles begin from that place: read their course, not their zero"
    )
    notices = [Notice("markers-registered", text, where)]
    if floor_m > TOLD_FLOOR_M:
        text = f"segments change shape by {mm[2]} mm between the static trial and this one"
        why = "labels are exchanged in one of them, or markers were put on anew"
        notices.append(Notice("segments-not-rigid", f"{text}: {why}", where))
    far = {name: distance for name, distance in moved_m.items() if distance > TOLD_MOVE_M}
    if far:
        listed = ", ".join(f"{name} {1000 * distance:.0f} mm" for name, distance in sorted(far.items()))
        text = f"these moved by more than 3 cm: {listed}"
        why = "the model's knee and ankle cannot take this leg's posture, or labels are exchanged"
        notices.append(Notice("markers-moved-far", f"{text}; {why}", where))
    return tuple(notices)
