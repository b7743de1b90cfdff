"""An exercise as a picture: its start, its end, and the movement between them, from the hip model's own joints."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.muscle_choice import choose_lines
from trochanter.anatomy.muscle_names import describe
from trochanter.core.arrays import Floats
from trochanter.mechanics.geometry import Engine, make_engine
from trochanter.mechanics.path_nodes import path_nodes
from trochanter.plan.exercise import Exercise
from trochanter.reporting.figures.exercise_things import Scene, scene
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice
from trochanter.reporting.figures.looking import Look, look_from, rounded
from trochanter.reporting.figures.person import Part, Person, person_at
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing, points

FRAMES = 5  # as many as style/motion.css shows in turn
SHORTEST_S, LONGEST_S = 3.0, 8.0  # of a repetition as it is shown, in whole seconds
_BESIDE_BAND_PX = -14.0  # an arrow on a band could not be told from it
_GAP_PX, _LABEL_PX, _MOST_HIGH_PX, _MOST_WIDE_PX, _ROW_HIGH_PX = 20.0, 24.0, 300.0, 460.0, 190.0
_WIDE_SHARE = 0.7  # a person in a picture this much wider than high gets a row of a phone's screen
_ROLES = {"trunk": "p-body", "head": "p-body", "arm": "p-arm", "other": "p-other", "work": "p-work", "left": "p-left"}
_MUSCLES = {"deep": "mus-deep", "gluteal": "mus-glut"}
_NEARLY_STILL_M = 0.06


class _Sheet:
    """One picture's window on the room: look, scale and place, the same for all its panels."""

    def __init__(self, exercise: Exercise, drawing: Drawing, width_px: float, high_px: float) -> None:
        self.drawing, self.look = drawing, look_from(exercise.picture.view)
        shares = np.linspace(0.0, 1.0, 3) if exercise.moves else [0.0]
        places = np.concatenate([_extent(self.look, exercise, float(share)) for share in shares])
        self.low, self.high = places.min(axis=0), places.max(axis=0)
        wide_m, tall_m = self.high - self.low
        self.scale = min(width_px / wide_m, high_px / tall_m)
        self.size = (float(self.scale * wide_m), float(self.scale * tall_m))
        self.left, self.top = 0.0, 0.0

    def at(self, point_m: Floats) -> tuple[float, float]:
        """A point of the room in pixels."""
        x, y = self.look.flat(point_m)[:2]
        return self.left + self.scale * float(x - self.low[0]), self.top + self.scale * float(self.high[1] - y)

    def part(self, kind: str, part: Part) -> None:
        """The outline of a rounded part."""
        radii = (self.scale * part.start_radius_m, self.scale * part.end_radius_m)
        self.drawing.path(kind, rounded(self.at(part.start_m), self.at(part.end_m), *radii))

    def line(self, kind: str, places_m: Floats, end: str = "") -> None:
        """A line through points of the room; ``end``: 'Z' closes it."""
        x, y = np.array([self.at(place) for place in places_m]).T
        self.drawing.path(kind, points(x, y) + end)


def exercise_figure(exercise: Exercise) -> Figure:
    """Start and end side by side and the movement beside them; one posture where nothing moves."""
    shares = np.linspace(0.0, 1.0, 5) if exercise.moves else np.zeros(1)
    numbers = Numbers("share of the movement", np.asarray(shares))
    for name in exercise.posture_deg if not exercise.moves else exercise.moves:
        numbers.add(f"{name} (degrees)", [exercise.at_deg(float(share))[name] for share in shares])

    def draw(drawing: Drawing) -> float:
        return _panels(exercise, drawing)

    words = _in_words(exercise)
    return drawn_twice(f"exercise-{exercise.name}", draw, words, words, numbers)


def exercise_still(exercise: Exercise, width_px: float, high_px: float) -> str:
    """Start and end as SVG, for paper and pages: no muscles, letters that stay large; high_px: of a panel at most.

    Marks have classes and no style of their own: a page needs the tokens of ``style/report.css``, and figure.css.
    """
    keys = ("start", "end") if exercise.moves else ("start",)
    drawing = Drawing(width_px)
    height_px = _panels(_without_muscles(exercise), drawing, keys, high_px)
    return drawing.close(height_px, _in_words(exercise))


