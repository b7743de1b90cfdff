"""``film_measured``: how far the hips turn, from the shins in a film.

Asked for: three seconds of rest, then the foot outwards and held, back, inwards and held, back, three times; the camera
looks along the thigh. Geometry gives the sign: foot out is internal rotation. The first movement checks it. The middle
of each hold counts, from the first rest; then the middle of the repetitions.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from trochanter.capture.leg_track import Found
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.film_choice import chosen_legs
from trochanter.kinematics.film_error import film_method, with_camera
from trochanter.kinematics.film_gates import Gate, gates_of, where_of
from trochanter.kinematics.film_legs import Legs
from trochanter.kinematics.film_turns import FilmTurns
from trochanter.kinematics.holds import POSITIVE
from trochanter.kinematics.rotation_range import DIRECTIONS, Direction, EndRange, Mode, Position, RotationRange
from trochanter.kinematics.rotation_range_readings import end_of_readings
from trochanter.kinematics.shin_rotation import EndPain

Pains = Mapping[tuple[Side, Direction], EndPain]


@dataclass(frozen=True, slots=True)
class FilmedLeg:
    """One leg of a film: what it did over time, and what was checked of it."""

    turns: FilmTurns
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class FilmMeasured:
    """A film measured: both end ranges of each leg that moved, and the legs as they were seen."""

    found: RotationRange
    legs: tuple[FilmedLeg, ...]


def film_measured(
    legs: Legs,
    position: Position,
    *,
    measured_on: dt.date,
    measured_by: str = "",
    set_up: str = "",
    mode: Mode = "active",
    side: Side | None = None,
    mirrored: bool | None = None,
    pains: Pains | None = None,
) -> FilmMeasured:
    """Measure the legs of a film that moved.

    legs: of pictures that were turned round where the film is mirrored (``open_film``); side: the one that was said;
    mirrored: what was said of the film, None where nothing was, which asks for more proof. Raises ImpossibleData with
    what to film again: leg not seen, no movement, never held, a gate far off, another leg than was said, the first
    movement inwards; BadSetting for a position that this way of finding the leg cannot do.
    """
    for track in legs.values():
        refuse_prone(position, track.found_by)
    chosen = chosen_legs(legs, side)
    seen = [FilmedLeg(turns, gates_of(turns, position)) for turns in chosen.turns]
    told: list[Notice] = [*chosen.notices]
    for leg in seen:
        told += [*leg.turns.track.notices, *_first_outwards(leg.turns, mirrored=mirrored), *_told(leg)]
    if side is None and mirrored is None and seen[0].turns.track.found_by != "taps":
        told.append(_side_from_film(seen))
    ends = [end for leg in seen for end in _ends(leg, position, pains or {})]
    ends.sort(key=lambda end: SIDES.index(end.side))
    method = film_method(seen[0].turns.track.found_by, position).name
    once = tuple(dict.fromkeys(told))
    return FilmMeasured(
        RotationRange(position, mode, method, measured_by, measured_on, set_up, tuple(ends), once), tuple(seen)
    )


def refuse_prone(position: Position, found_by: Found) -> None:
    """Raise BadSetting for lying face down unless the leg was tapped."""
    if position == "prone" and found_by != "taps":
        raise BadSetting(
            "--position",
            position,
            "seated or supine, unless knee and ankle are tapped: from the foot end the pose model takes wrong limbs",
            "tap knee and ankle once (--knee x,y --ankle x,y)",
        )


def _ends(leg: FilmedLeg, position: Position, pains: Pains) -> list[EndRange]:
    turns = leg.turns
    method = with_camera(film_method(turns.track.found_by, position), leg.gates)
    found = []
    for direction in DIRECTIONS:
        repeats = turns.repeats_deg(direction)
        felt = pains.get((turns.side, direction), EndPain())
        if repeats:
            found.append(
                end_of_readings(
                    turns.side,
                    direction,
                    repeats,
                    method,
                    pain=felt.pain,
                    pain_place=felt.place,
                    limited_by_pain=felt.limited,
                )
            )
    return found


def _first_outwards(turns: FilmTurns, *, mirrored: bool | None) -> list[Notice]:
    """Whether the first movement was the foot outwards; raises ImpossibleData where nobody has said what mirrors it."""
    if turns.ends[0].way == POSITIVE:
        return []
    track = turns.track
    what = f"the first movement of the {turns.side.word} leg is the foot inwards"
    if mirrored is not None:
        text = f"{what}: the check asks for outwards first; the direction here is the one that the film shows"
        return [Notice("film-first-inwards", text, where_of(track))]
    tapped = "if the film is mirrored, as selfies can be, add --mirrored; "
    behind = "if it was filmed from behind, tap knee and ankle (--knee, --ankle); "
    raise ImpossibleData(
        f"{what}, as the film shows it, and the check begins with the foot outwards",
        where=track.source,
        valid="the foot outwards first, filmed along the thigh from knee to hip",
        next_step=(tapped if track.found_by == "taps" else behind)
        + "if the foot did go inwards first and the film is not mirrored, add --not-mirrored",
    )


def _side_from_film(legs: list[FilmedLeg]) -> Notice:
    if len(legs) > 1:
        which = "which leg is the right and which the left one"
        text = f"{which} is read off the film: in a mirrored film, as selfies can be, they would be exchanged. Say "
        return Notice("film-side-unsaid", f"{text}--mirrored or --not-mirrored")
    text = (
        f"that this is the {legs[0].turns.side.word} leg is read off the film: in a mirrored film, as selfies can be, "
        "it would be the other one. Say it with --side, or say --mirrored or --not-mirrored"
    )
    return Notice("film-side-unsaid", text)


def _told(leg: FilmedLeg) -> list[Notice]:
    track = leg.turns.track
    found = [gate.notice(where_of(track)) for gate in leg.gates if not gate.kept]
    for direction in DIRECTIONS:
        if not leg.turns.held(direction):
            way = {"internal": "in", "external": "out"}[direction]
            where = f"the {track.side.word} hip was never held turned {way} ({direction} rotation)"
            text = f"{where}: that end range is missing"
            found.append(Notice("film-end-missing", text, where_of(track)))
    return found
