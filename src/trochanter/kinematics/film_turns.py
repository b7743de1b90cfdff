"""One filmed leg told apart: its rest, each end range that was held, and which picture shows it best."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.film_ends import told_apart
from trochanter.kinematics.film_shin import FilmedShin, filmed_shin
from trochanter.kinematics.holds import NEGATIVE, NEUTRAL, POSITIVE, Hold, held
from trochanter.kinematics.rotation_range import DIRECTIONS, Direction

WAYS: dict[Direction, int] = {"internal": POSITIVE, "external": NEGATIVE}
HELD_S = 0.5  # an end range that was held for less counts only where no longer one is there
_SEEN = 0.5  # part of a hold in which the leg has to be seen
_LEAST_SWEEP_RAD = np.deg2rad(15.0)
_FURTHEST_RAD = np.deg2rad(100.0)


@dataclass(frozen=True, slots=True)
class FilmTurns:
    """A leg over time: angle_rad (n,) from its own rest, internal rotation positive; holds with their ways."""

    track: LegTrack
    shin: FilmedShin
    angle_rad: Floats
    holds: tuple[Hold, ...]

    @property
    def side(self) -> Side:
        """Whose leg it is."""
        return self.shin.side

    @property
    def ends(self) -> tuple[Hold, ...]:
        """The end ranges that were held, in their order."""
        return tuple(hold for hold in self.holds if hold.way != NEUTRAL)

    @property
    def rest(self) -> Hold:
        """The first hold: neutral."""
        return self.holds[0]

    def held(self, direction: Direction) -> tuple[Hold, ...]:
        """The end ranges in a direction: those held long enough, or all where none was."""
        found = tuple(hold for hold in self.holds if hold.way == WAYS[direction])
        return tuple(hold for hold in found if self.seconds(hold) >= HELD_S) or found

    def repeats_deg(self, direction: Direction) -> tuple[float, ...]:
        """How far each of them is from rest, in degrees."""
        return tuple(WAYS[direction] * float(np.rad2deg(hold.angle_rad)) for hold in self.held(direction))

    def shown(self, direction: Direction) -> Hold | None:
        """The repetition nearest to their middle; None without any."""
        found, repeats = self.held(direction), self.repeats_deg(direction)
        if not found:
            return None
        return found[int(np.argmin(np.abs(np.array(repeats) - np.median(repeats))))]

    def seconds(self, hold: Hold) -> float:
        """How long a hold lasts."""
        return (hold.end - hold.start) * self.shin.step_s


def film_turns(track: LegTrack) -> FilmTurns:
    """Tell a filmed leg apart; raises ImpossibleData where it was not seen, does not move, or is never held."""
    shin = filmed_shin(track)
    sweep = sweep_rad(shin)
    if sweep < _LEAST_SWEEP_RAD:
        raise _no_movement(track, sweep)
    holds = _seen_holds(held(shin.angle_rad, shin.step_s), shin)
    if not holds:
        raise _never_held(track)
    near = [hold for hold in holds if abs(hold.angle_rad - holds[0].angle_rad) < _FURTHEST_RAD]
    found = told_apart(near, shin.angle_rad)
    if all(hold.way == NEUTRAL for hold in found):
        raise _never_held(track)
    return FilmTurns(track, shin, frozen(shin.angle_rad - near[0].angle_rad), found)


def sweep_rad(shin: FilmedShin) -> float:
    """How far a shin turns in all, without the furthest pictures."""
    seen = shin.angle_rad[shin.seen]
    return float(np.ptp(np.percentile(seen, [2.0, 98.0]))) if len(seen) else 0.0


def _seen_holds(holds: Sequence[Hold], shin: FilmedShin) -> list[Hold]:
    """Holds in which the leg was seen, each at the median of the samples in which it was."""
    found = []
    for hold in holds:
        seen = shin.seen[hold.samples]
        if np.mean(seen) >= _SEEN:
            found.append(replace(hold, angle_rad=float(np.median(shin.angle_rad[hold.samples][seen]))))
    return found


def cut(track: LegTrack, start_s: float, end_s: float) -> LegTrack:
    """The part [start, end) of a track."""
    kept = (np.asarray(track.time_s) >= start_s) & (np.asarray(track.time_s) < end_s)
    return replace(
        track,
        time_s=frozen(track.time_s[kept]),
        knee_px=frozen(track.knee_px[kept]),
        ankle_px=frozen(track.ankle_px[kept]),
        sureness=frozen(track.sureness[kept]),
        hips_px=None if track.hips_px is None else frozen(track.hips_px[kept]),
    )


def _no_movement(track: LegTrack, sweep: float) -> ImpossibleData:
    return ImpossibleData(
        f"nothing moves: the {track.side.word} shin turns {np.rad2deg(sweep):.0f} degrees in the picture in all",
        where=track.source,
        valid=f"a shin that turns out and in by more than {np.rad2deg(_LEAST_SWEEP_RAD):.0f} degrees",
        next_step="film again: rest, foot out and hold, back, foot in and hold, back, three times; the camera looks "
        "along the thigh, not from the side",
    )


def _never_held(track: LegTrack) -> ImpossibleData:
    names = " or ".join(DIRECTIONS)
    return ImpossibleData(
        f"the {track.side.word} leg is never held at an end of its turning ({names})",
        where=track.source,
        valid="a rest at the start, then each end more than 8 degrees from it, held for a second",
        next_step="film again, slowly: rest 3 s, foot out, hold for a second, back, foot in, hold, back, three times",
    )
