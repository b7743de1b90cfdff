"""Sides are the person's own, read off the names that models use."""

import pytest

from trochanter.core.sides import SIDES, Side, side_of


def test_there_are_two_and_each_is_the_others_other() -> None:
    assert set(SIDES) == set(Side)
    assert [side.other.other for side in SIDES] == list(SIDES)
    assert [side.word for side in SIDES] == ["right", "left"]


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("hip_flexion_r", Side.RIGHT),
        ("/jointset/hip_l", Side.LEFT),
        ("GLMED1_R", Side.RIGHT),
        ("foot_left", Side.LEFT),
        ("pelvis_tilt", None),
        ("lumbar", None),
        ("", None),
    ],
)
def test_the_side_of_a_name(name: str, side: Side | None) -> None:
    assert side_of(name) is side
