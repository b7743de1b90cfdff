"""``trochanter measure VIDEO``: from a film to the page, after the screen; and what is told where that cannot be."""

import base64
import datetime as dt
import html
import json
import re
import tomllib
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from tests.synthetic.writing import write_film
from trochanter.capture.film import Film, open_film
from trochanter.capture.pose_words import TwoPersons
from trochanter.cli.film_options import FilmSaid, as_it_is_shown, film_said, persons_by_options
from trochanter.cli.main import app
from trochanter.core.errors import ImpossibleData
from trochanter.exchange.measurement_reading import read_measurement
from trochanter.exchange.screen_result import write_screen

TODAY = dt.datetime.now().astimezone().date()
DATA = Path(__file__).parents[2] / "src" / "trochanter" / "capture" / "data"
FILM = DATA / "demo_film.mp4"
RIGHT = ("--side", "right", "--knee", "49.8%,49%", "--ankle", "50%,63.7%")


def measure(*options: str) -> Result:
    return RUNNER.invoke(app, ["measure", *options])


@pytest.fixture
def screened(tmp_path: Path) -> tuple[str, ...]:
    screen = write_screen(tmp_path / "screen.json", screen_of(TODAY), TODAY)
    return ("--position", "seated", "--screen", str(screen), "--out", str(tmp_path / "out"))


@dataclass(frozen=True)
class Demo:
    done: Result
    page: str
    written: dict[str, Any]
    folder: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, pose_weights: Path) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    done = measure("--demo", "--out", str(folder))
    assert done.exit_code == 0, done.stderr
    page = (folder / "check.html").read_text(encoding="utf-8")
    return Demo(done, page, json.loads((folder / "measurement.json").read_text(encoding="utf-8")), folder)


@pytest.mark.needs("pose-weights", "video")
class TestDemo:
    def test_ends_are_those_of_the_drawing_within_their_bars(self, demo: Demo) -> None:
        films = tomllib.loads((DATA / "demo_film.toml").read_text(encoding="utf-8"))["films"]
        for set_up, film in zip(demo.written["set_ups"], films, strict=True):
            for side, ends in set_up["sides"].items():
                for way in ("internal", "external"):
                    angle = ends[way]["angle"]
                    off = abs(angle["value"] - film[f"{way}_{side}_deg"])
                    assert off < min(4.0, 1.96 * angle["sigma"])
                    assert len(ends[way]["repeats"]) == 3
                    assert angle["sigma"] * 1.96 <= 7.0

    def test_it_needs_no_screen_and_says_that_nobody_was_filmed(self, demo: Demo) -> None:
        assert demo.written["screen"] is None
        assert "nobody was filmed" in demo.done.stderr
        assert "nobody was filmed" in " ".join(demo.done.stdout.split())
        assert "nobody was filmed" in demo.page

    def test_one_drawn_body_is_no_validation_wherever_the_bar_stands(self, demo: Demo) -> None:
        for text in (demo.page, " ".join(demo.done.stdout.split()), demo.written["error_basis"]):
            assert "one drawn body, which is regression and not validation" in text

    def test_the_result_names_film_model_and_checks(self, demo: Demo) -> None:
        for film, name in zip(demo.written["films"], ("demo_film.mp4", "demo_film_again.mp4"), strict=True):
            assert film["file"] == name
            assert re.fullmatch("[0-9a-f]{64}", film["sha256"])
            assert film["found_by"] in ("heavy", "full")
            assert [leg["side"] for leg in film["legs"]] == ["right", "left"]
            for leg in film["legs"]:
                assert [hold["way"] for hold in leg["holds"]][:5] == ["rest", "internal", "rest", "external", "rest"]
                assert all(gate["kept"] for gate in leg["gates"])
        assert read_measurement(demo.folder / "measurement.json")[0].method == demo.written["method"]

    def test_the_page_holds_small_pictures_of_the_leg_and_asks_no_network(self, demo: Demo) -> None:
        pictures = [base64.b64decode(each) for each in re.findall(r"data:image/jpeg;base64,([^\"]+)", demo.page)]
        assert len(pictures) == 2 * 2 * 3
        assert all(each.startswith(b"\xff\xd8\xff") and len(each) < 40_000 for each in pictures)
        assert not re.search(r"(src|href)=\"(https?:)?//", demo.page)
        assert "img-src data:" in demo.page
        words = html.unescape(demo.page)
        assert "Foot out" in words
        assert "One camera cannot tell whether the pelvis moved along" in words


