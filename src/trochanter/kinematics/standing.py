"""A person who stands still: one place for every marker of a static trial, and what the trial does not promise.

A place is the median over time of the samples that lie near it, so a marker that jumps for some frames does no harm.
Landmarks in the middle of two others (``asis_mid``, ``knee_centre_r``, ...) are added where both are seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput, one_of
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.marker_match import LandmarkMatch

STRAY_M = 0.01  # a sample farther from its marker's median is left out; a standing person sways by less
RESTLESS_M, WALKING_M = 0.01, 0.05  # root mean square movement that is told, and that is no standing
LYING_RAD = np.radians(45.0)
INSIDE_OUT = -0.3  # cosine of a joint's way from inside to outside and the pelvis's; nobody stands with a leg turned so
_HALVES = (
    *((f"{name}_mid", f"{name}_r", f"{name}_l") for name in ("asis", "psis", "acromion", "hip_centre")),
    *((f"knee_centre_{s}", f"knee_lateral_{s}", f"knee_medial_{s}") for s in "rl"),
    *((f"ankle_centre_{s}", f"ankle_lateral_{s}", f"ankle_medial_{s}") for s in "rl"),
    *((f"mt_mid_{s}", f"mt1_{s}", f"mt5_{s}") for s in "rl"),
    *((f"wrist_{s}", f"wrist_radial_{s}", f"wrist_ulnar_{s}") for s in "rl"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing person in ground axes.

    point_m: recorded marker -> place (3,); landmark_m: landmark -> place (3,); segment: recorded marker -> name of the
    segment it is on; where: the file; foot_pitch_rad: by
    side ('r', 'l') how far the foot points up from standing flat, 0 where it is not named.
    """

    point_m: Mapping[str, Floats]
    landmark_m: Mapping[str, Floats]
    segment: Mapping[str, str]
    where: str = ""
    notices: tuple[Notice, ...] = ()
    foot_pitch_rad: Mapping[str, float] = field(default_factory=dict)

    def has(self, *landmarks: str) -> bool:
        """Whether all these landmarks are known."""
        return all(name in self.landmark_m for name in landmarks)

    def distance_m(self, first: str, second: str) -> float:
        """Distance of two landmarks."""
        return float(np.linalg.norm(self.landmark_m[first] - self.landmark_m[second]))

    def with_landmarks(self, places_m: Mapping[str, Floats], *notices: Notice) -> "Standing":
        """The same person with more landmarks (they replace those of the same name) and notices."""
        known = with_middles({**self.landmark_m, **{name: frozen(place) for name, place in places_m.items()}})
        return replace(self, landmark_m=known, notices=(*self.notices, *notices))


def with_middles(places_m: Mapping[str, Floats]) -> dict[str, Floats]:
    """Landmarks with those added that lie midway between two of them; a measured one is kept.

    The sacrum's marker lies between the posterior spines and stands in for their middle.
    """
    known = dict(places_m)
    if "sacrum" in known and "psis_mid" not in known and not {"psis_r", "psis_l"} <= known.keys():
        known["psis_mid"] = known["sacrum"]
    for name, first, second in _HALVES:
        if name not in known and first in known and second in known:
            known[name] = frozen(0.5 * (known[first] + known[second]))
    return known


def standing(static: Trajectories, names: LandmarkMatch) -> Standing:
    """Average a static trial whose y axis points up.

    Raises MissingInput where no marker is seen or none of them has a name that is known, ImpossibleData where the
    person walks or lies.
    """
    where = static.source or static.name
    seen = [k for k in range(len(static.names)) if np.isfinite(static.position_m[:, k]).all(axis=1).any()]
    places, notices = _places(static, seen, where)
    landmarks = {names.landmark[n]: p for n, p in places.items() if n in names.landmark}
    if not landmarks:
        raise MissingInput(
            f"no marker of the static trial is a landmark that trochanter knows; it has {one_of(static.names, 8)}",
            where=where,
            valid="markers over the spines of the pelvis, both sides of knees and ankles, heels and toes",
            next_step="give a mapping file that says which landmark each marker is on",
        )
    person = Standing(places, with_middles(landmarks), dict(names.segment), where, notices)
    _refuse_lying(person)
    _refuse_inside_out(person, names.recorded)
    return person