def exercise_moving(exercise: Exercise, width_px: float, high_px: float) -> str:
    """The movement in one picture as SVG, for pages; the posture where nothing moves. At most so wide and high.

    No script, no style of its own: ``style/motion.css`` shows the frames in turn, beside what ``exercise_still`` needs.
    Where less movement is wished for, and in print, it is the end of the movement.
    """
    plain = _without_muscles(exercise)
    drawing = Drawing(width_px)
    sheet = _Sheet(plain, drawing, width_px, high_px)
    sheet.left = 0.5 * (width_px - sheet.size[0])
    _PANELS["moving" if exercise.moves else "start"](plain, sheet)
    return drawing.close(sheet.size[1], _in_words(exercise))


def _without_muscles(exercise: Exercise) -> Exercise:
    return replace(exercise, picture=replace(exercise.picture, seen=()))


def _in_words(exercise: Exercise) -> str:
    return say("exercise.moving_alt" if exercise.moves else "exercise.posture_alt", name=exercise.words)


def _panels(
    exercise: Exercise, drawing: Drawing, only: Sequence[str] = (), most_high_px: float = _MOST_HIGH_PX
) -> float:
    """All panels; returns the height: columns, or on a phone rows where the person is wider than high."""
    keys = only or (("start", "end", "moving") if exercise.moves else ("start",))
    width = min((drawing.width_px - (len(keys) - 1) * _GAP_PX) / len(keys), _MOST_WIDE_PX)
    sheet = _Sheet(exercise, drawing, width, most_high_px)
    rows = not drawing.wide and len(keys) > 1 and sheet.size[0] > _WIDE_SHARE * sheet.size[1]
    if rows:
        sheet = _Sheet(exercise, drawing, drawing.width_px, min(_ROW_HIGH_PX, most_high_px))
    step = sheet.size[1] + _LABEL_PX + (14.0 if rows else 0.0)
    for k, key in enumerate(keys):
        across = 0.5 if rows else (k + 0.5) / len(keys)
        sheet.left, sheet.top = across * drawing.width_px - 0.5 * sheet.size[0], k * step if rows else 0.0
        word = say(f"exercise.{key}" if len(keys) > 1 else "exercise.posture")
        drawing.text(
            "t1 b m large" if only else "t1 b m", across * drawing.width_px, sheet.top + sheet.size[1] + 17.0, word
        )
        _PANELS[key](exercise, sheet)
    return step * (len(keys) if rows else 1) + 4.0


def _extent(look: Look, exercise: Exercise, share: float) -> Floats:
    """Corners (n, 2) that hold the person and the things after a share of the movement."""
    person = person_at(exercise, share)
    room = scene(exercise, person)
    places = [corner for face in room.faces for corner in face.corners_m] + [p for band in room.bands_m for p in band]
    found = [look.flat(np.array(places))[:, :2]]
    for part in (*person.parts, *room.parts):
        for place, radius in ((part.start_m, part.start_radius_m), (part.end_m, part.end_radius_m)):
            flat = look.flat(place)[:2]
            found.append(np.array([flat - radius, flat + radius]))
    return np.concatenate(found)


def _start(exercise: Exercise, sheet: _Sheet) -> None:
    person = person_at(exercise, 0.0)
    _behind(sheet, scene(exercise, person))
    _person(exercise, sheet, person)


def _end(exercise: Exercise, sheet: _Sheet) -> None:
    start, end = person_at(exercise, 0.0), person_at(exercise, 1.0)
    _behind(sheet, scene(exercise, end))
    _person(exercise, sheet, end)
    for before, after in zip(start.parts, end.parts, strict=True):
        moved = (after.start_m - before.start_m, after.end_m - before.end_m)
        far = max(float(np.linalg.norm(way)) for way in moved)
        if far > _NEARLY_STILL_M and before.role in ("work", "left", "other"):
            sheet.part("p-ghost", before)
    _arrow(exercise, sheet)


