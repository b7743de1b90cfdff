"""``trochanter measure --right LOG``: from a phone's recording to the page, after the screen."""

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from trochanter.cli.main import app
from trochanter.exchange.screen_result import write_screen

TODAY = dt.datetime.now().astimezone().date()
pytestmark = pytest.mark.needs("shared-data")


def measure(out: Path, *options: str) -> Result:
    return RUNNER.invoke(app, ["measure", "--position", "seated", "--out", str(out), *options])


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


def test_nobody_is_measured_before_the_screen(shared_data: Path, tmp_path: Path) -> None:
    done = measure(tmp_path / "out", "--right", str(shared_data / "imu_formats" / "sensorlogger_ios"))
    assert done.exit_code == 2
    assert "trochanter screen" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--right-in", "33, 34 pain 2"], "pain alone"),
        (["--using", "compass"], "gravity"),
        (["--method", "goniometer"], "the recording says"),
    ],
)
def test_words_that_do_not_fit_are_told(options: list[str], said: str, shared_data: Path, tmp_path: Path) -> None:
    log = str(shared_data / "imu_formats" / "sensorlogger_ios")
    done = measure(tmp_path / "out", "--right", log, "--measured-by", "a colleague", *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()
