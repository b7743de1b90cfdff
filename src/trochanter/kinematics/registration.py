"""Markers fixed to a scaled body: the body stands as the person stood, and every marker stays where it stands.

The posture comes from the bones, not from a marker set: pelvis by the plane of its spines and the middle of the hip
centres, thigh by hip centre and epicondyles, shank by the ankle centre, foot by its direction on the floor, trunk and
arms by what landmarks they share. So the zero of hip rotation is the epicondyles', as it is in the model; the foot has
next to no say in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body, Markers
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.hip_centres import pelvis_axes
from trochanter.kinematics.model_landmarks import ModelLandmarks, model_landmarks
from trochanter.kinematics.pose_fit import Points, fit_poses
from trochanter.kinematics.standing import Standing

TOLD_MISFIT_M = 0.02
FOOT_LENGTH_M = 0.2
DIRECTION = "foot_direction"
DIRECTION_WEIGHT = 1e-3  # sets the ankle; more would turn the hip where the foot cannot turn on the shank
UPPER_WEIGHT = 0.1  # landmarks of trunk and arms: the model's are less exact than the legs' joint centres
_UPPER = ("torso", "humerus", "ulna", "radius", "hand")
_STAND_INS = {"head": "torso", "toes_r": "calcn_r", "toes_l": "calcn_l", "radius_r": "ulna_r", "radius_l": "ulna_l"}


@dataclass(frozen=True, slots=True)
class Task:
    """A point of a segment, location_m (3,) in its frame, that should meet a measured place, target_m (3,)."""

    name: str
    segment: str
    location_m: Floats
    target_m: Floats
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Stance:
    """The body standing as the person: q (n_q,), rotation (n_s, 3, 3), origin_m (n_s, 3), misfit by task in metres."""

    q: Floats
    rotation: Floats
    origin_m: Floats
    error_m: Mapping[str, float]


def stand(body: Body, person: Standing) -> Stance:
    """The posture in which the scaled ``body`` stands like ``person``, whose hip centres are known.

    Raises MissingInput where there are none.
    """
    _need_hips(person)
    tasks = standing_tasks(body, person)
    start = neutral_coordinates(body)
    for axis, value in zip("xyz", person.landmark_m["hip_centre_mid"], strict=True):
        if f"pelvis_t{axis}" in body.coordinates.names:
            start[body.coordinate(f"pelvis_t{axis}")] = value
    points = Points(
        np.array([body.segment(task.segment) for task in tasks], dtype=np.int64),
        np.array([task.location_m for task in tasks]),
        np.array([task.weight for task in tasks]),
    )
    q = fit_poses(body, points, np.array([[task.target_m for task in tasks]]), start[None])[0]
    rotation, origin = segment_poses(body, q)
    places = [origin[s] + rotation[s] @ x for s, x in zip(points.segment, points.location_m, strict=True)]
    errors = {t.name: float(np.linalg.norm(p - t.target_m)) for t, p in zip(tasks, places, strict=True)}
    return Stance(frozen(q), frozen(rotation), frozen(origin), errors)


def standing_tasks(body: Body, person: Standing) -> list[Task]:
    """Points that define the standing posture, those for which the person has markers."""
    model, centre = model_landmarks(body), _centres_in(body)
    tasks = _pelvis_tasks(model, person)
    for side in SIDES:
        tasks += [*_thigh_tasks(person, side, centre), *_foot_tasks(model, person, side, centre)]
    upper = [n for n, segment in model.segment.items() if segment.startswith(_UPPER) and person.has(n)]
    return tasks + [
        Task(n, model.segment[n], model.location_m[n], person.landmark_m[n], UPPER_WEIGHT) for n in sorted(upper)
    ]


def with_recorded_markers(body: Body, person: Standing, stance: Stance) -> tuple[Body, tuple[Notice, ...]]:
    """``body`` with the recorded markers in place of its own, each fixed where it is in ``stance``.

    A marker on a segment that the body lacks is left out; so is one of which nobody knows the segment. Both are told.
    """
    names, segments, places, left_out = [], [], [], []
    for name, place in person.point_m.items():
        segment = _segment_in(body, person.segment.get(name, ""))
        if segment is None:
            left_out.append(name)
            continue
        k = body.segment(segment)
        names.append(name)
        segments.append(k)
        places.append(stance.rotation[k].T @ (place - stance.origin_m[k]))
    markers = Markers(tuple(names), frozen(segments, np.int64), frozen(places, shape=(-1, 3)))
    notices = [*_left_out(left_out, person.where), *_bare_segments(body, markers, person.where)]
    return replace(body, markers=markers), tuple(notices)


def stance_notices(stance: Stance, where: str) -> tuple[Notice, ...]:
    """Landmarks that the scaled body misses by more than 2 cm in stance, and feet that point elsewhere."""
    far = {name: error for name, error in sorted(stance.error_m.items()) if error > TOLD_MISFIT_M}
    landmarks = [f"{name} {1000 * error:.0f} mm" for name, error in far.items() if not name.startswith(DIRECTION)]
    feet = [
        f"{Side(name[-1]).word} foot by {np.degrees(error / FOOT_LENGTH_M):.0f} degrees"
        for name, error in far.items()
        if name.startswith(DIRECTION)
    ]
    notices = []
    if landmarks:
        text = f"standing as the person does, the scaled body misses {', '.join(landmarks)}"
        notices.append(Notice("stance-misfit", text, where))
    if feet:
        text = f"the model's foot cannot point where the person's does: {', '.join(feet)}"
        why = "hip and knee are left alone, foot markers carry the difference until they are registered to a movement"
        notices.append(Notice("stance-foot-direction", f"{text}; {why}", where))
    return tuple(notices)


def _pelvis_tasks(model: ModelLandmarks, person: Standing) -> list[Task]:
    """The person's spines as seen from the hip centres, in a model pelvis whose plane of spines coincides."""
    names = [n for n in ("asis_r", "asis_l", "psis_r", "psis_l", "psis_mid") if person.has(n)]
    middle, model_middle = person.landmark_m["hip_centre_mid"], model.upright_m["hip_centre_mid"]
    if not (person.has("asis_r", "asis_l", "psis_mid") and model.has("asis_r", "asis_l", "psis_mid")):
        return []
    turn = pelvis_axes(model.upright_m) @ pelvis_axes(person.landmark_m).T
    shift = model_middle - (model.upright_m["asis_r"] - model.location_m["asis_r"])
    places = {n: person.landmark_m[n] for n in names}
    return [Task(n, "pelvis", shift + turn @ (place - middle), place) for n, place in places.items()]


