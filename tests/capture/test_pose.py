"""The pose model on rendered pictures of a person whose joints are known: one body, so regression and no validation."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import degrees
from pathlib import Path

import numpy as np
import pytest

from tests.synthetic.film import Rendered, Truth, rendered
from tests.synthetic.movement import Turning
from tests.synthetic.scene import AtRest
from trochanter.capture.film import Film, Frame, open_film
from trochanter.capture.keypoints import Keypoints
from trochanter.capture.pose import PATIENCE_S, find_person
from trochanter.capture.pose_following import OTHERS_EVERY_S
from trochanter.capture.weights import PoseWeights, load_weights
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput
from trochanter.core.sides import Side

pytestmark = pytest.mark.needs("video", "anny", "osmesa", "pose-weights")
SHORT = Turning(repeats=1, first_rest_s=0.4, move_s=0.4, hold_s=0.4, rest_s=0.2, scatter_rad=0.0)


@dataclass(frozen=True)
class Shown:
    """The pictures of a film, and what is true in them."""

    film: Film
    frames: tuple[Frame, ...]
    truth: Truth


def shown(made: Rendered) -> Shown:
    with open_film(made.path) as film:
        frames = tuple(film)
    return Shown(film.film, frames, made.truth)


@pytest.fixture(scope="module")
def weights(pose_weights: Path) -> PoseWeights:
    return load_weights("heavy", pose_weights)


@pytest.fixture(scope="module")
def seated() -> Shown:
    return shown(rendered(AtRest("seated", turning=SHORT, rate_hz=10.0)))


@pytest.fixture(scope="module")
def points(seated: Shown, weights: PoseWeights) -> Keypoints:
    return find_person(seated.frames, seated.film, weights=weights)


def nothing(count: int, step_s: float = 0.1) -> Iterator[Frame]:
    pixels = np.zeros((480, 640, 3), dtype=np.uint8)
    return (Frame(k, k * step_s, pixels) for k in range(count))


FILM = Film("made.mp4", "00", 640, 480, 0, 1.0, 10.0)


def shank_deg(knee: Floats, ankle: Floats) -> Floats:
    s = ankle - knee
    return np.degrees(np.arctan2(-s[:, 0], s[:, 1]))


def errors_deg(found: Keypoints, truth: Truth) -> Floats:
    seen = shank_deg(found.point("knee", Side.RIGHT), found.point("ankle", Side.RIGHT))
    return seen - shank_deg(truth.point("knee", Side.RIGHT), truth.point("ankle", Side.RIGHT))


def test_the_shank_of_a_seated_person_is_found(seated: Shown, points: Keypoints) -> None:
    found = points
    assert found.found.all()
    assert (found.model, found.width_px, found.height_px, found.sha256) == ("heavy", 480, 854, seated.film.sha256)
    assert found.notices == ()
    assert found.xy_px.shape == (len(seated.frames), 33, 2)
    assert not found.xy_px.flags.writeable
    assert float(np.sqrt((errors_deg(found, seated.truth) ** 2).mean())) < 1.5
    sure = found.visibility[:, 25:29]  # knees and ankles
    assert 0.8 < float(np.median(sure)) <= 1.0
    # the person's right is on the left of the picture, seen from the front
    assert np.all(found.point("knee", Side.RIGHT)[:, 0] < found.point("knee", Side.LEFT)[:, 0])


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_person_is_found_sideways_and_upside_down(seated: Shown, weights: PoseWeights, turns: int) -> None:
    few = seated.frames[:6]
    film = replace(seated.film, width_px=854, height_px=480) if turns % 2 else seated.film
    upright = find_person(few, seated.film, weights=weights)
    turned = (replace(frame, pixels=np.ascontiguousarray(np.rot90(frame.pixels, turns))) for frame in few)
    found = find_person(turned, film, weights=weights)
    before, after = (shank_deg(k.point("knee", Side.RIGHT), k.point("ankle", Side.RIGHT)) for k in (upright, found))
    off = np.angle(np.exp(1j * (np.radians(after - before) + turns * np.pi / 2)))  # rot90 turns anticlockwise
    assert degrees(np.abs(off).max()) < 2.0
    assert found.found.all()


def test_points_lag_nowhere_behind(seated: Shown, points: Keypoints, weights: PoseWeights) -> None:
    """Nothing is smoothed: in the middle of a turn the points are those of somebody who was never seen before.

    Smoothing over half a picture would leave them half a picture's turn behind.
    """
    speed = np.abs(np.gradient(shank_deg(seated.truth.point("knee", "r"), seated.truth.point("ankle", "r"))))
    fastest = int(np.argmax(speed))
    alone = find_person(seated.frames[fastest : fastest + 1], seated.film, weights=weights)
    one, other = (shank_deg(k.point("knee", Side.RIGHT), k.point("ankle", Side.RIGHT)) for k in (points, alone))
    assert speed[fastest] > 8.0
    assert abs(one[fastest] - other[0]) < 0.2 * speed[fastest]


def test_a_gap_is_a_gap(seated: Shown, weights: PoseWeights) -> None:
    black = np.zeros_like(seated.frames[0].pixels)
    frames = [replace(f, pixels=black) if 4 <= f.index < 8 else f for f in seated.frames[:12]]
    found = find_person(frames, seated.film, weights=weights)
    assert list(np.flatnonzero(~found.found))[:4] == [4, 5, 6, 7]
    assert found.found[-1]
    assert found.visibility[5].max() == 0.0
    assert [notice.code for notice in found.notices] == ["person-missed"]


def test_with_a_bystander_a_box_says_who_is_meant(weights: PoseWeights) -> None:
    both = shown(rendered(AtRest("seated", turning=SHORT, rate_hz=10.0, bystander=True)))
    with pytest.raises(ImpossibleData, match="two persons"):
        find_person(both.frames, both.film, weights=weights)
    hips = both.truth.point("hip", "r")[0]
    box = (hips[0] - 60.0, hips[1] - 60.0, hips[0] + 120.0, hips[1] + 60.0)
    chosen = find_person(both.frames, both.film, box=box, weights=weights)
    assert chosen.found.all()
    assert [notice.code for notice in chosen.notices] == ["other-person"]
    assert float(np.sqrt((errors_deg(chosen, both.truth) ** 2).mean())) < 2.5


def test_two_persons_alike_are_refused(seated: Shown, weights: PoseWeights) -> None:
    step = round(OTHERS_EVERY_S / 0.1)
    beside = (replace(f, pixels=np.hstack([f.pixels, f.pixels])) for f in seated.frames[: 2 * step + 1])
    with pytest.raises(ImpossibleData, match=r"two persons about as large(.|\n)*box(.|\n)*film again"):
        find_person(beside, replace(seated.film, width_px=960), weights=weights)
    beside = (replace(f, pixels=np.hstack([f.pixels, f.pixels])) for f in seated.frames[: 2 * step + 1])
    right = find_person(beside, replace(seated.film, width_px=960), box=(600.0, 300.0, 900.0, 600.0), weights=weights)
    assert np.all(right.point("knee", Side.RIGHT)[:, 0] > 480.0)
    assert [notice.code for notice in right.notices] == ["other-person"]


def test_nobody_is_a_refusal_with_what_to_film_again(weights: PoseWeights) -> None:
    with pytest.raises(ImpossibleData, match=r"nobody was found in this film(.|\n)*film again"):
        find_person(nothing(10), FILM, weights=weights)
    with pytest.raises(ImpossibleData, match="in the box that was given"):
        find_person(nothing(3), FILM, box=(0.0, 0.0, 100.0, 100.0), weights=weights)


def test_nobody_for_a_minute_is_enough(weights: PoseWeights) -> None:
    pictures = nothing(1000, step_s=PATIENCE_S / 4)
    with pytest.raises(ImpossibleData, match="nobody"):
        find_person(pictures, FILM, weights=weights)
    assert next(pictures).index == 6  # the fifth was past the minute; nothing more was asked for


@pytest.mark.parametrize("box", [(10.0, 10.0, 5.0, 20.0), (700.0, 0.0, 800.0, 100.0), (0.0, 0.0, float("nan"), 9.0)])
def test_a_box_outside_the_picture_is_a_wrong_setting(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadSetting, match="640 x 480"):
        find_person(nothing(1), FILM, box=box)


def test_without_weights_the_command_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(tmp_path))
    with pytest.raises(MissingInput, match="trochanter weights"):
        find_person(nothing(1), FILM)


def test_weights_that_are_no_network_are_a_message() -> None:
    with pytest.raises(ImpossibleData, match="cannot run the detector of persons"):
        find_person(nothing(1), FILM, weights=PoseWeights("heavy", b"TFL3 and nothing", b""))
