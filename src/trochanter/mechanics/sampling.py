"""Drawing from the assumed distributions of the inputs: a seeded Latin hypercube, made into changes of a body.

Latin hypercube (McKay, Beckman and Conover 1979, doi 10.1080/00401706.1979.10489755): each column of n samples has one
in every n-th of its distribution, in random order. Every input has a stream of its own, so that its numbers stay the
same whichever other inputs are on: two runs differ by what was switched, not by chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import ndtri

from trochanter.anatomy.body import Body
from trochanter.anatomy.muscle_names import describe
from trochanter.anatomy.uncertain_inputs import (
    ATTACHMENT,
    BIAS,
    HIP_CENTRE,
    POWER,
    PRESSURE,
    ROTATION,
    SETS,
    STRENGTH,
    TENSION,
    UNIFORM,
    UncertainInput,
    uncertain_inputs,
)
from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.expected import expect
from trochanter.core.sides import SIDES, side_of

POWERS = (2, 3)
FEWEST_SAMPLES, MOST_SAMPLES = 20, 10_000
INPUTS = (SETS, ATTACHMENT, TENSION, STRENGTH, HIP_CENTRE, ROTATION, PRESSURE, BIAS, POWER)
_MILLI = 1e-3


@dataclass(frozen=True, slots=True)
class Areas:
    """Attachment areas: all points of one anatomical muscle on one bone, the same on both sides.

    names: muscle and bone of each; of_point (n_points,): the area of each path point of a body, -1 for none;
    mirror (n_points,): -1 for points of the left side, whose shift across is the right one's in a mirror;
    ends (areas, n_m): how many stretches of a line from one bone to another end in an area.
    """

    names: tuple[tuple[str, str], ...]
    of_point: Ints
    mirror: Floats
    ends: Floats


def attachment_areas(body: Body, muscles: Sequence[int]) -> Areas:
    """Areas of the path points of ``muscles`` (indices of the body's)."""
    names: dict[tuple[str, str], int] = {}
    of_point = np.full(len(body.paths.point_segment), -1, np.int64)
    mirror = np.ones(len(of_point))
    for m in muscles:
        name = body.muscles.names[m]
        for p in body.muscle_points(m):
            bone = body.segments.names[int(body.paths.point_segment[p])]
            bone = bone[:-2] if side_of(bone) is not None and bone[-2:-1] == "_" else bone
            of_point[p] = names.setdefault((describe(name).muscle, bone), len(names))
            mirror[p] = -1.0 if side_of(name) is SIDES[1] else 1.0
    ends = np.zeros((len(names), len(body.muscles.names)))
    for m in muscles:
        for a, b in pairwise(int(of_point[p]) for p in body.muscle_points(m)):
            if a != b:
                ends[[a, b], m] += 1.0
    return Areas(tuple(names), frozen(of_point, np.int64), frozen(mirror), frozen(ends))


@dataclass(frozen=True, slots=True)
class Space:
    """What can be drawn for one body: options and how many numbers each input takes.

    sets: how many parameter sets; own_set, own_power: the account's; areas: attachment areas; line_muscle (n_m,):
    index of each line's anatomical muscle, of ``muscles``.
    """

    sets: int
    own_set: int
    own_power: int
    areas: Areas
    muscles: tuple[str, ...]
    line_muscle: Ints

    @property
    def columns(self) -> Mapping[str, int]:
        """How many numbers each input takes."""
        return {
            SETS: 1,
            ATTACHMENT: 3 * len(self.areas.names),
            TENSION: 1,
            STRENGTH: len(self.muscles),
            HIP_CENTRE: 3 * len(SIDES),
            ROTATION: len(SIDES),
            PRESSURE: 2,
            BIAS: 1,
            POWER: 1,
        }


@dataclass(frozen=True, slots=True)
class Draws:
    """n drawn changes: what they do to a body and its loads.

    set (n,), power (n,); strength (n, n_m): factor on active force; shift_m (n, areas, 3) in each bone's frame;
    centre_m (n, 2, 3): shift of the right and left hip centre in the pelvis; rotation_rad (n, 2); pressure_m (n, 2):
    forwards and sideways; bias (n,): share of the plate's bias that is taken off.
    """

    set: Ints
    power: Ints
    strength: Floats
    shift_m: Floats
    centre_m: Floats
    rotation_rad: Floats
    pressure_m: Floats
    bias: Floats

    def __len__(self) -> int:
        return len(self.set)


def make_space(body: Body, crossing: Sequence[int], sets: int, own_set: int, own_power: int) -> Space:
    """The space of a body; crossing: lines that cross a hip, whose attachments are uncertain."""
    keys = [describe(name).muscle for name in body.muscles.names]
    muscles = tuple(dict.fromkeys(keys))
    line_muscle = frozen([muscles.index(key) for key in keys], np.int64)
    return Space(sets, own_set, own_power, attachment_areas(body, crossing), muscles, line_muscle)


def check_samples(name: str, value: int, least: int) -> None:
    """Raise BadSetting unless ``value`` is a number of samples from ``least`` to MOST_SAMPLES."""
    valid = f"a whole number from {least} to {MOST_SAMPLES}"
    expect(name, value, int, valid)
    if isinstance(value, bool) or not least <= value <= MOST_SAMPLES:
        raise BadSetting(name, value, valid)


def chosen_inputs(names: Sequence[str] | None) -> tuple[str, ...]:
    """The inputs that are on, in the order of INPUTS; None for all. Raises UnknownName."""
    for name in names or ():
        if name not in INPUTS:
            raise UnknownName("uncertain input", name, INPUTS)
    return tuple(name for name in INPUTS if names is None or name in names)


def hypercube(samples: int, columns: int, generator: np.random.Generator) -> Floats:
    """A Latin hypercube (samples, columns) on (0, 1)."""
    order = np.argsort(generator.random((columns, samples)), axis=1)
    return np.asarray(((order + generator.random((columns, samples))) / samples).T)


def draw(
    space: Space,
    samples: int,
    seed: int,
    on: Sequence[str],
    assumed: Mapping[str, UncertainInput] | None = None,
) -> Draws:
    """Draw ``samples`` changes by the inputs that are ``on``; the others stay as the account has them.

    Raises BadSetting for a seed that is no whole number from 0 on.
    """
    expect("seed", seed, int, "a whole number from 0 on")
    if isinstance(seed, bool) or seed < 0:
        raise BadSetting("seed", seed, "a whole number from 0 on")
    unit = {}
    for k, name in enumerate(INPUTS):
        if name in on:
            generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(k,)))
            unit[name] = hypercube(samples, space.columns[name], generator)
    return realise(space, unit, samples, assumed)