def _centres_in(body: Body) -> dict[str, Floats]:
    """Knee centres in the thighs, ankle centres in the feet, in the neutral posture; by landmark."""
    rotation, origin = segment_poses(body, neutral_coordinates(body))
    found = {}
    for name, inside, child in (("knee_centre", "femur", "tibia"), ("ankle_centre", "calcn", "talus")):
        for s in SIDES:
            k, c = body.segment(f"{inside}_{s.value}"), body.segment(f"{child}_{s.value}")
            found[f"{name}_{s.value}"] = rotation[k].T @ (origin[c] - origin[k])
    return found


def _thigh_tasks(person: Standing, side: Side, centre: Mapping[str, Floats]) -> list[Task]:
    suffix, outward = side.value, 1.0 if side is Side.RIGHT else -1.0
    hip, femur = f"hip_centre_{suffix}", f"femur_{suffix}"
    tasks = [Task(hip, femur, np.zeros(3), person.landmark_m[hip])]
    lateral, medial, middle = (f"knee_{part}_{suffix}" for part in ("lateral", "medial", "centre"))
    knee = centre[middle]
    if person.has(lateral, medial):
        half = np.array([0.0, 0.0, 0.5 * outward * person.distance_m(lateral, medial)])
        tasks += [Task(n, femur, knee + h, person.landmark_m[n]) for n, h in ((lateral, half), (medial, -half))]
    elif person.has(middle):
        tasks.append(Task(middle, femur, knee, person.landmark_m[middle]))
    return tasks


