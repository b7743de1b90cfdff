"""measurement.json: every number with its unit and error, read back as it was written, refused where it was changed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kinematics.made_ranges import R_IN, made_range, stopped, two_set_ups
from trochanter.core.errors import TrochanterError
from trochanter.exchange.measurement_reading import SCHEMA, read_measurement
from trochanter.exchange.measurement_result import (
    Screened,
    measurement_result,
    measurement_text,
)
from trochanter.kinematics.comparing_check import HipCheck, check_hips

PLAIN_COUNTS = {"recordings", "days", "people"}


def made() -> HipCheck:
    now = [stopped(made_range(), R_IN, place="side of the hip"), made_range(set_up="second")]
    return check_hips(now, [made_range(day=2), made_range(day=3, position="prone")])


def text_of(check: HipCheck) -> str:
    return measurement_text(measurement_result(check, Screened("screen.json", "0" * 64, "2026-11-22")))


def numbers(found: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every number that is not inside a quantity, and every quantity, by the name of its field."""
    if isinstance(found, dict):
        if {"value", "unit", "sigma"} == set(found):
            yield name, found
        else:
            for key, each in found.items():
                yield from numbers(each, key)
    elif isinstance(found, list):
        for each in found:
            yield from numbers(each, name)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield name, found


def test_every_number_has_its_unit_and_error() -> None:
    found = json.loads(text_of(made()))
    assert found["schema"] == SCHEMA
    told = list(numbers(found))
    assert {name for name, each in told if not isinstance(each, dict)} <= PLAIN_COUNTS
    assert {each["unit"] for _, each in told if isinstance(each, dict)} == {"deg", "points of 10"}
    right = found["sides"]["right"]
    assert right["external"]["angle"]["sigma"] > 3.0
    assert right["total"] == {"value": None, "unit": "deg", "sigma": None}
    assert found["screen"]["answered_on"] == "2026-11-22"


def test_refused_comparisons_have_reasons_and_no_number() -> None:
    found = json.loads(text_of(made()))
    sides = [each for each in found["comparisons"] if each["what"] == "sides"]
    assert [each["direction"] for each in sides] == ["internal", "external"]
    assert sides[0]["difference"]["value"] is None
    assert sides[0]["reasons"] == ["the right side was limited by pain"]
    assert sides[1]["difference"]["value"] == pytest.approx(2.0)
    assert sides[1]["reasons"] == []
    assert found["apart"][0]["reasons"] == ["the position differs: seated and prone"]
    assert found["norms"]["fair"] == []
    assert all(norm["status"] == "RECALLED" for norm in found["norms"]["recalled"])


def test_it_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    check = made()
    path = tmp_path / "measurement.json"
    path.write_text(text_of(check), encoding="utf-8")
    for read, own in zip(read_measurement(path), check.now, strict=True):
        assert (read.position, read.mode, read.method) == (own.position, own.mode, own.method)
        assert (read.measured_on, read.measured_by, read.set_up) == (own.measured_on, own.measured_by, own.set_up)
        for end, was in zip(read.ends, own.ends, strict=True):
            assert (end.side, end.direction, end.repeats_deg) == (was.side, was.direction, was.repeats_deg)
            assert (end.pain, end.pain_place, end.limited_by_pain) == (was.pain, was.pain_place, was.limited_by_pain)
            assert end.angle.value == pytest.approx(was.angle.value)
            assert end.angle.sigma == pytest.approx(was.angle.sigma, rel=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "trochanter.measurement/9"},
        {"set_ups": 3},
        {"set_ups": [{}]},
        {"more": 1},
    ],
)
def test_another_file_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    found = json.loads(text_of(check_hips(two_set_ups()))) | change
    path = tmp_path / "measurement.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(TrochanterError, match="no measurement of trochanter"):
        read_measurement(path)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("method",), "ruler"),
        (("position",), "standing"),
        (("measured_on",), "yesterday"),
        (("sides", "middle"), {"internal": None, "external": None, "total": None, "balance": None}),
        (("sides", "right", "internal", "angle", "value"), 400.0),
        (("sides", "right", "internal", "angle", "value"), None),
        (("sides", "right", "internal", "angle", "unit"), "rad"),
        (("sides", "right", "internal", "pain", "value"), 12.0),
    ],
)
def test_a_changed_number_is_refused(tmp_path: Path, place: tuple[str, ...], value: Any) -> None:
    found = json.loads(text_of(check_hips(two_set_ups())))
    inner = found["set_ups"][0]
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    path = tmp_path / "measurement.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(TrochanterError):
        read_measurement(path)
