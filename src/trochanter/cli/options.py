"""Options as they are typed, checked before any work is done."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Literal

from trochanter.anatomy.deep_sets import deep_sets
from trochanter.core.errors import BadSetting, UnknownName, UnwritableFile

Parity = Literal["none", "opensim"]
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
USUAL_SAMPLES = 200  # for intervals in half a second; docs/uncertainty.md tells what more of them would change


def cutoff_of(text: str) -> float | Literal["auto"] | None:
    """A cut-off as typed: a number of hertz, 'none' or 'auto'; raises BadSetting."""
    if text == "auto":
        return "auto"
    if text == "none":
        return None
    try:
        return float(text)
    except ValueError:
        raise BadSetting("--cutoff-hz", text, "a number of hertz such as 15, 'none' or 'auto'") from None


def number_for(option: str) -> Callable[[str], float]:
    """What reads the number of an option as it is typed; raises BadSetting, which names the point for a comma."""

    def number(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            dotted = text.replace(",", ".")
            meant = dotted if _DECIMAL.fullmatch(dotted) else "12.5"
            raise BadSetting(option, text, f"a number with a decimal point, such as {meant}") from None

    return number


def parity_of(text: str) -> Parity:
    """The kind of load sharing as typed; raises BadSetting."""
    if text == "opensim":
        return "opensim"
    if text == "none":
        return "none"
    raise BadSetting("--parity", text, "'none' or 'opensim'")


def weights_named(text: str) -> Literal["auto", "both", "proximal", "even"]:
    """The weights of markers as typed; raises BadSetting."""
    if text == "auto":
        return "auto"
    if text == "both":
        return "both"
    if text == "even":
        return "even"
    if text == "proximal":
        return "proximal"
    raise BadSetting("--weights", text, "'auto', 'both', 'proximal' or 'even'; --tasks takes OpenSim's own")


def forces_for(trials: Sequence[Path], forces: Sequence[Path] | None) -> tuple[Path | None, ...]:
    """The forces of each trial, in order; raises BadSetting where their numbers differ."""
    if not forces:
        return (None,) * len(trials)
    if len(forces) != len(trials):
        valid = f"none, or one for each of the {len(trials)} recordings, in the same order"
        shown = ", ".join(str(path) for path in forces)
        step = "repeat --forces for every recording (a .c3d file can be its own), or leave all of them out"
        raise BadSetting("--forces", shown, valid, step)
    return tuple(forces)


Muscles = Literal["rotators", "own", "deep six"]


def muscles_of(*, own_muscles: bool, deep_six: bool, parity: str, model: Path | None) -> Muscles:
    """Whose muscles are explained: the model's own, those with the deep six added, or whichever has the rotators."""
    own = own_muscles or parity == "opensim"
    if not deep_six:
        return "own" if own else "rotators"
    if own:
        raise BadSetting("--deep-six", "beside --own-muscles or --parity opensim", "one of them", "leave one out")
    if model is None:
        raise BadSetting("--deep-six", "without --model", "a model beside it: the hip model has the rotators already")
    return "deep six"


def known_set(name: str) -> str:
    """The name of a parameter set of the deep rotators, if there is one; raises UnknownName."""
    if name not in deep_sets():
        raise UnknownName("parameter set", name, deep_sets(), "--set")
    return name


def folder_named(text: str | Path) -> Path:
    """A folder as typed or by default; raises BadSetting for no name, which a Path takes for the current folder."""
    if not str(text).strip():
        raise BadSetting("--out", text, "the name of a folder, or . for the current one")
    return Path(text)


def usable_folder(folder: Path) -> Path:
    """The folder for results, if it is one or can be made; it is made when there is something to put into it.

    It is tried out: what is made for that is taken away again. Raises UnwritableFile, so that a person learns it
    before the work and not after.
    """
    place, made = folder.absolute(), list[Path]()
    missing: list[Path] = []
    try:
        while not os.path.lexists(place) and place != place.parent:
            missing.append(place)
            place = place.parent
        if not place.is_dir():
            raise _unusable(folder, f"'{place}' is not a folder")
        for each in reversed(missing):
            each.mkdir()
            made.append(each)
        trial = folder / f".{token_hex(8)}.part"
        trial.touch(exist_ok=False)
        trial.unlink()
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        raise _unusable(folder, f"nothing can be written into '{place}' ({reason})") from None
    finally:
        for each in reversed(made):
            each.rmdir()
    return folder


def _unusable(folder: Path, reason: str) -> UnwritableFile:
    return UnwritableFile(
        f"the results cannot be put there: {reason}",
        where=str(folder),
        valid="a folder that can be written to, or the name of one that can be made",
        next_step="choose another folder with --out",
    )
