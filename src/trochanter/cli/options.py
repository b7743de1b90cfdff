"""Options as they are typed, checked before any work is done."""

import os
from pathlib import Path
from typing import Literal

from trochanter.anatomy.deep_sets import deep_sets
from trochanter.core.errors import BadSetting, UnknownName, UnwritableFile

Parity = Literal["none", "opensim"]


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


def parity_of(text: str) -> Parity:
    """The kind of load sharing as typed; raises BadSetting."""
    if text == "opensim":
        return "opensim"
    if text == "none":
        return "none"
    raise BadSetting("--parity", text, "'none' or 'opensim'")


def known_set(name: str) -> str:
    """The name of a parameter set of the deep rotators, if there is one; raises UnknownName."""
    if name not in deep_sets():
        raise UnknownName("parameter set", name, deep_sets(), "--set")
    return name


def usable_folder(folder: Path) -> Path:
    """The folder for results, if it is one or can be made; it is made when there is something to put into it.

    Raises UnwritableFile, so that a person learns it before the work and not after.
    """
    place = folder.absolute()
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise _unusable(folder, f"'{place}' is not a folder")
    if not os.access(place, os.W_OK | os.X_OK):
        raise _unusable(folder, f"nothing can be written into '{place}'")
    return folder


def _unusable(folder: Path, reason: str) -> UnwritableFile:
    return UnwritableFile(
        f"the results cannot be put there: {reason}",
        where=str(folder),
        valid="a folder that can be written to, or the name of one that can be made",
        next_step="choose another folder with --out",
    )
