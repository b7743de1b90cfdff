"""What stands, lies or pulls in the picture of an exercise: floor, chair, wall, step, cushions, bands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.plan.exercise import Exercise
from trochanter.reporting.figures.person import Part, Person, person_at

HOOK_M = 0.75  # how far away a hook is drawn
_POST_M = 0.025
_HOOKED = ("band_hook", "band_left", "strap_right")
_CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))


@dataclass(frozen=True, slots=True)
class Face:
    """A flat piece (n, 3) in the room, metres, and its kind: 'ground', 'thing', 'thing-side' or 'wall'."""

    kind: str
    corners_m: Floats


@dataclass(frozen=True, slots=True)
class Scene:
    """Faces behind the person, parts that are sorted with the person's, and bands (n, 3) in front."""

    faces: tuple[Face, ...]
    parts: tuple[Part, ...]
    bands_m: tuple[Floats, ...]


def scene(exercise: Exercise, person: Person) -> Scene:
    """The things of an exercise around a person; what stands keeps its place over the movement."""
    start, end = person_at(exercise, 0.0), person_at(exercise, 1.0)
    names = exercise.picture.things
    floor = _floor_m(exercise, start)
    standing = [face for name in names if name in _FACES for face in _FACES[name](start, end, floor)]
    parts = [_PARTS[name](start) for name in names if name in _PARTS]
    bands = {name: _BANDS[name](person, start) for name in names if name in _BANDS}
    posts = [_post(_BANDS[name](start, start)[1], floor) for name in bands if name in _HOOKED]
    parts += posts
    faces = [_ground(exercise, (start, end), standing, posts, floor), *standing]
    return Scene(tuple(faces), tuple(parts), tuple(bands.values()))


def _floor_m(exercise: Exercise, start: Person) -> float:
    """The height of the floor: under a bench half a metre below the body, else under the lowest part."""
    return start.floor_m - (0.30 if "bench" in exercise.picture.things else 0.0)


def _ground(
    exercise: Exercise, people: tuple[Person, Person], things: list[Face], posts: list[Part], floor_m: float
) -> Face:
    """The floor under person and things, wide enough for the whole movement."""
    upright = {"standing", "seated"} & exercise.activity.positions and exercise.picture.arms != "behind"
    parts = [p for person in people for p in person.parts if p.lowest_m < floor_m + 0.5 or not upright]
    places = [place for part in (*parts, *posts) for place in (part.start_m, part.end_m)]
    places += [corner for face in things if face.kind != "wall" for corner in face.corners_m]
    low, high = np.min(places, axis=0) - 0.12, np.max(places, axis=0) + 0.12
    return _level("ground", (low[0], high[0]), (low[2], high[2]), floor_m)


