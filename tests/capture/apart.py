"""ezc3d, in a process of its own.

Its bindings and OpenSim's register the same C++ types; in one process whoever comes second cannot use them.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from trochanter.core.arrays import Floats

Answer = TypeVar("Answer")


@cache
def _worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def apart(function: Callable[..., Answer], *arguments: Any) -> Answer:
    """What a function of a module gives there."""
    return _worker().submit(function, *arguments).result()


def read_with_ezc3d(path: Path) -> tuple[Floats, Floats, dict[tuple[str, str], Any]]:
    """Points (4, k, n), analog channels (1, c, s) and parameters by group and name, in capitals."""
    import ezc3d

    found = ezc3d.c3d(str(path))
    groups = found["parameters"]
    named = {(g.upper(), n.upper()): groups[g][n]["value"] for g in groups for n in groups[g] if n != "__METADATA__"}
    return found["data"]["points"], found["data"]["analogs"], named


def write_with_ezc3d(
    path: Path, parameters: dict[tuple[str, str], Any], added: list[tuple[str, str, Any]], points: Floats, analog: Any
) -> None:
    """Write a file: values of parameters that exist, parameters that are added, and the numbers."""
    import ezc3d

    made = ezc3d.c3d()
    for (group, name), value in parameters.items():
        made["parameters"][group][name]["value"] = value
    for group, name, value in added:
        made.add_parameter(group, name, value)
    made["data"]["points"] = points
    if analog is not None:
        made["data"]["analogs"] = analog
    made.write(str(path))


def shorten_with_ezc3d(path: Path, target: Path, frames: int) -> None:
    """Write the first frames of a file."""
    import ezc3d

    whole = ezc3d.c3d(str(path))
    ratio = whole["data"]["analogs"].shape[2] // whole["data"]["points"].shape[2]
    whole["data"]["points"] = whole["data"]["points"][:, :, :frames]
    whole["data"]["analogs"] = whole["data"]["analogs"][:, :, : ratio * frames]
    del whole["data"]["meta_points"]
    whole.write(str(target))


def exchange_plates_with_ezc3d(path: Path, target: Path) -> None:
    """Write a file with the corners of its two plates exchanged."""
    import ezc3d

    whole = ezc3d.c3d(str(path))
    corners = whole["parameters"]["FORCE_PLATFORM"]["CORNERS"]
    corners["value"] = np.array(corners["value"])[:, :, ::-1]
    del whole["data"]["meta_points"]
    whole.write(str(target))