def _places(static: Trajectories, seen: Sequence[int], where: str) -> tuple[dict[str, Floats], tuple[Notice, ...]]:
    notices, places, restless = list(_unseen(static, seen, where)), {}, {}
    for k in seen:
        path = static.position_m[np.isfinite(static.position_m[:, k]).all(axis=1), k]
        away = np.linalg.norm(path - np.median(path, axis=0), axis=1)
        movement = float(np.sqrt(np.mean(away**2)))
        near = path[away <= max(STRAY_M, 3.0 * float(np.median(away)))]
        if len(near) < len(path):
            text = f"marker '{static.names[k]}' is away from its place in {len(path) - len(near)} of {len(path)} frames"
            notices.append(Notice("static-stray-frames", f"{text}; they are left out", where))
            movement = float(np.sqrt(np.mean(np.sum((near - near.mean(axis=0)) ** 2, axis=1))))
        places[static.names[k]], restless[static.names[k]] = frozen(near.mean(axis=0)), movement
    notices += _movement(restless, where)
    return places, tuple(notices)


def _unseen(static: Trajectories, seen: Sequence[int], where: str) -> list[Notice]:
    unseen = [name for k, name in enumerate(static.names) if k not in seen]
    if not seen:
        raise MissingInput(
            "no marker is seen in the static trial",
            where=where,
            valid="one second or more of a person who stands still",
            next_step="export the static trial again, or give another",
        )
    text = f"these markers are never seen in the static trial and are left out: {one_of(unseen)}"
    return [Notice("static-unseen", text, where)] if unseen else []


def _movement(restless_m: Mapping[str, float], where: str) -> list[Notice]:
    typical = float(np.median(list(restless_m.values())))
    if typical > WALKING_M:
        raise ImpossibleData(
            f"the person moves in the static trial: half of the markers by {100 * typical:.0f} cm or more",
            where=where,
            valid="a person who stands still",
            next_step="give the static trial, or cut out a second in which the person stands still",
        )
    if typical > RESTLESS_M:
        text = f"the person moves in the static trial by {1000 * typical:.0f} mm; the size of the body is less certain"
        return [Notice("static-moving", text, where)]
    return []


def _refuse_lying(person: Standing) -> None:
    """Upright: from the ankles to the pelvis is up, within 45 degrees."""
    low = [f"{name}_{s.value}" for s in SIDES for name in ("ankle_lateral", "heel")]
    feet = [person.landmark_m[name] for name in low if person.has(name)]
    if not feet or not person.has("asis_mid"):
        return
    leg = person.landmark_m["asis_mid"] - np.mean(feet, axis=0)
    tilt = float(np.arccos(np.clip(leg[1] / np.linalg.norm(leg), -1.0, 1.0)))
    if tilt > LYING_RAD:
        raise ImpossibleData(
            f"the person does not stand in the static trial: the legs lean by {np.degrees(tilt):.0f} degrees",
            where=person.where,
            valid="a person who stands upright, in axes of which y points up",
            next_step="give a static trial in standing, or check which axis of the laboratory points up",
        )


def _refuse_inside_out(person: Standing, recorded: Mapping[str, str]) -> None:
    """Beside the pelvis, the outer markers of knees and ankles lie outside the inner ones."""
    if not person.has("asis_r", "asis_l"):
        return
    right = person.landmark_m["asis_r"] - person.landmark_m["asis_l"]
    for side in SIDES:
        outward = right if side is Side.RIGHT else -right
        for joint in ("knee", "ankle"):
            outer, inner = f"{joint}_lateral_{side.value}", f"{joint}_medial_{side.value}"
            if not person.has(outer, inner):
                continue
            across = person.landmark_m[outer] - person.landmark_m[inner]
            if across @ outward < INSIDE_OUT * np.linalg.norm(across) * np.linalg.norm(outward):
                raise ImpossibleData(
                    f"the inner and the outer marker of the {side.word} {joint} are exchanged: "
                    f"'{recorded[outer]}' lies inside '{recorded[inner]}'",
                    where=person.where,
                    valid="the outer marker farther from the middle of the body than the inner one",
                    next_step="exchange these labels in the file, or say in a mapping file what they are",
                )
