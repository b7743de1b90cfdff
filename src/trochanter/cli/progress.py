"""Progress for people: short lines on standard error, nothing on standard output."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from trochanter.core.quality import Notice
from trochanter.core.severity import WEIGHTY, by_weight

SHOWN = 5


@dataclass
class Clock:
    """Seconds that each step took, told as it begins."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, words: str) -> Iterator[None]:
        """Tell that a step begins, and time it."""
        tell(words)
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def tell(line: str, *, prefix: str = "trochanter: ") -> None:
    """Say what is happening now, a question mark for what is no character; that nobody hears is no reason to stop."""
    with suppress(OSError):
        print(f"{prefix}{line}".encode("utf-8", "replace").decode(), file=sys.stderr, flush=True)


def tell_notices(notices: Sequence[Notice], *, all_of_them: bool, elsewhere: str = "are in the report") -> None:
    """Say the notices: all, or the weightiest, and where the others are."""
    ordered = by_weight(notices)
    shown = ordered if all_of_them else [notice for notice in ordered if notice.code in WEIGHTY][:SHOWN]
    for notice in shown:
        tell(f"note: {notice.text}")
    more = len(ordered) - len(shown)
    if more:
        tell(f"{more} more notes {elsewhere} (--verbose tells all)")


def tell_if_compiling() -> None:
    """Say why the first run takes longer: the engine's kernels are compiled once for this computer."""
    from trochanter.mechanics import path_kernels

    if not compiled_before(path_kernels.path_span):
        tell("first run on this computer: compiling the engine, which takes about a minute once and never again")


def compiled_before(dispatcher: object) -> bool:
    """Whether a kernel has machine code on disk."""
    cache = getattr(dispatcher, "_cache", None)
    folder = getattr(cache, "cache_path", None)
    if folder is None:
        return False
    name = getattr(dispatcher, "__name__", "")
    return any(Path(folder).glob(f"*.{name}-*.nbi"))
