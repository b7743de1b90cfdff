"""A what-if: what is changed about the muscles, the pelvis or the femur, in words that a model can be searched for.

Muscles are named as ``anatomy.muscle_choice.choose_lines`` takes them: a line, a muscle or a group, one side or both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite, pi

import numpy as np

from trochanter.anatomy.muscle_choice import choose_lines, mirrored_word
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import BadSetting
from trochanter.core.expected import expect

GREATEST_FACTOR = 20.0
GREATEST_SHORTENING = 0.5  # optimal fibre lengths
GREATEST_ANGLE_RAD = 45.0 * pi / 180.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """What differs from the base case; everything left out stays.

    strength: factor on the active force (0.5: at the same activation the muscle pulls half); stiffness: factor on the
    passive force (2: twice the passive pull at the same length); removed: muscles that give neither active nor passive
    force; floor: least activation at every instant (declared co-activation); pelvic_tilt_rad: the pelvis turned forward
    about the line through both hip centres, thighs where they are; anteversion_rad: added to the anteversion of both
    femurs: neck and trochanters turned against the shaft; shortened: by how many optimal fibre lengths the tendon's
    slack length is shorter, so that the fibres are that much longer in every posture.
    Raises BadSetting for values that cannot be.
    """

    name: str = "what if"
    strength: Mapping[str, float] = field(default_factory=dict)
    stiffness: Mapping[str, float] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    floor: Mapping[str, float] = field(default_factory=dict)
    pelvic_tilt_rad: float = 0.0
    anteversion_rad: float = 0.0
    shortened: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for option, values, most in (
            ("strength", self.strength, GREATEST_FACTOR),
            ("stiffness", self.stiffness, GREATEST_FACTOR),
            ("floor", self.floor, 1.0),
            ("shortened", self.shortened, GREATEST_SHORTENING),
        ):
            expect(option, values, Mapping, "muscles and their values, such as {'obturator_internus': 0.5}")
            for word, value in values.items():
                _check(f"{option} of {word}", value, 0.0, most)
            object.__setattr__(self, option, dict(values))
        expect("removed", self.removed, (tuple, list), "a tuple of muscles, such as ('piriformis',)")
        object.__setattr__(self, "removed", tuple(self.removed))
        for option in ("pelvic_tilt_rad", "anteversion_rad"):
            _check(option, getattr(self, option), -GREATEST_ANGLE_RAD, GREATEST_ANGLE_RAD)

    @property
    def same_geometry(self) -> bool:
        """Whether every muscle path stays where it is, so that geometry and inverse dynamics can be used again."""
        return self.pelvic_tilt_rad == 0.0 and self.anteversion_rad == 0.0

    @property
    def words(self) -> tuple[str, ...]:
        """Muscles and groups that the scenario names."""
        return (*self.strength, *self.stiffness, *self.shortened, *self.removed, *self.floor)

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for at all."""
        return self.same_geometry and not self.words

    def mirrored(self) -> "Scenario":
        """The same scenario with right and left exchanged."""

        def turned(values: Mapping[str, float]) -> dict[str, float]:
            return {mirrored_word(word): value for word, value in values.items()}

        return replace(
            self,
            strength=turned(self.strength),
            stiffness=turned(self.stiffness),
            removed=tuple(mirrored_word(word) for word in self.removed),
            floor=turned(self.floor),
            shortened=turned(self.shortened),
        )


def _check(option: str, value: object, least: float, most: float) -> None:
    valid = f"a number from {least:.4g} to {most:.4g}"
    if isinstance(value, bool) or not isinstance(value, int | float | np.floating | np.integer):
        raise BadSetting(option, value, valid)
    if not (isfinite(value) and least <= value <= most):
        raise BadSetting(option, float(value), valid)


@dataclass(frozen=True, slots=True)
class Changes:
    """A scenario for the m muscle lines of a model, all (m,).

    strength, stiffness: factors on active and passive force; shortened: optimal fibre lengths; floor: least
    activation, 0 where none is declared; removed: lines without any force.
    """

    strength: Floats
    stiffness: Floats
    shortened: Floats
    floor: Floats
    removed: Flags

    @property
    def touched(self) -> Flags:
        """Lines about which anything changes (m,)."""
        changed = (self.strength != 1.0) | (self.stiffness != 1.0) | (self.shortened != 0.0) | (self.floor > 0.0)
        return np.asarray(changed | self.removed)


def changes_of(scenario: Scenario, names: tuple[str, ...], where: str = "") -> Changes:
    """The scenario for the lines of a model.

    names: of all lines; where: what messages call the model. Raises UnknownName for muscles that the model lacks,
    BadSetting where two changes contradict each other: a line that is given two different values, that is removed
    and changed, or that has a least activation and no strength.
    """
    chosen = {word: choose_lines(word, names, where) for word in scenario.words}
    removed = np.zeros(len(names), dtype=bool)
    for word in scenario.removed:
        removed[list(chosen[word])] = True
    tables = {
        "strength": _spread("strength", scenario.strength, chosen, names),
        "stiffness": _spread("stiffness", scenario.stiffness, chosen, names),
        "shortened": _spread("shortened", scenario.shortened, chosen, names),
        "floor": _spread("floor", scenario.floor, chosen, names),
    }
    for option, values in tables.items():
        _refuse(removed & np.isfinite(values), names, "removed", option)
    _refuse((tables["strength"] == 0.0) & (tables["floor"] > 0.0), names, "strength 0", "floor")
    return Changes(
        _filled(tables["strength"], 1.0),
        _filled(tables["stiffness"], 1.0),
        _filled(tables["shortened"], 0.0),
        _filled(tables["floor"], 0.0),
        frozen(removed, bool),
    )


def _spread(
    option: str, values: Mapping[str, float], chosen: Mapping[str, tuple[int, ...]], names: tuple[str, ...]
) -> Floats:
    """The value of each line, NaN where none is given."""
    found = np.full(len(names), np.nan)
    for word, value in values.items():
        for i in chosen[word]:
            if np.isfinite(found[i]) and found[i] != value:
                raise BadSetting(
                    f"{option} of {names[i]}",
                    f"{found[i]:g} and {value:g}",
                    "one value for each muscle line",
                    f"'{word}' and another word both mean {names[i]}: name the lines so that none is meant twice",
                )
            found[i] = value
    return found


def _refuse(both: Flags, names: tuple[str, ...], one: str, other: str) -> None:
    if both.any():
        raise BadSetting(
            names[int(np.flatnonzero(both)[0])],
            f"{one} and {other}",
            "one of the two",
            f"a muscle cannot have {one} and {other} at once: leave one of them out",
        )


def _filled(values: Floats, otherwise: float) -> Floats:
    return frozen(np.where(np.isfinite(values), values, otherwise))
