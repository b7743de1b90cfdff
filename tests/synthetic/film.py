"""Films of the synthetic person with known truth: ``rendered(scene, folder)`` gives the film's path and the truth.

A film that is already in the folder is not made again: its name holds a checksum of the scene and of the code here.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.body_files import synthetic_folder
from tests.synthetic.clothing import dressed
from tests.synthetic.person import person
from tests.synthetic.play import Play, Scene
from tests.synthetic.posture import Placed, placed
from tests.synthetic.studio import Studio
from tests.synthetic.writing import write_film
from trochanter.core.arrays import Floats, frozen

GRAINS = 5  # pictures of noise, used in turn


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known about a film without looking at it.

    time_s (n,): true times of the pictures; points_px: centres of joints over time (n, 2), pixels of the upright
    picture, by names such as knee_r; more: what the scene adds, such as hip_rotation_r_rad (n,), and end ranges from
    the own neutral, internal_ends_r_rad and external_ends_r_rad, one a repeat.
    """

    time_s: Floats
    points_px: Mapping[str, Floats]
    more: Mapping[str, Floats]

    def point(self, name: str, side: str) -> Floats:
        """One point over time (n, 2)."""
        return self.points_px[f"{name}_{side}"]


class Rendered(NamedTuple):
    """A film and what is true in it."""

    path: Path
    truth: Truth


def rendered(scene: Scene, folder: Path | None = None, quality: int = 20) -> Rendered:
    """The film of a scene (``.mp4``) and its truth, made at the first call and then found in ``folder``.

    Without a folder it is kept among the synthetic things of this project (``synthetic_folder``).
    Raises NoBody where the body's files cannot be had.
    """
    folder = synthetic_folder() / "films" if folder is None else folder
    key = hashlib.sha256(f"{scene!r} {quality} {_code(type(scene))}".encode()).hexdigest()[:16]
    path, beside = folder / f"{type(scene).__name__}-{key}.mp4", folder / f"{type(scene).__name__}-{key}.npz"
    if not (path.is_file() and beside.is_file()):
        folder.mkdir(parents=True, exist_ok=True)
        make_film(scene.play(), path, beside, quality)
    return Rendered(path, read_truth(beside))


def make_film(play: Play, path: Path, beside: Path, quality: int = 20, preset: str = "veryfast") -> None:
    """Film a play into ``path``, and write its truth beside it."""
    partial = path.with_name(f"partial-{os.getpid()}-{path.name}")
    wide_px, high_px = play.camera.width_px, play.camera.height_px
    size_px = (high_px, wide_px) if play.turned % 2 else (wide_px, high_px)
    everybody = [[placed(person(), posture) for posture in actor.postures] for actor in play.people]
    write_film(partial, _pictures(play, everybody), play.time_s.tolist(), size_px, quality, preset)
    points = {
        f"px_{name}": play.camera.pixels(np.array([where.joints_m[name] for where in everybody[0]]))
        for name in everybody[0][0].joints_m
    }
    kept: dict[str, Any] = {"time_s": play.time_s, **points, **play.truth}
    np.savez_compressed(beside, **kept)
    partial.replace(path)


def read_truth(beside: Path) -> Truth:
    """What ``make_film`` wrote beside a film."""
    with np.load(beside) as kept:
        arrays = {name: frozen(kept[name]) for name in kept.files}
    points = {name.removeprefix("px_"): values for name, values in arrays.items() if name.startswith("px_")}
    more = {name: values for name, values in arrays.items() if not name.startswith("px_") and name != "time_s"}
    return Truth(arrays["time_s"], points, more)


def _pictures(play: Play, everybody: list[list[Placed]]) -> Iterator[NDArray[np.uint8]]:
    random = np.random.default_rng(11)
    shape = (GRAINS, play.camera.height_px, play.camera.width_px, 3)
    grains = random.normal(0.0, play.grain, shape).round().astype(np.int16)
    people = [(person(), dressed(person(), actor.clothing, actor.shirt)) for actor in play.people]
    with Studio(people, play.boxes, play.light, play.camera) as studio:
        for k, where in enumerate(zip(*everybody, strict=True)):
            pixels = np.clip(studio.picture(where).astype(np.int16) + grains[k % GRAINS], 0, 255).astype(np.uint8)
            yield np.rot90(pixels, play.turned) if play.turned else pixels


@cache
def _code(scene: type) -> str:
    """Checksum of the modules that films of a scene are made by."""
    folder = Path(__file__).parent
    base = ("body_files", "camera", "clothing", "film", "movement", "person", "play", "posture", "studio", "writing")
    names = dict.fromkeys((*base, "scene", "stride", scene.__module__.rpartition(".")[2]))
    return hashlib.sha256(b"".join((folder / f"{name}.py").read_bytes() for name in names)).hexdigest()
