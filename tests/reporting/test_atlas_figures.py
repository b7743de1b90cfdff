"""Figures of the atlas: what is drawn where, and that every number stands in its place."""

import re

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.mechanics.atlas import posture_atlas
from trochanter.mechanics.atlas_samples import ArmSamples, sampled_arms
from trochanter.mechanics.crossings import muscle_crossings
from trochanter.reporting.atlas_pictures import atlas_picture, figure_of
from trochanter.reporting.atlas_values import line_values, muscle_values
from trochanter.reporting.figures.atlas import course
from trochanter.reporting.figures.atlas_map import muscle_map, segments
from trochanter.reporting.standalone import standalone

FLEXION = np.radians(np.arange(-20.0, 121.0, 10.0))
ROTATION = np.radians(np.arange(-40.0, 41.0, 10.0))


@pytest.fixture(scope="module")
def samples() -> ArmSamples:
    return sampled_arms(hip_model(), FLEXION, lines=["deep"], samples=40)


def test_the_line_of_a_circle_is_a_circle() -> None:
    x, y = np.linspace(-2.0, 2.0, 41), np.linspace(-1.5, 1.5, 31)
    pieces = segments(x[:, None] ** 2 + y[None, :] ** 2 - 1.0, x, y)
    assert np.abs(np.hypot(pieces[..., 0], pieces[..., 1]) - 1.0).max() < 0.004
    lengths = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T)
    assert lengths.sum() == pytest.approx(2.0 * np.pi, rel=0.01)


def test_no_line_is_drawn_where_nothing_is_known() -> None:
    values = np.add.outer(np.arange(4.0), np.zeros(4)) - 1.5
    assert len(segments(values, np.arange(4.0), np.arange(4.0))) == 3
    values[1, 1] = np.nan
    assert len(segments(values, np.arange(4.0), np.arange(4.0))) == 1
    assert len(segments(np.ones((3, 3)), np.arange(3.0), np.arange(3.0))) == 0


def test_a_saddle_has_two_pieces() -> None:
    pieces = segments(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.arange(2.0), np.arange(2.0))
    assert pieces.shape == (2, 2, 2)


def test_the_six_stand_from_top_to_bottom_with_their_changes(samples: ArmSamples) -> None:
    atlas = posture_atlas(hip_model(), FLEXION, lines=["deep"])
    figure = figure_of(atlas, "rotation", "arm", samples)
    names = re.findall(r'class="t1 b">([A-Z][^<]+)<', figure.wide)
    assert names == [
        "Piriformis", "Gemellus superior", "Obturator internus", "Gemellus inferior", "Obturator externus",
        "Quadratus femoris",
    ]  # fmt: skip
    changes = [change for change in muscle_crossings(samples, "rotation") if change.line != "pectineus"]
    for picture in (figure.wide, figure.narrow):
        assert picture.count("changes at") == len(changes)
    assert "40 samples" in figure.caption
    rows = figure.csv.splitlines()
    assert rows[0].startswith("flexion deg,piriformis,piriformis low,piriformis high,piriformis dostal1981")
    assert len(rows) == len(FLEXION) + 1


def test_what_cannot_be_relied_on_is_a_gap() -> None:
    atlas = posture_atlas(hip_model(), FLEXION, lines=["tfl"])
    (curve,) = course(atlas, "rotation", "torque").curves
    assert np.array_equal(np.isnan(curve.value), ~atlas.valid[:, 0, 0, 0])
    assert 0 < np.isnan(curve.value).sum() < len(FLEXION)
    assert "Gaps: the model cannot be relied on" in figure_of(atlas, "rotation", "torque").caption


def test_muscles_are_means_of_arms_and_sums_of_torques() -> None:
    atlas = posture_atlas(hip_model(), FLEXION, lines=["gluteus_medius", "piriformis"])
    piriformis, medius = muscle_values(atlas, "rotation", "torque")
    assert (piriformis.key, medius.key) == ("piriformis", "gluteus_medius")
    assert np.allclose(medius.values, atlas.active_Nm("rotation")[..., list(medius.places)].sum(axis=-1))
    medius = muscle_values(atlas, "rotation", "arm")[1]
    assert np.allclose(medius.values, 1e3 * atlas.arm_m[..., list(medius.places), 2].mean(axis=-1))
    assert np.allclose(line_values(atlas, "rotation", "length")[0], 1e3 * atlas.longer_m)
    with pytest.raises(UnknownName, match="quantity"):
        line_values(atlas, "rotation", "colour")


@pytest.mark.parametrize("muscle", ["piriformis", "gluteus_medius", "glmax1"])
def test_a_map_says_both_directions_and_every_level(muscle: str) -> None:
    atlas = posture_atlas(hip_model(), FLEXION, [0.0], ROTATION, lines=[muscle])
    shown = muscle_map(atlas, "rotation", "arm")
    figure = figure_of(atlas, "rotation")
    for picture in (figure.wide, figure.narrow):
        assert re.search(r">(turns the thigh out|out)<", picture)
        assert re.search(r">(turns the thigh in|in)<", picture)
        assert picture.count('class="level"') + picture.count('class="ln lnK"') <= len(shown.levels)
        assert ">0</text>" in picture
    assert np.array_equal(np.isnan(shown.values), atlas.jumped[:, 0, :, :].any(axis=-1))


def test_levels_are_round_and_hold_zero() -> None:
    atlas = posture_atlas(hip_model(), FLEXION, [0.0], ROTATION, lines=["piri"])
    levels = muscle_map(atlas, "rotation", "arm").levels
    assert 0.0 in levels
    assert set(np.diff(levels)) == {10.0}


def test_pictures_stand_alone(samples: ArmSamples) -> None:
    atlas = posture_atlas(hip_model(), FLEXION, lines=["deep"])
    text = atlas_picture(atlas, "rotation", "arm", samples)
    used = {name for names in re.findall(r'class="([^"]+)"', text) for name in names.split()}
    style = text[text.index("<style>") : text.index("</style>")]
    assert {name for name in used if not re.search(rf"\.{name}\b", style)} == set()
    assert set(re.findall(r"var\((--[\w-]+)\)", style)) <= set(re.findall(r"(--[\w-]+):", style))
    assert "lnR" not in style  # what the picture does not use is left out
    with pytest.raises(ValueError, match="no picture"):
        standalone("<svg>")


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(BadSetting, match="a range of at least one angle"):
        figure_of(posture_atlas(hip_model(), [0.0], lines=["piri"]), "rotation")
    with pytest.raises(BadSetting, match="at most 12"):
        figure_of(posture_atlas(hip_model(), FLEXION), "rotation")
