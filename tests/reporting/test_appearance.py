import datetime as dt
import re
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_appearance import HEIGHT_PX, WIDTH_PX, Run, Squat
from tests.reporting.reading import parsed, plain
from tests.reporting.test_sentences import NEVER
from trochanter.core.sides import Side
from trochanter.kinematics.appearance import Appearance
from trochanter.kinematics.running_picture import running_video
from trochanter.kinematics.squat_picture import ControlExercise, control_test
from trochanter.reporting.appearance import appearance_text, render_appearance
from trochanter.reporting.appearance_stills import stills_of
from trochanter.reporting.figures.appearance import dots_figure, picture_figure

NOW, THEN = dt.date(2026, 11, 22), dt.date(2026, 11, 2)
FILMS = ("squat", "step down", "steady knee", "side", "side, fast", "rear", "crossing")


def film_of(name: str) -> Appearance:
    """A control test or run for pages."""
    if name in ("squat", "step down", "steady knee"):
        squat = Squat(Side.LEFT, in_m=0.0 if name == "steady knee" else 0.06, step_down=name == "step down")
        exercise: ControlExercise = "step_down" if name == "step down" else "single_leg_squat"
        return control_test(squat.film(), measured_on=NOW, exercise=exercise)
    if name.startswith("side"):
        film = Run().film(rate_hz=120.0 if "fast" in name else 30.0)
        return running_video(film, "side", measured_on=NOW, speed_kmh=10.0, height_m=1.75 if "fast" in name else None)
    return running_video(Run(width_m=-0.05 if name == "crossing" else 0.06).film("rear"), "rear", measured_on=NOW)


@pytest.fixture(scope="module", params=FILMS)
def shown(request: pytest.FixtureRequest) -> Appearance:
    return film_of(request.param)


def test_page_and_terminal_hold_every_number_and_what_the_camera_cannot_show(shown: Appearance) -> None:
    page, text = plain(render_appearance(shown)), appearance_text(shown)
    for words in (page, " ".join(text.split())):
        assert "What this camera cannot show" in words
        assert "How the hip turns" in words
        assert "There is nothing to compare with yet" in words
        assert "two dimensions" in words
    assert len(parsed(render_appearance(shown)).xpath("(//table)[1]/tbody/tr")) == len(shown.numbers)
    assert max(map(len, text.splitlines())) < 130


def test_nothing_is_said_that_may_not_be_said(shown: Appearance) -> None:
    words = f"{plain(render_appearance(shown, (replace(shown, measured_on=THEN),)))} {appearance_text(shown)}"
    for pattern in (*NEVER, r"internal rotation|external rotation", r"\bnormal\b|\bvalgus\b|healthy runners"):
        found = re.search(pattern, words, re.IGNORECASE)
        assert found is None, words[max(0, found.start() - 60) : found.end() + 60]


def test_the_answer_goes_by_the_error() -> None:
    assert "left knee comes inwards in the picture, by" in plain(render_appearance(film_of("squat")))
    assert "left knee keeps its line" in plain(render_appearance(film_of("steady knee")))
    assert "land across each other" in plain(render_appearance(film_of("crossing")))


def test_a_change_is_told_and_so_is_that_none_is_seen(shown: Appearance) -> None:
    alike = replace(shown, measured_on=THEN)
    if shown.kind == "running_video" and shown.speed_kmh is None:
        assert "the speed of the belt was not told" in appearance_text(shown, (alike,)).replace("\n", " ")
        return
    none = " ".join(appearance_text(shown, (alike,)).split())
    assert "What has changed since 2 November 2026? No detectable change in" in none
    assert "not the same as “no change”" in none
    numbers = tuple(
        replace(each, estimate=replace(each.estimate, value=each.estimate.value - 2.0 * each.detectable))
        for each in shown.numbers
        if each.quantity != "hip_drop"
    )
    changed = " ".join(appearance_text(shown, (replace(alike, numbers=numbers),)).split())
    assert " more than then, which is more than the " in changed


def test_pain_comes_first_and_is_no_goal() -> None:
    found = replace(film_of("squat"), pain=4)
    for words in (plain(render_appearance(found)), " ".join(appearance_text(found).split())):
        assert "Pain 4 of 10 while it was filmed. So this film is kept apart" in words


def test_every_repetition_is_a_dot_and_a_cell(shown: Appearance) -> None:
    figure = dots_figure(shown)
    dots = sum(len(each.repeats) for each in shown.numbers)
    for picture in (figure.wide, figure.narrow):
        assert picture.count("<circle") == dots
    rows = figure.csv.strip().splitlines()
    assert len(rows) == 1 + len(shown.numbers)
    assert all(len(row.split(",")) == 8 for row in rows)


def test_the_picture_shows_each_instant(shown: Appearance) -> None:
    figure = picture_figure(shown)
    assert len(shown.instants) == 2
    assert figure.csv.count("\n") == 1 + 2 * 12
    assert "nan" not in figure.wide
    assert "–" not in figure.wide.split("<text", 1)[1]


@pytest.mark.needs("video")
def test_stills_are_cut_off_at_the_shoulders_and_stay_in_the_page() -> None:
    found = film_of("squat")
    picture = np.full((HEIGHT_PX, WIDTH_PX, 3), 200, dtype=np.uint8)
    stills = stills_of(found, {each.time_s: picture for each in found.instants})
    page = render_appearance(found, (), stills)
    assert len(stills) == 2
    assert page.count("data:image/jpeg") == 2
    assert "img-src data:" in page
    assert "img-src" not in render_appearance(found)
    assert (picture == 200).all()
    heights = [int(re.findall(r'viewBox="0 0 \d+ (\d+)"', each.picture)[0]) for each in stills]
    assert max(heights) <= 560
    assert stills_of(found, {}) == ()
