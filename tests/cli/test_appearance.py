"""``trochanter control-test`` and ``trochanter running-video``: the screen first, then film, page and result."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from tests.kinematics.made_appearance import Squat
from trochanter.cli.main import app
from trochanter.core.sides import Side
from trochanter.exchange.appearance_result import appearance_json, appearance_result
from trochanter.exchange.screen_result import write_screen
from trochanter.kinematics.picture_angles import bend_rad
from trochanter.kinematics.squat_picture import control_test

TODAY = dt.datetime.now().astimezone().date()


def squat(out: Path, *options: str) -> Result:
    return RUNNER.invoke(app, ["control-test", *options, "--out", str(out)])


def run(out: Path, *options: str) -> Result:
    return RUNNER.invoke(app, ["running-video", *options, "--out", str(out)])


@pytest.fixture
def screen(tmp_path: Path) -> str:
    return str(write_screen(tmp_path / "screen.json", screen_of(TODAY), TODAY))


@pytest.fixture
def video(tmp_path: Path) -> str:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"no film")
    return str(path)


def test_nothing_is_read_before_the_screen(tmp_path: Path, video: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for done in (
        squat(tmp_path / "out", video, "--side", "right", "--one-leg-pain-free"),
        run(tmp_path / "out", video, "--view", "side"),
    ):
        assert done.exit_code == 2
        assert "trochanter screen" in done.stderr
        assert not (tmp_path / "out").exists()


@pytest.mark.needs("video", "pose-weights")
@pytest.mark.usefixtures("pose_weights")
def test_the_screen_of_the_working_folder_is_taken(
    tmp_path: Path, video: str, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(screen).parent)
    done = run(tmp_path / "out", video, "--view", "rear")
    assert done.exit_code == 2
    assert "film.mp4" in done.stderr


@pytest.mark.needs("video", "pose-weights")
@pytest.mark.usefixtures("pose_weights")
def test_a_film_of_an_earlier_day_is_a_record_and_takes_a_screen_of_today(
    tmp_path: Path, video: str, screen: str
) -> None:
    earlier = run(tmp_path / "out", video, "--view", "rear", "--screen", screen, "--measured-on", "2026-05-01")
    assert "film.mp4" in earlier.stderr
    to_come = run(tmp_path / "out", video, "--view", "rear", "--screen", screen, "--measured-on", "2999-05-01")
    assert "today or a day before" in to_come.stderr
    old = dt.date(2026, 5, 1)
    late = str(write_screen(tmp_path / "old.json", screen_of(old), old))
    assert "trochanter screen" in run(tmp_path / "out", video, "--view", "rear", "--screen", late).stderr


def test_a_screen_that_stops_running_stops_the_film_of_it(tmp_path: Path, video: str) -> None:
    given = write_screen(tmp_path / "s.json", screen_of(TODAY, groin="yes", groin_limp="yes"), TODAY)
    done = run(tmp_path / "out", video, "--view", "side", "--screen", str(given))
    assert done.exit_code == 2
    assert "run" in done.stderr
    done = squat(tmp_path / "out", video, "--side", "left", "--one-leg-pain-free", "--screen", str(given))
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_standing_on_one_leg_is_tried_first(tmp_path: Path, video: str, screen: str) -> None:
    done = squat(tmp_path / "out", video, "--side", "right", "--screen", screen)
    assert done.exit_code == 2
    assert "10 s" in done.stderr
    assert "leave this test out" in done.stderr


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("squat", ["--side", "middle"], "no side 'middle'"),
        ("squat", [], "which leg is stood on"),
        ("squat", ["--side", "right", "--exercise", "hop"], "no exercise 'hop'"),
        ("run", ["--view", "top"], "no view 'top'"),
        ("run", ["--view", "side", "--height-cm", "17"], "100 to 250 cm"),
        ("run", ["--view", "side", "--speed-kmh", "300"], "3 to 30 km/h"),
        ("run", ["--view", "side", "--person", "1,2,3"], "--person"),
        ("run", ["--view", "side", "--measured-on", "soon"], "--measured-on"),
        ("run", ["--view", "side", "--pain", "12"], "0 (none) to 10"),
        ("run", ["--view", "side", "--height-cm", "172,5"], "a decimal point, such as 172.5"),
        ("run", ["--view", "side", "--speed-kmh", "fast"], "a decimal point, such as 12.5"),
    ],
)
def test_words_that_do_not_fit_are_told(
    command: str, options: list[str], said: str, tmp_path: Path, video: str, screen: str
) -> None:
    if command == "squat":
        done = squat(tmp_path / "out", video, "--screen", screen, "--one-leg-pain-free", *options)
    else:
        done = run(tmp_path / "out", video, "--screen", screen, *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_earlier_film_has_to_be_earlier_and_a_film_of_this_kind(tmp_path: Path, video: str, screen: str) -> None:
    now = control_test(Squat().film(), measured_on=TODAY)
    path = tmp_path / "appearance.json"
    path.write_text(appearance_json(appearance_result(now)), encoding="utf-8")
    common = (video, "--side", "right", "--one-leg-pain-free", "--screen", screen, "--earlier")
    done = squat(tmp_path / "out", *common, str(path))
    assert done.exit_code == 2
    assert "a film of a day before" in done.stderr
    done = squat(tmp_path / "out", *common, screen)
    assert done.exit_code == 2
    assert "no film result" in done.stderr


@pytest.mark.needs("video", "pose-weights")
@pytest.mark.usefixtures("pose_weights")
def test_what_is_no_film_is_told(tmp_path: Path, video: str, screen: str) -> None:
    done = run(tmp_path / "out", video, "--view", "rear", "--screen", screen)
    assert done.exit_code == 2
    assert "film.mp4" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.needs("pose-weights", "anny", "osmesa")
def test_a_rendered_squat_becomes_a_page_and_a_result(
    tmp_path: Path, screen: str, pose_weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.synthetic.film import rendered
    from tests.synthetic.scene_squat import SingleLegSquat

    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(pose_weights))
    scene = SingleLegSquat(repeats=3, way_s=0.8, bottom_s=0.2, stand_s=0.9, size_px=(360, 640), rate_hz=24.0)
    film, truth = rendered(scene)
    older = replace(control_test(Squat().film(), measured_on=TODAY - dt.timedelta(days=20)), side=Side.RIGHT)
    path = tmp_path / "earlier.json"
    path.write_text(appearance_json(appearance_result(older)), encoding="utf-8")
    common = (str(film), "--side", "right", "--one-leg-pain-free", "--screen", screen, "--earlier", str(path))
    done = squat(tmp_path / "out", *common, "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["schema"] == "trochanter.appearance/1"
    assert found["counts"] == {"right": 3, "left": 0}
    assert json.loads((tmp_path / "out" / "appearance.json").read_text(encoding="utf-8")) == found
    assert (tmp_path / "out" / "appearance.html").read_text(encoding="utf-8").count("data:image/jpeg") == 2
    bends = {each["quantity"]: each["value"]["value"] for each in found["numbers"]}
    there = [np.argmin(np.abs(truth.time_s - at_s)) for at_s in truth.more["bottoms_s"]]
    hip, knee, ankle = (truth.point(name, "r")[there] for name in ("hip", "knee", "ankle"))
    true = float(np.median(np.rad2deg(bend_rad(hip, knee, ankle, 1.0))))
    assert bends["frontal_angle"] == pytest.approx(true, abs=4.0)
