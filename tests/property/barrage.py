"""A barrage of damaged files on one reader: each ends in a sound result or an error of the family, soon."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from trochanter.core.errors import TrochanterError

SOAK = os.environ.get("TROCHANTER_SOAK") == "1"
MAX_SECONDS = 2.0
LEAST_SHARE = 1.0 / 3.0


@dataclass(frozen=True)
class Barrage:
    """How results of a kind are judged.

    signature: everything of a result that a number, unit, row or name of the file decides; check: what its type
    promises, whatever the file was; count: files.
    """

    signature: Callable[[Any], tuple[object, ...]]
    check: Callable[[Any], None]
    count: int

    def on(
        self, data: Any, path: Path, read: Callable[[Path], Any], mutations: tuple[Callable[..., Any], ...], seed: int
    ) -> None:
        """Read mutations of ``data`` at ``path``; the part that is read and differs is at least a third."""
        _write(path, data)
        original = self.signature(read(path))
        chance, through, refused = Random(seed), 0, 0
        for number in range(self.count):
            mutation = chance.choice(mutations)
            _write(path, mutation(chance, data))
            started = time.perf_counter()
            try:
                found = read(path)
            except TrochanterError as error:
                refused += 1
                if not error.where:
                    pytest.fail(f"{mutation.__name__}, number {number}: no place in {error}")
            else:
                self.check(found)
                through += self.signature(found) != original
            assert time.perf_counter() - started < MAX_SECONDS, f"{mutation.__name__}, number {number}"
        print(f"{path.name}: of {self.count} mutations {through} changed the result, {refused} were refused")
        assert through >= LEAST_SHARE * self.count
        assert refused > 0


def _write(path: Path, changed: str | bytes) -> None:
    path.write_bytes(changed if isinstance(changed, bytes) else changed.encode("utf-8", "surrogateescape"))
