"""A file that is read is never written over by the same command."""

import os
from collections.abc import Iterable
from pathlib import Path

from trochanter.core.errors import BadSetting


def refuse_own_input(option: str, target: Path, inputs: Iterable[Path | None]) -> None:
    """Raise BadSetting where ``target``, which ``option`` has written, is one of the files that are read."""
    if any(path is not None and same_place(path, target) for path in inputs):
        raise BadSetting(option, str(target), "another file than those that are read", "choose another name")


def refuse_inputs_in(folder: Path, names: Iterable[str], inputs: Iterable[Path | None]) -> None:
    """Raise BadSetting where a file that is read lies in ``folder`` under one of the ``names`` of results."""
    typed = [path for path in inputs if path is not None]
    taken = {os.path.realpath(folder / name) for name in names}
    inside = [path for path in typed if os.path.realpath(path) in taken]
    if inside:
        valid = f"a folder whose results are not read: '{inside[0].name}' there is an input, and would be written over"
        raise BadSetting("--out", str(folder), valid, "choose another folder with --out")


def same_place(first: Path, second: Path) -> bool:
    """Whether both names lead to one place, links followed."""
    return os.path.realpath(first) == os.path.realpath(second)