def _moving(exercise: Exercise, sheet: _Sheet) -> None:
    """The movement in a few frames, which ``style/motion.css`` shows in turn; still, and in print, the end is seen."""
    _behind(sheet, scene(exercise, person_at(exercise, 0.0)))
    lasts_s = round(min(max(exercise.seconds, SHORTEST_S), LONGEST_S))
    for k, share in enumerate(0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, FRAMES))):
        sheet.drawing.parts.append(f'<g class="fr fr{k} lasts-{lasts_s}">')
        _person(exercise, sheet, person_at(exercise, float(share)))
        sheet.drawing.parts.append("</g>")


_PANELS = {"start": _start, "end": _end, "moving": _moving}


def _behind(sheet: _Sheet, room: Scene) -> None:
    for face in room.faces:
        sheet.line(face.kind, face.corners_m, "Z")


def _person(exercise: Exercise, sheet: _Sheet, person: Person) -> None:
    """Parts from far to near, muscles over them, bands last."""
    room = scene(exercise, person)
    for part in sorted((*person.parts, *room.parts), key=lambda p: _near(sheet.look, p)):
        sheet.part(f"pp {_ROLES[part.role]}" if part.role in _ROLES else part.role, part)
    for kind, nodes in _muscles(exercise, person):
        sheet.line(kind, nodes)
    for band in room.bands_m:
        sheet.line("elastic", band)


def _near(look: Look, part: Part) -> float:
    return float(look.flat(0.5 * (part.start_m + part.end_m))[2])


def _muscles(exercise: Exercise, person: Person) -> Sequence[tuple[str, Floats]]:
    """The paths of the muscles that are drawn, with their class; of both sides where both legs work."""
    names = hip_model().muscles.names
    found = []
    for muscle in exercise.picture.seen:
        for side in "r" if exercise.one_sided else "rl":
            for k in _lines(f"{muscle}_{side}"):
                kind = _MUSCLES.get(describe(names[k]).group, "mus-other")
                found.append((f"mus {kind}", path_nodes(_engine(), person.q, k) + person.shift_m))
    return found


@cache
def _lines(muscle: str) -> tuple[int, ...]:
    return choose_lines(muscle, hip_model().muscles.names, "a picture")


@cache
def _engine() -> Engine:
    return make_engine(hip_model())


def _telling(exercise: Exercise) -> tuple[str, ...]:
    """Points whose way tells the movement: arms where the pelvis turns, the head where the trunk leans, else legs."""
    moves, upright = exercise.moves, bool(exercise.activity.positions & {"standing"})
    if upright and "pelvis_rotation" in moves:
        return ("elbow_r", "elbow_l", "hand_l")
    low, high = moves.get("pelvis_tilt", (0.0, 0.0))
    if upright and abs(high - low) > 20.0:
        return ("crown", "heel_l")
    if exercise.load.kind == "body weight" or (not upright and abs(high - low) > 10.0):
        return ("pelvis",)
    return ("knee_r", "toe_r", "heel_r", "toe_l", "knee_l", "pelvis")


def _arrow(exercise: Exercise, sheet: _Sheet) -> None:
    """The way of the point that moves furthest in the picture."""
    people = [person_at(exercise, float(share)) for share in np.linspace(0.0, 1.0, 9)]
    ways = [np.array([sheet.at(person.points_m[name]) for person in people]) for name in _telling(exercise)]
    way = max(ways, key=lambda w: round(float(np.linalg.norm(w[-1] - w[0]))))  # of two alike the first named
    if float(np.linalg.norm(way[-1] - way[0])) < 14.0:
        return
    along = (way[-1] - way[-2]) / max(float(np.linalg.norm(way[-1] - way[-2])), 1e-9)
    beside = np.array([-along[1], along[0]])
    way = way + (_BESIDE_BAND_PX if exercise.load.kind == "band" else 0.0) * beside
    sheet.drawing.path("arrow", points(way[:, 0], way[:, 1]))
    tip, neck = way[-1] + 7.0 * along, way[-1] - 3.0 * along
    corners = np.array([tip, neck + 5.5 * beside, neck - 5.5 * beside])
    sheet.drawing.path("arrow-h", points(corners[:, 0], corners[:, 1]) + "Z")
