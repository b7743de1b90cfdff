"""How fast and in how much memory a person is followed in a film, as a process: ``python -m benchmarks.film FILM``.

The film is made here from the pictures of the packaged demo film, in 720 x 1280, over and over, 30 a second. Measured
is all of it: the decoding child process, looking for persons, the heavy model on every picture.
"""

import json
import sys
import time
from fractions import Fraction
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from benchmarks.load import Others
from benchmarks.processes import Finished, run_together
from benchmarks.rows import Row

ROOT = Path(__file__).parents[1]
WIDE_PX, HIGH_PX, RATE_HZ = 720, 1280, 30
SHORT_S, LONG_S = 10, 40
LEAST_PER_S, MOST_MORE_MB = 40.0, 20.0
SPEED_NOTE = f"{LONG_S} s of a film in 720p, heavy model: decoding, detection and points, models' start included"
MEMORY_NOTE = f"peak of a film of {LONG_S} s, less the peak of one of {SHORT_S} s"


def film_rows(folder: Path, cores: int) -> list[Row]:
    """Rows of following a person in a film; none, with the reason told, where film or model cannot be read here."""
    from trochanter.capture.weights import FOLDER_VARIABLE, installed_models, weights_folder

    places = [place for place in (weights_folder(), ROOT / "build" / "weights") if "heavy" in installed_models(place)]
    if not places or not all(map(find_spec, ("av", "cv2", "ai_edge_litert"))):
        print("films: left out, for they need the extra 'video' and 'trochanter weights'", file=sys.stderr)
        return []
    print("films ...", file=sys.stderr, flush=True)
    folder.mkdir()
    found, load = {}, 0.0
    for seconds in (SHORT_S, LONG_S):
        film = written(folder / f"film_{seconds}.mp4", seconds * RATE_HZ)
        others = Others()
        (done,) = run_together(
            [sys.executable, "-m", "benchmarks.film", str(film)], [folder], {FOLDER_VARIABLE: str(places[0])}
        )
        if done.status != 0:
            raise SystemExit(f"the benchmark of films failed: {done.output}")
        found[seconds], load = done, others.cores()
    more = found[LONG_S].peak_mb - found[SHORT_S].peak_mb
    return [
        Row("video", _speed(found[LONG_S]), None, "frames/s", None, cores, load, goal=LEAST_PER_S, note=SPEED_NOTE),
        Row("video, four times as long", more, None, "MB", None, cores, load, goal=MOST_MORE_MB, note=MEMORY_NOTE),
    ]


def _speed(done: Finished) -> float:
    seconds, frames = json.loads(done.output.strip().splitlines()[-1])
    return float(frames / seconds)


def written(path: Path, count: int) -> Path:
    """A film of so many pictures, from those of the packaged one."""
    import av
    import cv2
    import numpy as np

    source = files("trochanter.capture").joinpath("data", "demo_film.mp4")
    with av.open(str(source)) as film:
        small = [picture.to_ndarray(format="rgb24") for picture in film.decode(video=0)]
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=RATE_HZ, options={"preset": "veryfast", "crf": "23"})
        stream.width, stream.height, stream.pix_fmt, stream.time_base = (
            WIDE_PX,
            HIGH_PX,
            "yuv420p",
            Fraction(1, RATE_HZ),
        )
        for k in range(count):
            larger = cv2.resize(small[_there_and_back(k, len(small))], (WIDE_PX, HIGH_PX))
            pixels = np.asarray(larger, dtype=np.uint8)
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            picture.pts, picture.time_base = k, Fraction(1, RATE_HZ)
            film.mux(stream.encode(picture))
        film.mux(stream.encode(None))
    return path


def _there_and_back(k: int, count: int) -> int:
    """The pictures forwards and then backwards, so that nobody jumps."""
    step = k % (2 * count - 2)
    return min(step, 2 * count - 2 - step)


def timed(path: Path) -> tuple[float, int]:
    """Seconds from the file to the points, and pictures."""
    from trochanter.capture.film import open_film
    from trochanter.capture.pose import find_person

    start = time.perf_counter()
    with open_film(path) as film:
        found = find_person(film, film.film, "heavy")
    if not found.found.all():
        raise SystemExit("the person was lost")
    return time.perf_counter() - start, len(found.time_s)


if __name__ == "__main__":
    print(json.dumps(timed(Path(sys.argv[1]))))
