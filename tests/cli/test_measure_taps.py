"""Knee and ankle by coordinates: what can be typed, what is refused, and a film followed from its file."""

from pathlib import Path

import numpy as np
import pytest

from tests.capture.swinging_bar import HIGH, RATE_HZ, WIDE, Bar
from trochanter.capture.film import Frame
from trochanter.cli.measure_taps import Spot, TypedTap, spot_typed, taps_typed, track_by_taps
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.sides import Side


def test_places_are_pixels_or_percent() -> None:
    assert spot_typed("350, 610", "--knee") == Spot(350.0, 610.0, in_percent=False)
    assert spot_typed("48%;47.5%", "--knee") == Spot(48.0, 47.5, in_percent=True)
    assert Spot(48.0, 50.0, in_percent=True).shares((1080, 1920)) == (0.48, 0.5)
    assert Spot(540.0, 480.0, in_percent=False).shares((1080, 1920)) == (0.5, 0.25)


@pytest.mark.parametrize("text", ["", "350", "350,610,2", "x,y", "48%,610", "120%,5%", "-3,5", "1e9x,5", "nan,5"])
def test_other_places_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        spot_typed(text, "--ankle")
    assert str(refused.value).startswith("--ankle cannot be")
    assert "%" in str(refused.value)


def test_taps_come_in_pairs_with_times_in_their_order() -> None:
    assert taps_typed(None, None, None) == ()
    (only,) = taps_typed(["1,2"], ["3,4"], None)
    assert only == TypedTap(Spot(1.0, 2.0, in_percent=False), Spot(3.0, 4.0, in_percent=False), 0.0)
    late, later = taps_typed(["1,2", "5,6"], ["3,4", "7,8"], [9.0, 4.0])
    assert (late.at_s, late.knee.x, later.at_s) == (4.0, 5.0, 9.0)


def test_what_does_not_pair_is_refused() -> None:
    with pytest.raises(MissingInput, match="pairs"):
        taps_typed(["1,2"], None, None)
    with pytest.raises(MissingInput, match="0 times"):
        taps_typed(None, None, [3.0])
    with pytest.raises(BadSetting, match="--at"):
        taps_typed(["1,2", "5,6"], ["3,4", "7,8"], [1.0])
    with pytest.raises(BadSetting, match="--at"):
        taps_typed(["1,2"], ["3,4"], [float("inf")])
    with pytest.raises(BadSetting, match="--at"):
        taps_typed(["1,2"], ["3,4"], [-1.0])


@pytest.mark.needs("video")
def test_a_film_is_followed_from_its_file_also_before_a_late_tap(tmp_path: Path) -> None:
    bar, path = Bar(), tmp_path / "bar.mp4"
    _written(path, list(bar.frames()))
    (x, y), (ankle_x, ankle_y) = bar.taps(2.4)
    taps = taps_typed([f"{x:.1f},{y:.1f}"], [f"{100 * ankle_x / WIDE:.2f}%,{100 * ankle_y / HIGH:.2f}%"], [2.4])
    track = track_by_taps(path, Side.RIGHT, taps)
    shin = track.ankle_px - track.knee_px
    turned = shin[:, 0] + 1j * shin[:, 1]
    truth = np.interp(track.time_s, bar.time_s, bar.angle_rad)
    off = np.rad2deg(np.angle(turned / turned[0] * np.exp(-1j * (truth - truth[0]))))
    assert len(off) == len(bar.time_s)
    assert float(np.sqrt(np.mean(off**2))) < 0.5
    assert track.source == str(path)
    assert len(track.sha256) == 64


@pytest.mark.needs("video")
def test_a_film_without_taps_is_refused() -> None:
    with pytest.raises(MissingInput, match="no knee and ankle"):
        track_by_taps("film.mp4", Side.RIGHT, ())


def _written(path: Path, frames: list[Frame]) -> None:
    """A film of the pictures."""
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=round(RATE_HZ))
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        stream.options = {"crf": "20", "preset": "veryfast"}
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame.pixels, format="rgb24")))
        container.mux(stream.encode())
