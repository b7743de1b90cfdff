from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.synthetic.film import Rendered, rendered
from tests.synthetic.movement import Turning
from tests.synthetic.play import Scene
from tests.synthetic.scene import AtRest
from tests.synthetic.studio import Picture

pytestmark = pytest.mark.needs("anny", "osmesa", "video")
SHORT = Turning(repeats=1, first_rest_s=0.6, move_s=0.4, hold_s=0.4, rest_s=0.2)
SMALL = AtRest(turning=SHORT, size_px=(240, 428), rate_hz=6.0, jitter_s=0.02)


def pictures(film: Rendered) -> tuple[list[float], list[Picture]]:
    import av

    with av.open(str(film.path)) as stream:
        frames = list(stream.decode(video=0))
    times = [float(frame.pts * frame.time_base) for frame in frames if frame.pts is not None and frame.time_base]
    return times, [np.asarray(frame.to_ndarray(format="rgb24")) for frame in frames]


def seen(scene: Scene, folder: Path) -> tuple[Rendered, list[Picture]]:
    film = rendered(scene, folder)
    times, shown = pictures(film)
    np.testing.assert_allclose(times, film.truth.time_s, atol=1e-4)
    return film, shown


def test_a_film_shows_the_shin_where_the_truth_has_it(tmp_path: Path) -> None:
    film, shown = seen(SMALL, tmp_path)
    assert shown[0].shape == (428, 240, 3)
    knee, ankle = film.truth.point("knee", "r"), film.truth.point("ankle", "r")
    for k in (0, int(film.truth.more["hip_rotation_r_rad"].argmax()), len(shown) - 1):
        x, y = (knee[k] + 0.4 * (ankle[k] - knee[k])).round().astype(int)
        red, green, blue = shown[k][y - 1 : y + 2, x - 1 : x + 2].mean(axis=(0, 1))
        assert red > green + 8 > blue + 8, "skin"
    apart = np.abs(shown[0].astype(float) - shown[int(film.truth.more["hip_rotation_r_rad"].argmax())]).mean(axis=2)
    moved_y, _ = np.nonzero(apart > 40.0)
    assert knee[0, 1] - 30 < moved_y.min(), "only the leg moved"
    assert moved_y.max() < ankle[0, 1] + 40


def test_a_film_is_made_once(tmp_path: Path) -> None:
    first = rendered(SMALL, tmp_path)
    made_ns = first.path.stat().st_mtime_ns
    again = rendered(SMALL, tmp_path)
    assert again.path == first.path
    assert again.path.stat().st_mtime_ns == made_ns
    np.testing.assert_array_equal(again.truth.time_s, first.truth.time_s)
    assert rendered(replace(SMALL, seed=1), tmp_path).path != first.path
    assert len(list(tmp_path.iterdir())) == 4, "two films, two truths, nothing half made"


def test_light_clothes_company_and_a_phone_on_its_side_are_seen(tmp_path: Path) -> None:
    _, plain = seen(SMALL, tmp_path)
    film, wide = seen(replace(SMALL, clothing="wide trousers"), tmp_path)
    x, y = (0.6 * film.truth.point("knee", "r")[0] + 0.4 * film.truth.point("ankle", "r")[0]).round().astype(int)
    assert np.abs(wide[0][y, x].astype(float) - plain[0][y, x]).max() > 40.0
    _, with_company = seen(replace(SMALL, bystander=True), tmp_path)
    beside = np.abs(with_company[0].astype(float) - plain[0]).max(axis=2) > 60
    assert 0.01 < beside.mean() < 0.2
    _, turned = seen(replace(SMALL, sideways=True), tmp_path)
    assert turned[0].shape == (240, 428, 3)
    assert np.abs(np.rot90(turned[0], -1).astype(float) - plain[0]).mean() < 3.0
