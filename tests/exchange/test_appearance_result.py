import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kinematics.made_appearance import Run, Squat
from trochanter.core.errors import MissingInput, UnreadableFile
from trochanter.core.sides import Side
from trochanter.exchange.appearance_result import SCHEMA, appearance_json, appearance_result, read_appearance
from trochanter.exchange.measurement_result import Screened
from trochanter.kinematics.appearance import Appearance
from trochanter.kinematics.running_picture import RunningView, running_video
from trochanter.kinematics.squat_picture import control_test

NOW, THEN = dt.date(2026, 11, 22), dt.date(2026, 11, 2)


@pytest.fixture(scope="module")
def squat() -> Appearance:
    return control_test(Squat(Side.LEFT).film(), measured_on=NOW)


@pytest.fixture(scope="module", params=["squat", "side", "rear"])
def found(request: pytest.FixtureRequest, squat: Appearance) -> Appearance:
    if request.param == "squat":
        return squat
    view: RunningView = "side" if request.param == "side" else "rear"
    return running_video(Run().film(view), view, measured_on=NOW, speed_kmh=10.0)


def test_what_is_written_is_read_again(found: Appearance, tmp_path: Path) -> None:
    path = tmp_path / "appearance.json"
    found = replace(found, pain=3)
    path.write_text(appearance_json(appearance_result(found)), encoding="utf-8")
    again = read_appearance(path)
    assert again.pain == 3
    assert (again.kind, again.view, again.exercise, again.side) == (found.kind, found.view, found.exercise, found.side)
    assert (again.counts, again.measured_on, again.speed_kmh) == (found.counts, NOW, found.speed_kmh)
    assert again.film.model == "heavy"
    for first, second in zip(found.numbers, again.numbers, strict=True):
        assert (second.quantity, second.side) == (first.quantity, first.side)
        assert second.estimate.value == pytest.approx(first.estimate.value, rel=1e-5)
        assert second.detectable == pytest.approx(first.detectable, rel=1e-5)
        assert len(second.repeats) == len(first.repeats)


def test_every_number_has_its_unit_and_its_error(found: Appearance) -> None:
    written = json.loads(appearance_json(appearance_result(found)))
    assert written["schema"] == SCHEMA
    for each in written["numbers"]:
        assert each["value"]["unit"]
        assert each["value"]["sigma"] > 0.0
        assert each["positive"]
        assert {repeat["unit"] for repeat in each["repeats"]} == {each["value"]["unit"]}
    assert {each["quantity"] for each in written["errors"]} == {each["quantity"] for each in written["numbers"]}
    assert len(written["cannot_show"]) >= 5


def test_changes_films_kept_apart_and_the_screen_are_written(squat: Appearance) -> None:
    screen = Screened("screen.json", "ab", "2026-11-22")
    earlier = replace(squat, measured_on=THEN), replace(squat, side=Side.RIGHT, measured_on=THEN)
    written = json.loads(appearance_json(appearance_result(squat, earlier, screen)))
    assert written["screen"]["sha256"] == "ab"
    assert {each["since"] for each in written["changes"]} == {"2026-11-02"}
    assert not any(each["found"] for each in written["changes"])
    assert written["apart"] == [{"measured_on": "2026-11-02", "reasons": ["the side differs: left and right"]}]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("schema",), "trochanter.measurement/1", "its schema is"),
        (("numbers", 0, "value", "value"), None, "a number is missing"),
        (("numbers", 0, "value", "unit"), "rad", "in 'rad', not in deg"),
        (("numbers", 0, "quantity"), "nonsense", "nonsense"),
        (("side",), "middle", "middle"),
        (("measured_on",), "yesterday", "yesterday"),
        (("counts",), "five", "counts"),
        (("surprise",), 1, "surprise"),
    ],
)
def test_a_changed_file_is_refused(
    path: tuple[str | int, ...], value: object, said: str, squat: Appearance, tmp_path: Path
) -> None:
    written = json.loads(appearance_json(appearance_result(squat)))
    place = written
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    file = tmp_path / "appearance.json"
    file.write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(UnreadableFile, match=said) as refused:
        read_appearance(file)
    assert "control-test" in str(refused.value)


def test_no_file_and_no_json_are_told(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        read_appearance(tmp_path / "none.json")
    (tmp_path / "x.json").write_bytes(b"\x00\x01")
    with pytest.raises(UnreadableFile):
        read_appearance(tmp_path / "x.json")