def realise(
    space: Space, unit: Mapping[str, Floats], samples: int, assumed: Mapping[str, UncertainInput] | None = None
) -> Draws:
    """Make numbers in (0, 1), (samples, columns) by input, into changes; an input that is not given stays."""
    known = {**uncertain_inputs(), **(assumed or {})}

    def spread(name: str, shape: tuple[int, ...]) -> Floats:
        """Deviations of an input in its own unit, 0 where it is off."""
        if name not in unit:
            return np.zeros((samples, *shape))
        row = known[name]
        deviation = row.spread * (ndtri(unit[name]) if row.distribution != UNIFORM else unit[name])
        return np.asarray(deviation.reshape(samples, *shape))

    def choice(name: str, options: int, own: int) -> Ints:
        if name not in unit:
            return np.full(samples, own, np.int64)
        return np.minimum((options * unit[name][:, 0]).astype(np.int64), options - 1)

    log_strength = spread(STRENGTH, (len(space.muscles),))[:, space.line_muscle] + spread(TENSION, (1,))
    return Draws(
        set=choice(SETS, space.sets, space.own_set),
        power=np.array(POWERS)[choice(POWER, len(POWERS), POWERS.index(space.own_power))],
        strength=np.exp(log_strength),
        shift_m=_MILLI * spread(ATTACHMENT, (len(space.areas.names), 3)),
        centre_m=_MILLI * spread(HIP_CENTRE, (len(SIDES), 3)),
        rotation_rad=np.deg2rad(spread(ROTATION, (len(SIDES),))),
        pressure_m=_MILLI * spread(PRESSURE, (2,)),
        bias=spread(BIAS, (1,))[:, 0],
    )
