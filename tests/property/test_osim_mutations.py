"""Damaged models never end in anything but a sound Body or an error of the family, and never hang.

A test of this kind proves little if most damage ends at the parser's door: at least a third has to get through and
change a number, a unit or a name of the Body.
"""

import os
import random
import re
from collections import Counter
from dataclasses import fields, is_dataclass
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from tests.capture.made_osim import LEG, old_hip
from trochanter.anatomy.body import Body
from trochanter.capture.osim import parse_osim
from trochanter.core.errors import TrochanterError

SOAK = os.environ.get("TROCHANTER_SOAK") == "1"
OF_MADE, OF_REAL = (45_000, 1_700) if SOAK else (2_700, 50)  # 45 % of them severe
LONGEST_S, LONGEST_MESSAGE = 5.0, 5_000
LEAST_SHARE = 1.0 / 3.0
REAL = (
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "models/subject01_gait2392_scaled.osim",
    "run_4ms/runningModel_CMC_test.osim",
    "walk_3d/subject_walk_scaled.osim",
)
NUMBER = re.compile(rb"(?<=[\s>])-?\d[\d.e+-]*(?=[\s<])")
TAG = re.compile(rb"</?([A-Za-z_]\w*)")
NAME = re.compile(rb'name="([^"]+)"')
ELEMENT = re.compile(rb"<(\w+)(?: [^<>]*)?>[^<>]*</\1>")
VALUE = rb"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
LEAF = re.compile(
    rb"<(?!color|opacity|scale_factors|representation|transform|display_preference)(\w+)>\s*("
    + VALUE
    + rb"(?:\s+"
    + VALUE
    + rb")*)\s*</\1>"
)
MASS = re.compile(rb"<(mass|max_isometric_force|optimal_fiber_length|tendon_slack_length)>\s*(" + VALUE + rb")\s*</\1>")
NAMED = re.compile(rb'<(?:Thelen2003Muscle|Millard2012EquilibriumMuscle|Marker|PathPoint|WrapCylinder) name="([^"]+)"')
WORD = re.compile(rb">\s*([A-Za-z_/][\w/.]*)\s*<")
ODD = (
    b"nan",
    b"inf",
    b"-inf",
    b"-1",
    b"0",
    b"1e308",
    b"1e-320",
    b"1e9",
    b"",
    b"x",
    b"1_0",
    b"1,5",
    b"0x1p3",
    b"-",
    b"9" * 400,
)


