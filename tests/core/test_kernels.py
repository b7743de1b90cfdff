"""Compiled kernels are kept on disk and never served stale."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trochanter.core import kernels

CALLER = """
from trochanter.core.kernels import kernel
from {callee} import {names}


@kernel
def answer(x):
    return {expression}


print(answer(2.0), sum(answer.stats.cache_hits.values()))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package whose kernel in ``caller`` calls one in ``middle`` that calls one in ``callee``."""
    home = tmp_path / "smallpackage"
    home.mkdir()
    (home / "__init__.py").write_text("")
    (home / "constants.py").write_text("SCALE = 10.0\n")
    write(home, "callee", "x + 1.0")
    (home / "middle.py").write_text(
        "from trochanter.core.kernels import kernel\nfrom .callee import inner\n\n\n"
        "@kernel\ndef outer(x):\n    return inner(x)\n"
    )
    (home / "caller.py").write_text(
        CALLER.format(
            callee="smallpackage.middle",
            names="outer\nfrom smallpackage.constants import SCALE",
            expression="SCALE * outer(x)",
        )
    )
    return tmp_path


def write(home: Path, name: str, expression: str) -> None:
    (home / f"{name}.py").write_text(
        f"from trochanter.core.kernels import kernel\n\n\n@kernel\ndef inner(x):\n    return {expression}\n"
    )


def run(folder: Path) -> tuple[float, int]:
    """The kernel's value and its number of cache hits, in a new process."""
    source = Path(kernels.__file__).parents[2]
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_DISABLE_JIT"}
    environment |= {"PYTHONPATH": os.pathsep.join([str(folder), str(source)]), "NUMBA_CACHE_DIR": str(folder / "cache")}
    # Python takes bytecode for current where size and second of its file are the same, and these edits are quick.
    environment |= {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "import smallpackage.caller"],
        env=environment, capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    value, hits = done.stdout.split()
    return float(value), int(hits)


def test_the_second_process_loads_what_the_first_compiled(package: Path) -> None:
    assert run(package) == (30.0, 0)
    assert run(package) == (30.0, 1)


def test_an_edited_callee_two_files_away_changes_the_result(package: Path) -> None:
    assert run(package)[0] == 30.0
    write(package / "smallpackage", "callee", "x + 2.0")
    assert run(package) == (40.0, 0)


def test_an_edited_constant_in_another_file_changes_the_result(package: Path) -> None:
    assert run(package)[0] == 30.0
    (package / "smallpackage" / "constants.py").write_text("SCALE = 20.0\n")
    assert run(package) == (60.0, 0)


def test_an_unrelated_file_does_not_make_the_cache_stale(package: Path) -> None:
    assert run(package)[0] == 30.0
    (package / "smallpackage" / "other.py").write_text("X = 1\n")
    assert run(package) == (30.0, 1)


def test_without_a_folder_to_write_to_it_still_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(function: object) -> None:
        raise RuntimeError("no locator available")

    monkeypatch.setattr(kernels, "FunctionCache", nowhere)

    def double(x: float) -> float:
        return 2.0 * x

    assert kernels.kernel(double)(3.0) == 6.0


def test_division_by_zero_is_ieee() -> None:
    @kernels.kernel
    def ratio(x: float, y: float) -> float:
        return x / y

    assert ratio(1.0, 0.0) == float("inf")
