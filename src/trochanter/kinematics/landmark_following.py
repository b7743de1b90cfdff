"""A body that nobody stood still for: its landmarks are followed, other markers where they stay in the movement.

A model's places of tracking markers are those of one laboratory on one person; on anybody else they are off by a
decimetre and drag the bones along. Its bony landmarks are where everybody's are. So landmarks alone place the body at
first, then every other marker is fixed at its mean place in its segment, and the fit is made again with all.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Body, Markers
from trochanter.anatomy.marker_sets import known_markers
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.marker_match import LEFT_OUT, landmarks_of, match_markers
from trochanter.kinematics.movement_registration import at_means, even_fit, only, sampled

ROUNDS = 3


def following_landmarks(body: Body, movement: Trajectories, mapping: Mapping[str, str] | None = None) -> Body:
    """``body`` with its bony landmarks as markers, and with the movement's other markers at their mean places.

    Markers get the names that they were recorded with. The body comes back as it is, with a notice, where its
    landmarks alone do not tell where it is.
    """
    landmarks = _landmarks(body, movement, mapping)
    others = _others(landmarks, movement, mapping)
    where = movement.source or movement.name
    try:
        shown = sampled(landmarks, _part(movement, landmarks.markers.names))
        q = even_fit(landmarks, shown)[0]
    except (ImpossibleData, MissingInput) as error:
        text = "tracking markers are followed at the places that the model gives them, which are not this person's"
        text = f"{text}: {error.what}"
        return replace(body, notices=(*body.notices, Notice("markers-generic", text, where)))
    sample = _at(_part(movement, (*landmarks.markers.names, *others)), shown.time_s)
    found = at_means(_with(landmarks, others), sample, q, [*others])
    for _ in range(ROUNDS if others else 0):
        q = even_fit(found, sample)[0]
        found = at_means(found, sample, q, [*others])
    return replace(found, notices=(*found.notices, _notice(landmarks, others, where)))


def _landmarks(body: Body, movement: Trajectories, mapping: Mapping[str, str] | None) -> Body:
    """The body with the markers alone that stand for a landmark and were recorded, named as recorded."""
    match = match_markers(movement.names, body, mapping)
    meaning = known_markers(body.markers.names)[1]
    kept = {p.marker: p.recorded for p in match.pairs if p.marker in meaning and meaning[p.marker].landmark}
    own = only(body, list(kept))
    return replace(own, markers=replace(own.markers, names=tuple(kept.values())))


def _others(landmarks: Body, movement: Trajectories, mapping: Mapping[str, str] | None) -> dict[str, int]:
    """Segment by name of the recorded markers beside the landmarks that are on a segment of the body.

    Calculated points, such as joint centres, are left out: no skin carries them.
    """
    meaning = landmarks_of(movement.names, mapping)
    dropped = {name for name, target in (mapping or {}).items() if target == LEFT_OUT}
    seen = np.any(np.isfinite(movement.position_m).all(axis=2), axis=0).tolist()
    names = [name for name, own in zip(movement.names, seen, strict=True) if own and name not in dropped]
    return {
        name: landmarks.segment(meaning.segment[name])
        for name in names
        if name not in landmarks.markers.names
        and meaning.segment.get(name, "") in landmarks.segments.names
        and "_centre" not in meaning.landmark.get(name, "")
    }


def _with(body: Body, others: Mapping[str, int]) -> Body:
    table = body.markers
    markers = Markers(
        (*table.names, *others),
        frozen([*table.segment.tolist(), *others.values()], np.int64),
        frozen(np.concatenate([table.location_m, np.zeros((len(others), 3))])),
    )
    return replace(body, markers=markers)


def _at(movement: Trajectories, time_s: Floats) -> Trajectories:
    rows = np.isin(movement.time_s, time_s)
    return replace(movement, time_s=frozen(movement.time_s[rows]), position_m=frozen(movement.position_m[rows]))


def _part(movement: Trajectories, names: tuple[str, ...]) -> Trajectories:
    """The recording of some markers."""
    own = [movement.names.index(name) for name in names]
    return replace(movement, names=tuple(names), position_m=frozen(movement.position_m[:, own]), notices=())


def _notice(landmarks: Body, others: Mapping[str, int], where: str) -> Notice:
    text = (
        f"without a static trial the body follows {len(landmarks.markers.names)} bony landmarks where the model has "
        f"them, and {len(others)} other markers where they stay in this movement: angles begin from the model's zero, "
        "hip rotation up to some 10 degrees from the person's; read their course"
    )
    return Notice("markers-from-movement", text, where)