def _level(kind: str, x_m: tuple[float, float], z_m: tuple[float, float], height_m: float) -> Face:
    return Face(kind, np.array([(x_m[(a + 1) // 2], height_m, z_m[(b + 1) // 2]) for a, b in _CORNERS]))


def _upright(kind: str, a_m: tuple[float, float], b_m: tuple[float, float], low_m: float, high_m: float) -> Face:
    """A standing face over the stretch from a to b (forward, right)."""
    return Face(
        kind, np.array([(p[0], y, p[1]) for p, y in ((a_m, low_m), (b_m, low_m), (b_m, high_m), (a_m, high_m))])
    )


def _box(x_m: tuple[float, float], z_m: tuple[float, float], low_m: float, high_m: float) -> list[Face]:
    """Sides and top of a box; sides come first, so that the top is drawn over them."""
    corners = [(x_m[(a + 1) // 2], z_m[(b + 1) // 2]) for a, b in _CORNERS]
    sides = [_upright("thing-side", corners[k], corners[(k + 1) % 4], low_m, high_m) for k in (3, 0, 1, 2)]
    return [*sides, _level("thing", x_m, z_m, high_m)]


def _seat(width_m: float, back: float) -> Callable[[Person, Person, float], list[Face]]:
    def faces(start: Person, _end: Person, floor_m: float) -> list[Face]:
        pelvis = start.points_m["pelvis"]
        top = min(part.lowest_m for part in start.parts if part.role == "trunk")
        x, z = (float(pelvis[0]) - 0.20, float(pelvis[0]) + 0.24), (-width_m, width_m)
        rest = (
            [_upright("thing-side", (x[0] - back, z[0]), (x[0] - back, z[1]), top + 0.15, top + 0.55)] if back else []
        )
        legs = [
            _box((a, a + 0.03), (b, b + 0.03), floor_m, top) for a in (x[0], x[1] - 0.03) for b in (z[0], z[1] - 0.03)
        ]
        return [*rest, *(face for leg in legs for face in leg), *_box(x, z, top - 0.03, top)]

    return faces


def _step(start: Person, _end: Person, floor_m: float) -> list[Face]:
    heel, toe = start.points_m["heel_r"], start.points_m["toe_r"]
    z = float(heel[2])
    return _box((float(heel[0]) - 0.08, float(toe[0]) + 0.06), (z - 0.12, z + 0.16), floor_m, float(heel[1]) - 0.034)


def _bench(start: Person, _end: Person, floor_m: float) -> list[Face]:
    """A bed whose front edge ends at the knee of the working leg, so that the lower leg is free."""
    top = min(part.lowest_m for part in start.parts if part.role == "trunk")
    along = [float(part.end_m[2]) for part in start.parts]
    across = (float(start.points_m["pelvis"][0]) - 0.25, float(start.points_m["knee_r"][0]) - 0.04)
    return _box(across, (min(along) - 0.1, max(along) + 0.1), floor_m, top)


def _wall_right(start: Person, _end: Person, floor_m: float) -> list[Face]:
    hand = start.points_m["hand_r"]
    x, z = float(hand[0]), float(hand[2]) + 0.04
    return [_upright("wall", (x - 0.35, z), (x + 0.35, z), floor_m, floor_m + 1.7)]


def _wall_behind(start: Person, end: Person, floor_m: float) -> list[Face]:
    x = min(float(end.points_m["side_r"][0]) - 0.10, float(start.points_m["heel_r"][0]) - 0.05)
    return [_upright("wall", (x, -0.4), (x, 0.4), floor_m, floor_m + 1.5)]


def _wall_feet(start: Person, _end: Person, floor_m: float) -> list[Face]:
    x = max(float(part.end_m[0]) for part in start.parts) + 0.03
    return [_upright("wall", (x, -0.5), (x, 0.5), floor_m, floor_m + 0.9)]


def _cushion_under(start: Person, _end: Person, floor_m: float) -> list[Face]:
    """Cushions under the shin in front, and on them those that carry the seat."""
    top = max(float(min(start.points_m["heel_r"][1], start.points_m["ankle_r"][1])) - 0.045, floor_m + 0.02)
    seat = min(part.lowest_m for part in start.parts if part.role == "trunk")
    x, z = (float(start.points_m["pelvis"][k]) for k in (0, 2))
    return [
        *_box((x - 0.12, x + 0.42), (z - 0.22, z + 0.30), floor_m, top),
        *_box((x - 0.12, x + 0.12), (z - 0.06, z + 0.20), top, seat),
    ]


def _cushion_leg(start: Person, _end: Person, floor_m: float) -> list[Face]:
    """A cushion between floor and the lower leg that does not work, which lies on it."""
    (shin,) = (part for part in start.parts if part.role == "other" and part.start_m is start.points_m["knee_l"])
    ends = np.array([shin.start_m, shin.end_m])
    low, high = ends.min(axis=0) - 0.07, ends.max(axis=0) + 0.07
    return _box((low[0], high[0]), (low[2], high[2]), floor_m, max(shin.lowest_m, floor_m + 0.02))


def _paper(start: Person, _end: Person, floor_m: float) -> list[Face]:
    x = float(start.points_m["pelvis"][0])
    return [_level("paper-sheet", (x - 0.14, x + 0.12), (0.02, 0.24), floor_m + 0.004)]


def _post(hook_m: Floats, floor_m: float) -> Part:
    """A post at whose side a band is fastened."""
    foot, top = np.array(hook_m), np.array(hook_m)
    foot[1], top[1] = floor_m + _POST_M, max(float(hook_m[1]) + 0.10, floor_m + 0.35)
    return Part("thing", foot, top, _POST_M, _POST_M)


def _between(a: str, b: str, radius_m: float) -> Callable[[Person], Part]:
    def part(start: Person) -> Part:
        ends = [0.5 * (start.points_m[f"{name}_r"] + start.points_m[f"{name}_l"]) for name in (a, b)]
        return Part("thing", ends[0], ends[1], radius_m, radius_m)

    return part


def _round(name: str, beyond: str, share: float, radius_m: float) -> Callable[[Person, Person], Floats]:
    """A band round both legs: from the outer side of one to that of the other, at a share of the way to a joint."""

    def band(person: Person, _start: Person) -> Floats:
        points = person.points_m
        right, left = (points[f"{name}_{s}"] + share * (points[f"{beyond}_{s}"] - points[f"{name}_{s}"]) for s in "rl")
        apart = (right - left) / max(float(np.linalg.norm(right - left)), 1e-9)
        return np.array([right + radius_m * apart, left - radius_m * apart])

    return band


def _hooked(name: str, sign: float) -> Callable[[Person, Person], Floats]:
    """A band from a point of the body to a hook at the right (sign 1) or left of where that point is at the start."""

    def band(person: Person, start: Person) -> Floats:
        here, there = (_middle_of_hands(p) if name == "hands" else p.points_m[name] for p in (person, start))
        return np.array([here, there + np.array([0.0, 0.0, sign * HOOK_M])])

    return band


def _groin(person: Person, start: Person) -> Floats:
    here, there = (p.points_m["hip_r"] + 0.25 * (p.points_m["knee_r"] - p.points_m["hip_r"]) for p in (person, start))
    return np.array([here, there + np.array([0.0, 0.0, HOOK_M])])


def _middle_of_hands(person: Person) -> Floats:
    return np.asarray(0.5 * (person.points_m["hand_r"] + person.points_m["hand_l"]))


_FACES: Mapping[str, Callable[[Person, Person, float], list[Face]]] = {
    "chair": _seat(0.22, 0.0),
    "chair_low": _seat(0.22, 0.03),
    "high_seat": _seat(0.17, 0.0),
    "step": _step,
    "bench": _bench,
    "wall": _wall_right,
    "wall_behind": _wall_behind,
    "wall_feet": _wall_feet,
    "cushion_under": _cushion_under,
    "cushion_leg": _cushion_leg,
    "paper": _paper,
}
_PARTS: Mapping[str, Callable[[Person], Part]] = {
    "cushion": _between("knee", "ankle", 0.035),
    "roll": _between("knee", "ankle", 0.055),
}
_BANDS: Mapping[str, Callable[[Person, Person], Floats]] = {
    "band": _round("knee", "hip", 0.15, 0.06),
    "belt": _round("knee", "hip", 0.15, 0.06),
    "band_ankles": _round("ankle", "knee", 0.06, 0.04),
    "band_hook": _hooked("hands", 1.0),
    "band_left": _hooked("ankle_r", -1.0),
    "strap_right": _groin,
}