def spot(rng: random.Random, pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    """A random match: the first one behind a random place, else the first of all; an empty one where there is none."""
    found = pattern.search(data, rng.randrange(len(data))) or pattern.search(data)
    return found or re.compile(rb"(x?)").match(data, len(data))  # type: ignore[return-value]


def spoilt_value(rng: random.Random, data: bytes, pattern: re.Pattern[bytes]) -> bytes:
    """One number of an element, off by a little or in another unit."""
    found = spot(rng, pattern, data)
    if found.re is not pattern:
        return data
    numbers = found.group(2).split()
    at = rng.choice([k for k, each in enumerate(numbers) if float(each) != 0.0] or [0])
    factor = rng.choice([1.1, 0.9, 1.01, 1000.0, 0.001, -1.0, 57.29577951308232])
    numbers[at] = repr(float(numbers[at]) * factor or 0.01).encode()
    return data[: found.start(2)] + b" ".join(numbers) + data[found.end(2) :]


def mild_number(rng: random.Random, data: bytes) -> bytes:
    return spoilt_value(rng, data, LEAF)


def mild_mass(rng: random.Random, data: bytes) -> bytes:
    return spoilt_value(rng, data, MASS)


def mild_name(rng: random.Random, data: bytes) -> bytes:
    """A name to which nothing else of the model points."""
    found = spot(rng, NAMED, data)
    if found.re is not NAMED:
        return data
    return data[: found.start(1)] + found.group(1) + rng.choice([b"x", b"_2", b"_r"]) + data[found.end(1) :]


def other_number(rng: random.Random, data: bytes) -> bytes:
    found = spot(rng, NUMBER, data)
    return data[: found.start()] + rng.choice(ODD) + data[found.end() :]


def wrong_count(rng: random.Random, data: bytes) -> bytes:
    found = spot(rng, NUMBER, data)
    return data[: found.start()] + rng.choice([b"", b"1 " * rng.choice([2, 3, 50])]) + data[found.end() :]


def other_tag(rng: random.Random, data: bytes) -> bytes:
    old, new = (spot(rng, TAG, data).group(1) for _ in range(2))
    if rng.random() < 0.5:
        return re.sub(rb"(</?)" + old + rb"\b", rb"\1" + new, data)
    return re.sub(rb"(</?)" + old + rb"\b", rb"\1" + new, data, count=2)


def other_name(rng: random.Random, data: bytes) -> bytes:
    found = spot(rng, NAME, data)
    new = rng.choice([spot(rng, NAME, data).group(1), b"", b"x" * 5000, b"\xc3\xa9", b"ground"])
    return data[: found.start(1)] + new + data[found.end(1) :]


def other_word(rng: random.Random, data: bytes) -> bytes:
    found = spot(rng, WORD, data)
    new = rng.choice([spot(rng, WORD, data).group(1), b"", b"..", b"/", b"../" * 300, b"true", b"2 3"])
    return data[: found.start(1)] + new + data[found.end(1) :]


def without_element(rng: random.Random, data: bytes) -> bytes:
    found = spot(rng, ELEMENT, data)
    return data[: found.start()] + data[found.end() :]


def moved_element(rng: random.Random, data: bytes) -> bytes:
    found, place = spot(rng, ELEMENT, data), spot(rng, ELEMENT, data).start()
    return data[:place] + found.group() + data[place:]


def truncated(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def cut_out(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice([1, 10, 1000, 100_000]) :]


def flipped(rng: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.choice([1, 5])):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


MUTATIONS = (
    other_number, wrong_count, other_tag, other_name, other_word, without_element, moved_element, truncated, cut_out,
    flipped,
)  # fmt: skip
MILD = (mild_number, mild_number, mild_number, mild_mass, mild_name)


def signature(body: Body) -> tuple[object, ...]:
    """Everything of a Body that a number, unit or name of its file decides."""
    parts = [getattr(body, field.name) for field in fields(body) if field.name not in ("notices", "source", "sha256")]
    values = [v for p in parts for v in ([getattr(p, f.name) for f in fields(p)] if is_dataclass(p) else [p])]
    return tuple(value.tobytes() if isinstance(value, np.ndarray) else value for value in values)


def assert_sound(body: Body) -> None:
    """All indices lead somewhere, all numbers are finite where they must be, all rotations are rotations."""
    parts = (body.segments, body.coordinates, body.joints, body.wraps)
    counts = {type(part).__name__.lower(): len(part.names) for part in parts} | {"functions": len(body.functions.kind)}
    indices = (
        (body.joints.parent, "segments", 0), (body.joints.child, "segments", 1),
        (body.joints.axis_function, "functions", 0), (body.markers.segment, "segments", 0),
        (body.joints.axis_coordinate, "coordinates", -1), (body.coordinates.joint, "joints", 0),
        (body.coordinates.coupled_to, "coordinates", -1), (body.coordinates.coupler_function, "functions", -1),
        (body.coordinates.prescribed_function, "functions", -1), (body.wraps.segment, "segments", 0),
        (body.paths.point_segment, "segments", 0), (body.paths.condition_coordinate, "coordinates", -1),
        (body.paths.moving_coordinate, "coordinates", -1), (body.paths.moving_function, "functions", -1),
        (body.paths.wrap, "wraps", 0), (body.actuators.coordinate, "coordinates", 0),
    )  # fmt: skip
    for values, kind, lowest in indices:
        assert values.size == 0 or (values.min() >= lowest and values.max() < counts[kind])
    unbounded = ("condition_lower", "condition_upper", "lower", "upper")
    for part in (getattr(body, field.name) for field in fields(body)):
        for field in fields(part) if is_dataclass(part) else ():
            values = getattr(part, field.name)
            if isinstance(values, np.ndarray) and field.name not in unbounded:
                assert np.all(np.isfinite(values)), field.name
    for rotation in (body.joints.parent_rotation, body.joints.child_rotation, body.wraps.rotation):
        np.testing.assert_allclose(
            rotation @ np.swapaxes(rotation, 1, 2), np.tile(np.eye(3), (len(rotation), 1, 1)), atol=1e-9
        )
    placed = {0}
    for parent, child in zip(body.joints.parent, body.joints.child, strict=True):
        assert parent in placed
        placed.add(int(child))
    assert len(placed) == counts["segments"]


def survive(data: bytes, count: int, first_seed: int) -> Counter[str]:
    """Read ``count`` damaged versions of ``data``; how many ended how, and how many changed the Body."""
    ends: Counter[str] = Counter()
    sound = signature(parse_osim(data, "sound", skip_unsupported=True))
    for seed in range(first_seed, first_seed + count):
        rng = random.Random(seed)
        damaged, kinds = data, MUTATIONS if rng.random() < 0.45 else MILD
        ends["severe"] += kinds is MUTATIONS
        for _ in range(rng.choice([1, 1, 2, 4])):
            damaged = rng.choice(kinds)(rng, damaged or data)
        began = process_time()
        try:
            body = parse_osim(damaged, f"seed {seed}", skip_unsupported=rng.random() < 0.5)
        except TrochanterError as error:
            end, said = type(error).__name__, str(error)
        else:
            end, said = "Body", f"seed {seed}"
            assert_sound(body)
            ends["changed"] += signature(body) != sound
        assert process_time() - began < LONGEST_S, f"seed {seed}"
        assert said.startswith(f"seed {seed}"), said
        assert len(said) < LONGEST_MESSAGE, said
        ends[end] += 1
    return ends


@pytest.mark.parametrize("name", ["new", "old"])
def test_damaged_made_models_end_well(name: str) -> None:
    data = {"new": LEG, "old": old_hip(20302)}[name].encode()
    ends = survive(data, OF_MADE, 0 if name == "new" else 10**6)
    for kind in ("Body", "UnreadableFile", "ImpossibleData", "UnknownName", "UnsupportedElement"):
        assert ends[kind] > ends["severe"] // 200, ends
    assert ends["changed"] >= LEAST_SHARE * OF_MADE, ends


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", REAL)
def test_damaged_real_models_end_well(name: str, shared_data: Path) -> None:
    ends = survive((shared_data / name).read_bytes(), OF_REAL, 2 * 10**6)
    print(f"{name}: of {OF_REAL} damaged versions {ends['changed']} changed the model: {dict(ends)}")
    assert len(ends) > 4, ends
    assert ends["changed"] >= LEAST_SHARE * OF_REAL, ends