def short_film(path: Path, *, mirrored: bool = False, still: bool = False, low: int = 0) -> Path:
    """Nine seconds of the demo in which the right foot goes out and in once; low: pixels that are cut off below."""
    with open_film(FILM) as film:
        frames = list(takewhile(lambda frame: frame.time_s < 9.3, film))
    pictures = [frames[0].pixels if still else frame.pixels for frame in frames]
    chance = np.random.default_rng(1)
    if still:  # as a phone on a chair films a person who does not move
        pictures = [np.clip(each + chance.normal(0.0, 3.0, each.shape), 0, 255).astype(np.uint8) for each in pictures]
    high, wide = (size - size % 2 for size in pictures[0][: -low or None].shape[:2])
    shown = [(each[:, ::-1] if mirrored else each)[:high, :wide] for each in pictures]
    write_film(path, shown, [frame.time_s for frame in frames], (wide, high))
    return path


@pytest.mark.needs("video")
def test_a_mirrored_film_with_taps_is_asked_for(tmp_path: Path, screened: tuple[str, ...]) -> None:
    film = str(short_film(tmp_path / "mirrored.mp4", mirrored=True))
    taps = ("--side", "right", "--knee", "50.2%,49%", "--ankle", "50%,63.7%")
    asked = measure(film, *screened, *taps)
    assert asked.exit_code == 2
    assert "the first movement of the right leg is the foot inwards" in asked.stderr
    assert "--mirrored" in asked.stderr
    done = measure(film, *screened, *taps, "--mirrored")
    assert done.exit_code == 0, done.stderr
    written = json.loads((tmp_path / "out" / "measurement.json").read_text(encoding="utf-8"))
    ends = written["sides"]["right"]
    assert abs(ends["internal"]["angle"]["value"] - 30.9) < 1.96 * ends["internal"]["angle"]["sigma"]
    assert written["films"][0]["mirrored"] is True


@pytest.mark.needs("pose-weights", "video")
@pytest.mark.parametrize(
    ("how", "options", "said"),
    [
        ({}, ["--side", "left"], "the film shows the right leg moving, and the left one was said"),
        ({"still": True}, [], "nothing moves"),
        (
            {"low": 334},
            [],
            "inside the picture",
        ),
    ],
)
def test_what_a_film_does_not_show_is_told(
    how: dict[str, Any], options: list[str], said: str, tmp_path: Path, screened: tuple[str, ...], pose_weights: Path
) -> None:
    done = measure(str(short_film(tmp_path / "short.mp4", **how)), *screened, *options)
    assert done.exit_code == 2
    assert re.search(said, done.stderr), done.stderr
    assert "film again" in done.stderr or "--mirrored" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_boxes_of_two_persons_are_told_as_person_takes_them() -> None:
    film = Film("two.mp4", "0" * 64, 400, 200, 0, 9.0, 30.0)
    two = ((40.0, 20.0, 120.0, 180.0), (240.0, 20.0, 360.0, 200.0))
    for mirrored, said in ((False, "10%,10%,20%,80% or 60%,10%,30%,90%"), (True, "70%,10%,20%,80% or 10%,10%,30%,90%")):
        with (
            pytest.raises(ImpossibleData, match="two persons") as caught,
            persons_by_options(FilmSaid(mirrored=mirrored), film),
        ):
            raise TwoPersons(two, film.source)
        assert said in caught.value.valid
        again = film_said(None, said.split(" or ")[0], None, None, mirrored=mirrored)
        assert as_it_is_shown(again, film, (1, 1)) == pytest.approx(two[0])