def _foot_tasks(model: ModelLandmarks, person: Standing, side: Side, centre: Mapping[str, Floats]) -> list[Task]:
    suffix = side.value
    ankle, foot = f"ankle_centre_{suffix}", f"calcn_{suffix}"
    if not person.has(ankle):
        return []
    center = centre[ankle]
    tasks = [Task(ankle, f"talus_{suffix}", np.zeros(3), person.landmark_m[ankle])]
    line = foot_line(person.landmark_m, suffix)
    if line is not None:
        toe, heel = line
        ahead = _level(person.landmark_m[toe] - person.landmark_m[heel])
        ahead = _pitched(ahead, person.foot_pitch_rad.get(suffix, 0.0))
        own = model.location_m[toe] - model.location_m[heel] if _both(model, toe, heel) else np.array([1.0, 0.0, 0.0])
        front = center + _level(own)
        tasks.append(Task(f"{DIRECTION}_{suffix}", foot, front, person.landmark_m[ankle] + ahead, DIRECTION_WEIGHT))
    return tasks


def foot_line(known: Mapping[str, Floats], suffix: str) -> tuple[str, str] | None:
    """Landmarks that the foot's direction goes through: the second metatarsal, in line with the model's, if any."""
    heel = f"heel_{suffix}"
    toes = [f"{name}_{suffix}" for name in ("mt2", "mt_mid", "mt1", "mt5", "toe")]
    return next(((toe, heel) for toe in toes if toe in known and heel in known), None)


def _both(model: ModelLandmarks, toe: str, heel: str) -> bool:
    return toe in model.location_m and heel in model.location_m


def _level(direction: Floats) -> Floats:
    """A direction without its vertical part, as long as a foot."""
    flat = direction * [1.0, 0.0, 1.0]
    return np.asarray(FOOT_LENGTH_M * flat / np.linalg.norm(flat))


def _pitched(level: Floats, pitch_rad: float) -> Floats:
    """A level direction pointing up by an angle."""
    up = np.array([0.0, float(np.linalg.norm(level)), 0.0])
    return np.asarray(np.cos(pitch_rad) * level + np.sin(pitch_rad) * up)


def _segment_in(body: Body, segment: str) -> str | None:
    while segment and segment not in body.segments.names:
        segment = _STAND_INS.get(segment, "")
    return segment or None


def _left_out(names: list[str], where: str) -> list[Notice]:
    if not names:
        return []
    text = f"the body has no segment for these markers, or it is not known which they are on: {', '.join(names)}"
    return [Notice("markers-left-out", text, where)]


def _bare_segments(body: Body, markers: Markers, where: str) -> list[Notice]:
    own = {body.segments.names[k] for k in markers.segment}
    stems = ("femur", "tibia", "calcn")
    bare = [n for n in ("pelvis", *(f"{stem}_{s.value}" for stem in stems for s in SIDES)) if n not in own]
    bare = [n for n in bare if not (n.startswith("calcn") and n.replace("calcn", "toes") in own)]
    if not bare:
        return []
    text = f"no marker moves with {', '.join(bare)}: the joint above is not measured there"
    return [Notice("segments-without-markers", text, where)]


def _need_hips(person: Standing) -> None:
    if not person.has("hip_centre_r", "hip_centre_l"):
        raise MissingInput(
            "the hip joint centres of the standing person are not known",
            where=person.where,
            valid="markers over the spines of the pelvis",
            next_step="name them in a mapping file, or scale by height and mass",
        )
