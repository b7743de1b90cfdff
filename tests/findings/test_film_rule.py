"""What looks different in two films of one person is told as a look, and never as a rotation or a judgement."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.findings.made_answers import DAY, screen_of
from tests.findings.made_history import HURTS, all_said, forbidden
from tests.kinematics.made_appearance import Squat
from trochanter.core.sides import Side
from trochanter.findings.assess import assess
from trochanter.kinematics.appearance import Appearance
from trochanter.kinematics.squat_picture import control_test

THEN = dt.date(2026, 11, 2)


@pytest.fixture(scope="module")
def now() -> Appearance:
    return control_test(Squat(in_m=0.02).film(), measured_on=DAY)


@pytest.fixture(scope="module")
def then() -> Appearance:
    return control_test(Squat(in_m=0.10).film(), measured_on=THEN)


def test_a_knee_that_comes_in_less_looks_different(now: Appearance, then: Appearance) -> None:
    made = assess(HURTS, screen_of(pain="yes"), appearance=(then, now), on=DAY)
    found = [each for each in made.findings if each.rule == "film_changed"]
    assert found
    assert all(each.aims == () for each in found)
    assert all("not how the hip turns, and neither better nor worse by itself" in each.says for each in found)
    assert all("looks different from 2 November 2026" in each.says for each in found)
    assert forbidden(all_said(made)) == []


@pytest.mark.parametrize("films", ["one", "alike", "unlike"])
def test_one_film_says_nothing_and_neither_do_two_that_are_alike_or_not_comparable(
    films: str, now: Appearance, then: Appearance
) -> None:
    given = {
        "one": (now,),
        "alike": (now, replace(now, measured_on=THEN)),
        "unlike": (now, replace(then, side=Side.LEFT)),
    }[films]
    assert assess(HURTS, screen_of(pain="yes"), appearance=given, on=DAY).finding("film_changed") is None
