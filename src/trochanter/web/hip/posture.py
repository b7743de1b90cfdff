"""The hip in one posture: where its lines run, what each could do there, and how sure that is."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from trochanter.anatomy.muscle_names import describe
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.mechanics.crossings import INTERVAL
from trochanter.mechanics.hip_leg import Hip, hip
from trochanter.mechanics.leg_posture import LegPosture, leg_posture
from trochanter.web.hip.bones import marks
from trochanter.web.hip.limits import LIMITS_DEG
from trochanter.web.hip.reading import arms_of, longer_percent
from trochanter.web.hip.scene import Scene, scenes
from trochanter.web.hip.shapes import Asked, Doubt, Leg, Line, Posture
from trochanter.web.hip.telling import FLEXIONS_DEG, entries, posture_words
from trochanter.web.words import Words

TENSION_PA = 6e5  # 60 N/cm2, as the hip model's muscles are sized
THICKNESS_M = (0.003, 0.011)  # so that thin ones are seen and thick ones hide no bone


@dataclass(frozen=True, slots=True)
class Wish:
    """A posture, degrees; raises BadSetting outside LIMITS_DEG. knee_deg: how far the knee is bent."""

    flexion_deg: float = 0.0
    abduction_deg: float = 0.0
    rotation_deg: float = 0.0
    tilt_deg: float = 0.0
    anteversion_deg: int = 0
    knee_deg: float = 0.0

    def __post_init__(self) -> None:
        for name, (low, high) in LIMITS_DEG.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise BadSetting(name.removesuffix("_deg"), value, f"{low:g} to {high:g} degrees")

    @property
    def in_pelvis_rad(self) -> Floats:
        """Flexion, adduction, rotation (3,) of the hip against the pelvis as it is tilted."""
        return np.radians([self.flexion_deg + self.tilt_deg, -self.abduction_deg, self.rotation_deg])


@dataclass(frozen=True, slots=True)
class Seen:
    """One leg in a posture that was wished for: where everything stands, and what the engine says of it."""

    wish: Wish
    scene: Scene
    at: LegPosture

    @property
    def doubt(self) -> tuple[Doubt, ...]:
        """Why not to read a line's numbers, line by line; '' if nothing speaks against it."""
        pairs = zip(self.at.jumps, self.at.unfit, strict=True)
        return tuple("path" if jumps else "fibres" if unfit else "" for jumps, unfit in pairs)


def look(wish: Wish, sides: Sequence[Side], words: Words) -> Posture:
    """The posture of one leg or both, with what every line does there; raises BadSetting for an impossible one."""
    start = time.perf_counter()
    legs = [_leg(see(wish, side), words) for side in sides]
    return Posture(
        asked=Asked(**asdict(wish)),
        words=posture_words(wish, words),
        legs=legs,
        took_ms=round(1e3 * (time.perf_counter() - start), 2),
    )


def see(wish: Wish, side: Side) -> Seen:
    """What the engine says of one leg in a posture."""
    own, flexions_rad = hip(side, wish.anteversion_deg), np.radians(FLEXIONS_DEG + wish.tilt_deg)
    at = leg_posture(own, wish.in_pelvis_rad, float(np.radians(wish.knee_deg)), flexions_rad)
    return Seen(wish, scenes(own.engine, _tilted(own, at.q, wish)[None], own.singles)[0], at)


def _tilted(own: Hip, q: Floats, wish: Wish) -> Floats:
    """The posture with the pelvis tilted forward, so that the thigh stays where it was asked to be."""
    turned = q.copy()
    turned[own.body.coordinate("pelvis_tilt")] -= np.radians(wish.tilt_deg)
    return turned


@lru_cache(maxsize=1024)
def _thick_m(force_N: float, optimal_m: float, neutral_m: float) -> float:
    """Radius of a line's middle: its volume, force over tension times fibre length, as a spindle of its length."""
    volume = force_N / TENSION_PA * optimal_m
    return float(np.clip(np.sqrt(2.0 * volume / (np.pi * neutral_m)), *THICKNESS_M))


def thick_mm(own: Hip, m: int) -> float:
    """How thick a line is drawn in its middle in the neutral posture, by the nominal set of muscle sizes."""
    muscles = own.muscles
    force, optimal = float(muscles.max_isometric_force_N[m]), float(muscles.optimal_fiber_length_m[m])
    return round(1e3 * _thick_m(force, optimal, float(own.neutral_m[m])), 1)


def _leg(seen: Seen, words: Words) -> Leg:
    own = seen.at.hip
    low, high = 1e3 * np.quantile(seen.at.sampled_m, INTERVAL, axis=0)
    at_hip = {int(m): k for k, m in enumerate(own.of_hip)}
    return Leg(
        side="right" if own.side is Side.RIGHT else "left",
        bones=seen.scene.bones(own.side),
        marks={name: seen.scene.place(segment, own.side, place) for name, segment, place in marks()},
        lines=[_line(seen, m, at_hip.get(m), low, high) for m in range(len(own.lines))],
        entries=entries(seen, words),
    )


def _line(seen: Seen, m: int, k: int | None, low_mm: Floats, high_mm: Floats) -> Line:
    own, known = seen.at.hip, describe(seen.at.hip.lines[m])
    arms = None if k is None else arms_of(1e3 * seen.at.arm_m[m], low_mm[k], high_mm[k])
    return Line(
        name=own.lines[m],
        muscle=known.muscle,
        group=known.group,
        path=np.round(seen.scene.line(m), 4).tolist(),
        thick_mm=thick_mm(own, m),
        flexion=arms and arms[0],
        abduction=arms and arms[1],
        rotation=arms and arms[2],
        longer_percent=longer_percent(seen, [m]),
        doubt=seen.doubt[m],
    )
