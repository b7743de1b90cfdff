"""Two servers on the same records never look and save for one person at the same time."""

import multiprocessing
import time
from pathlib import Path

import pytest

from trochanter.web.locks import Locks


def _hold(folder: Path, told: "multiprocessing.Queue[float]") -> None:
    with Locks(folder)["somebody"]:
        told.put(time.monotonic())
        time.sleep(1.0)
        told.put(time.monotonic())


@pytest.mark.needs("linux")
def test_another_server_waits(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[float] = spawn.Queue()
    other = spawn.Process(target=_hold, args=(tmp_path, told))
    other.start()
    told.get(timeout=60)
    with Locks(tmp_path)["somebody"]:
        mine = time.monotonic()
    assert mine >= told.get(timeout=60)
    other.join(60)


def test_a_lock_names_nobody(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    with locks["somebody"]:
        pass
    with locks["somebody"]:
        pass
    assert all(each.stem.isdecimal() for each in (tmp_path / "locks").iterdir())
