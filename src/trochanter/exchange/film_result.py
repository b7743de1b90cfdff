"""Films as part of ``measurement.json``: what was read, what was held, what was checked."""

import os
from math import degrees
from pathlib import PureWindowsPath

from trochanter.exchange.measurement_schema import FilmedLegResult, FilmResult, GateResult, HoldResult
from trochanter.exchange.quantities import quantity
from trochanter.kinematics.film_rotation import FilmedLeg
from trochanter.kinematics.film_turns import WAYS
from trochanter.kinematics.holds import Hold
from trochanter.kinematics.rotation_range import DEG
from trochanter.reporting.film import FilmShown

PX, HZ, S = "px", "Hz", "s"


def film_result(shown: FilmShown) -> FilmResult:
    """One film with its legs."""
    track, film = shown.measured.legs[0].turns.track, shown.film
    return FilmResult(
        set_up=shown.measured.found.set_up,
        file=PureWindowsPath(os.fspath(film.source)).name,
        sha256=film.sha256,
        found_by=track.found_by,
        duration=quantity(film.duration_s, S),
        rate=quantity(film.frame_rate_hz, HZ),
        width=quantity(float(film.width_px), PX),
        height=quantity(float(film.height_px), PX),
        mirrored=shown.mirrored,
        slow_motion=shown.slow_motion,
        legs=[_leg(leg) for leg in shown.measured.legs],
    )


def _leg(leg: FilmedLeg) -> FilmedLegResult:
    return FilmedLegResult(
        side=leg.turns.side.word,
        holds=[_hold(leg, hold) for hold in leg.turns.holds],
        gates=[
            GateResult(
                name=gate.name,
                label=gate.label,
                value=quantity(gate.value, gate.unit),
                limit=quantity(gate.limit, gate.unit),
                kept=gate.kept,
            )
            for gate in leg.gates
        ],
    )


def _hold(leg: FilmedLeg, hold: Hold) -> HoldResult:
    times = leg.turns.shin.time_s
    return HoldResult(
        way=next((name for name, way in WAYS.items() if way == hold.way), "rest"),
        start=quantity(float(times[hold.start]), S),
        end=quantity(float(times[hold.end - 1]), S),
        angle=quantity(degrees(hold.angle_rad), DEG),
    )
