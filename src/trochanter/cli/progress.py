"""Progress for people: short lines on standard error, nothing on standard output."""

import sys
from pathlib import Path


def tell(line: str) -> None:
    """Say what is happening now."""
    print(f"trochanter: {line}", file=sys.stderr, flush=True)


def tell_if_compiling() -> None:
    """Say why the first run takes longer: the engine's kernels are compiled once for this computer."""
    from trochanter.mechanics import path_kernels

    if not compiled_before(path_kernels.path_frames):
        tell("first run on this computer: compiling the engine, which takes up to 40 s once and never again")


def compiled_before(dispatcher: object) -> bool:
    """Whether a kernel has machine code on disk."""
    cache = getattr(getattr(dispatcher, "dispatcher", dispatcher), "_cache", None)
    folder = getattr(cache, "cache_path", None)
    if folder is None:
        return False
    name = getattr(dispatcher, "__name__", "")
    return any(Path(folder).glob(f"*.{name}-*.nbi"))