@pytest.mark.needs("video")
def test_a_film_with_taps_becomes_a_measurement(tmp_path: Path, screened: tuple[str, ...]) -> None:
    done = measure(str(FILM), *screened, *RIGHT, "--right-in", "pain 0", "--right-out", "pain 2 buttock")
    assert done.exit_code == 0, done.stderr
    written = json.loads((tmp_path / "out" / "measurement.json").read_text(encoding="utf-8"))
    assert written["method"] == "tapped_video"
    assert written["sides"]["right"]["external"]["pain_place"] == "buttock"
    truth = tomllib.loads((DATA / "demo_film.toml").read_text(encoding="utf-8"))["films"][0]
    for way in ("internal", "external"):
        angle = written["sides"]["right"][way]["angle"]
        assert abs(angle["value"] - truth[f"{way}_right_deg"]) < 1.96 * angle["sigma"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--side", "top"], "there is no side 'top'"),
        (["--model", "huge"], "there is no pose model 'huge'"),
        (["--person", "1,2,3"], "left, top, width and height"),
        (["--person", "10%,10%,50,50"], "left, top, width and height"),
        (["--slow-motion", "0.5"], "how many times slower"),
        (["--slow-motion", "2,5"], "a decimal point, such as 2.5"),
        (["--knee", "50%,49%", "--ankle", "50%,63%", "--at", "1,5"], "a decimal point, such as 1.5"),
        (["--using", "gravity"], "a phone's log"),
        (["--method", "goniometer"], "the film says how it was measured"),
        (["--position", "prone"], "tap knee and ankle"),
        (["--position", "standing"], "seated, supine or prone"),
        (["--position", ""], "the position is not said"),
        (["--right-in", "33 pain 0"], "pain alone"),
        (["--right-in", "pain 0", "--right-in", "pain 0"], "once: a recording is one set-up"),
        (["--side", "left", "--right-in", "pain 0"], "in the left leg, which was recorded"),
        (["--left", str(FILM)], "named alone"),
        (["--knee", "1%,2%"], "--ankle"),
        (["--knee", "50%,49%", "--ankle", "50%,63%", "--model", "full"], "no pose model runs"),
        (["--knee", "50%,49%", "--ankle", "50%,63%"], "add --side"),
        (["--demo"], "it brings its own films"),
        ([str(DATA / "demo_film_again.mp4"), *RIGHT], "one film: a tap is of one picture"),
    ],
)
def test_words_that_do_not_fit_are_told(
    options: list[str], said: str, tmp_path: Path, screened: tuple[str, ...]
) -> None:
    done = measure(str(FILM), *screened, *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_nobody_is_measured_before_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = measure(str(FILM), "--position", "seated", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "trochanter screen" in done.stderr


@pytest.mark.needs("video")
def test_without_weights_the_message_names_the_command(
    tmp_path: Path, screened: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(tmp_path))
    done = measure(str(FILM), *screened)
    assert done.exit_code == 2
    assert "trochanter weights" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.needs("video")
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(200), "a photo"),
        ("cut.mp4", FILM.read_bytes()[:4000], "the film was cut off"),
        ("film.mp4", b"PK\x03\x04" + bytes(200), "an archive"),
    ],
)
def test_what_is_no_film_is_told(
    name: str, content: bytes, said: str, tmp_path: Path, screened: tuple[str, ...]
) -> None:
    (tmp_path / name).write_bytes(content)
    done = measure(str(tmp_path / name), *screened, *RIGHT)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_film_for_each_leg_and_a_phone_are_not_mixed(tmp_path: Path, screened: tuple[str, ...]) -> None:
    log = tmp_path / "log.csv"
    log.write_text("time,gFx\n0,1\n")
    mixed = measure("--right", str(FILM), "--left", str(log), *screened)
    assert mixed.exit_code == 2
    assert "one kind in a check" in mixed.stderr
    same = measure("--right", str(FILM), "--left", str(FILM), *screened)
    assert same.exit_code == 2
    assert "the same recording is given twice" in same.stderr
    again = measure(str(FILM), str(FILM), *screened)
    assert again.exit_code == 2
    assert "a second set-up is filmed anew" in again.stderr
