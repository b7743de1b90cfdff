"""Whether the matched markers can move a body: enough of them, on the pelvis and on every segment of the legs."""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.errors import MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.marker_match import MarkerMatch

LEAST_MARKERS, LEAST_ON_PELVIS = 6, 2


@dataclass(frozen=True, slots=True)
class LegPart:
    """A part of a leg: its segments' names without side, and what it means that none of them carries a marker."""

    name: str
    segments: tuple[str, ...]
    effect: str


LEG_PARTS = (
    LegPart("thigh", ("femur",), "hip and knee angles rest on the markers of pelvis and shank alone"),
    LegPart("shank", ("tibia",), "knee and ankle angles rest on the markers of thigh and foot alone"),
    LegPart(
        "foot",
        ("talus", "calcn", "toes"),
        "the ankle is not measured, and the ground force meets a foot of guessed place",
    ),
)


def marker_coverage(match: MarkerMatch, body: Body, where: str = "") -> tuple[Notice, ...]:
    """Notices on segments of the legs, and on the trunk, that carry no matched marker.

    Raises MissingInput where fewer than six markers are matched, or fewer than two on the pelvis.
    """
    names = body.markers.names
    segments = [body.segments.names[body.markers.segment[names.index(pair.marker)]] for pair in match.pairs]
    if len(segments) < LEAST_MARKERS:
        raise _missing(
            f"only {len(segments)} recorded markers belong to the model", f"{LEAST_MARKERS} or more", match, where
        )
    if segments.count("pelvis") < LEAST_ON_PELVIS:
        found = segments.count("pelvis") or "no"
        raise _missing(f"{found} recorded marker is on the model's pelvis", f"{LEAST_ON_PELVIS} or more", match, where)
    notices = [
        _bare(part, side.word, where)
        for side in SIDES
        for part in LEG_PARTS
        if not any(f"{stem}_{side}" in segments for stem in part.segments)
    ]
    if "torso" in body.segments.names and "torso" not in segments:
        text = "no marker is on the trunk: its posture is not measured and stays as the model has it"
        notices.append(Notice("trunk-without-markers", text, where))
    return tuple(notices)


def refuse_unseen_pelvis(markers: Trajectories, match: MarkerMatch, body: Body) -> None:
    """Raise MissingInput where no frame shows two markers of the pelvis: no angle of a hip can be told then."""
    of_pelvis = _of_pelvis(match, body)
    own = [markers.names.index(name) for name in of_pelvis]
    seen = np.isfinite(markers.position_m[:, own]).all(axis=2).sum(axis=1)
    if seen.size and int(seen.max()) < LEAST_ON_PELVIS:
        shown = ", ".join(f"'{name}'" for name in of_pelvis)
        how = "never seen two at a time" if seen.any() else "never seen"
        raise MissingInput(
            f"the markers of the pelvis ({shown}) are {how}: without a pelvis no angle of a hip can be told",
            where=markers.source or markers.name,
            valid=f"{LEAST_ON_PELVIS} or more markers of the pelvis in view",
            next_step="look whether they were left out at export or by a mapping, or give another recording",
        )


def _of_pelvis(match: MarkerMatch, body: Body) -> list[str]:
    segment = dict(zip(body.markers.names, body.markers.segment.tolist(), strict=True))
    return [pair.recorded for pair in match.pairs if body.segments.names[segment[pair.marker]] == "pelvis"]


def _bare(part: LegPart, side: str, where: str) -> Notice:
    return Notice("segment-without-markers", f"no marker is on the {side} {part.name}: {part.effect}", where)


def _missing(what: str, valid: str, match: MarkerMatch, where: str) -> MissingInput:
    recorded = ", ".join(f"'{name}'" for name in match.unmatched_recorded[:8])
    step = f"say in a mapping file what these are: {recorded}" if recorded else "record more markers"
    return MissingInput(what, where=where, valid=valid, next_step=step)
