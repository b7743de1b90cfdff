"""``trochanter measure --right LOG``: from a phone's recording to the page, after the screen."""

import datetime as dt
import html
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from tests.kinematics.made_phone import Course, Phone, recorded, write_sensor_logger
from trochanter.cli.main import app
from trochanter.core.quality import Notice
from trochanter.core.severity import by_weight
from trochanter.exchange.screen_result import read_screen, write_screen

TODAY = dt.datetime.now().astimezone().date()


def measure(out: Path, *options: str) -> Result:
    return RUNNER.invoke(app, ["measure", "--position", "seated", "--out", str(out), *options])


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("layout", ["sensorlogger_ios", "phyphox_semicolon", "physicstoolbox"])
def test_a_recording_becomes_a_measurement(layout: str, shared_data: Path, tmp_path: Path) -> None:
    screen = write_screen(tmp_path / "screen.json", screen_of(TODAY), TODAY)
    log = shared_data / "imu_formats" / layout
    felt = ("--right-in", "pain 2 buttock", "--right-out", "pain 0")
    done = measure(tmp_path / "out", "--right", str(log), "--screen", str(screen), *felt)
    assert done.exit_code == 0, done.stderr
    assert "Turning in: right 32 degrees. Turning out: right 41 degrees." in " ".join(done.stdout.split())
    written = json.loads((tmp_path / "out" / "measurement.json").read_text(encoding="utf-8"))
    assert written["schema"] == "trochanter.measurement/1"
    assert (tmp_path / "out" / "check.html").is_file()


@pytest.mark.needs("shared-data")
def test_nobody_is_measured_before_the_screen(shared_data: Path, tmp_path: Path) -> None:
    done = measure(tmp_path / "out", "--right", str(shared_data / "imu_formats" / "sensorlogger_ios"))
    assert done.exit_code == 2
    assert "trochanter screen" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--right-in", "33, 34 pain 2"], "pain alone"),
        (["--using", "compass"], "gravity"),
        (["--method", "goniometer"], "the recording says"),
        (["--left-in", "pain 2 groin"], "in the right leg, which was recorded"),
        (["--position", ""], "the position is not said"),
        (["--position", "supine"], "the thigh lay level"),
        (["--measured-on", "2999-01-01"], "today or a day before"),
        (["--manual"], "one of both"),
    ],
)
def test_words_that_do_not_fit_are_told(options: list[str], said: str, shared_data: Path, tmp_path: Path) -> None:
    log = str(shared_data / "imu_formats" / "sensorlogger_ios")
    screen = str(write_screen(tmp_path / "screen.json", screen_of(TODAY), TODAY))
    done = measure(tmp_path / "out", "--right", log, "--measured-by", "a colleague", "--screen", screen, *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_pain_is_kept_where_nothing_could_be_measured(tmp_path: Path) -> None:
    screen = write_screen(tmp_path / "screen.json", screen_of(TODAY, pain="yes"), TODAY)
    resting = Course(internal_deg=(), external_deg=(), rest_s=8.0)
    log = write_sensor_logger(tmp_path / "log", recorded(resting, Phone(gyroscope_noise_rad_s=0.005)))
    done = measure(tmp_path / "out", "--right", str(log), "--screen", str(screen), "--right-in", "pain 4 groin stopped")
    assert done.exit_code == 2
    assert "nothing moves" in done.stderr
    assert "See a doctor today." in done.stderr
    assert read_screen(screen).tier(TODAY) == "B"


@pytest.mark.parametrize("damaged", [False, True])
def test_pain_told_of_one_set_up_is_kept_where_another_cannot_be_measured(damaged: bool, tmp_path: Path) -> None:
    screen = write_screen(tmp_path / "screen.json", screen_of(TODAY, pain="yes"), TODAY)
    phone = Phone(gyroscope_noise_rad_s=0.005)
    good = write_sensor_logger(tmp_path / "good", recorded(Course((30.0, 31.0, 30.0), (35.0, 36.0, 35.0)), phone))
    bad = tmp_path / "bad.zip"
    if damaged:
        bad.write_bytes(b"PK\x03\x04" + bytes(200))
    else:
        resting = Course(internal_deg=(), external_deg=(), rest_s=8.0)
        bad = write_sensor_logger(tmp_path / "bad", recorded(resting, phone))
    felt = ("--right-in", "pain 3 groin", "--right-in", "pain 0")
    done = measure(tmp_path / "out", "--right", str(good), "--right", str(bad), "--screen", str(screen), *felt)
    assert done.exit_code == 2
    assert "See a doctor today." in done.stderr
    assert read_screen(screen).tier(TODAY) == "B"
    assert not (tmp_path / "out").exists()


def test_pain_at_an_end_that_was_not_held_is_kept_beside_the_one_that_was(tmp_path: Path) -> None:
    screen = write_screen(tmp_path / "screen.json", screen_of(TODAY, pain="yes"), TODAY)
    outwards = Course(internal_deg=(30.0, 31.0, 30.0), external_deg=(0.0, 0.0, 0.0))
    log = write_sensor_logger(tmp_path / "log", recorded(outwards, Phone(gyroscope_noise_rad_s=0.005)))
    felt = ("--right-in", "pain 0", "--right-out", "pain 3 groin stopped")
    done = measure(tmp_path / "out", "--right", str(log), "--screen", str(screen), *felt)
    assert done.exit_code == 0, done.stderr
    assert "Turning in: right 30 degrees." in done.stdout
    assert read_screen(screen).tier(TODAY) == "B"


def test_what_makes_a_recording_doubtful_is_told_in_the_terminal_and_on_the_page(tmp_path: Path) -> None:
    screen = write_screen(tmp_path / "screen.json", screen_of(TODAY), TODAY)
    phone = Phone(mounting=Rotation.random(rng=np.random.default_rng(3)), gyroscope_noise_rad_s=0.005)
    made = recorded(Course((32.0, 33.0), (41.0, 40.0)), phone)
    half = replace(made, turning_rad_s=0.5 * made.turning_rad_s)  # a gyroscope that tells half of what it turns
    log = write_sensor_logger(tmp_path / "log", half)
    felt = ("--right-in", "pain 0", "--right-out", "pain 0")
    done = measure(tmp_path / "out", "--right", str(log), "--screen", str(screen), *felt)
    assert done.exit_code == 0, done.stderr
    found = json.loads((tmp_path / "out" / "measurement.json").read_text(encoding="utf-8"))["notices"]
    page = html.unescape((tmp_path / "out" / "check.html").read_text(encoding="utf-8"))
    assert {"repetitions-few", "sensors-differ"} <= {notice["code"] for notice in found}
    for notice in found:
        assert notice["text"] in done.stderr
        assert notice["text"] in page
    texts = [notice.text for notice in by_weight([Notice(each["code"], each["text"]) for each in found])]
    places = [page.index(text) for text in texts]
    assert places == sorted(places)
