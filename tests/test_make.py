"""The Makefile's promises that can be checked without a package index."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

needs_make = pytest.mark.needs("make")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The Makefile and what it names, without an environment."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "src").mkdir()
    return tmp_path


def make(folder: Path, *targets: str, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    """Run make as on a machine where nothing is set."""
    tool = shutil.which("make")
    assert tool is not None
    return subprocess.run(
        [tool, *targets], cwd=folder, env={"HOME": str(folder / "home"), "PATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def fake(folder: Path, name: str, code: str) -> None:
    """A program for the path."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{code}\n")
    program.chmod(0o755)


def tools(folder: Path) -> str:
    """A path with what the Makefile uses, and no Python."""
    folder.mkdir(exist_ok=True)
    for name in ("sh", "find", "rm", "mkdir", "touch", "awk", "cat"):
        if (found := shutil.which(name)) and not (folder / name).exists():
            (folder / name).symlink_to(found)
    return str(folder)


@needs_make
def test_plain_make_lists_the_targets(clone: Path) -> None:
    said = make(clone).stdout
    for target in ("demo", "test", "lint", "bench", "soak", "system", "clean", "help"):
        assert f"make {target} " in said


@needs_make
def test_without_a_usable_python_there_is_one_line_of_advice(clone: Path) -> None:
    path = tools(clone / "tools")
    for name, code in {
        "python3": "exit 127",  # a launcher without an interpreter behind it
        "python3.13": "echo 'No module named ensurepip' >&2; exit 1",
        "python3.12": "exit 1",  # too old or too new, by its own answer
    }.items():
        fake(clone / "tools", name, code)
    done = make(clone, "test", path=path)
    assert done.returncode == 2
    advice = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(advice) == 1
    assert advice[0].startswith("No usable Python: install Python 3.11, 3.12 or 3.13 with its venv module")


@needs_make
@pytest.mark.parametrize(
    ("asked", "chosen"), [("", "python3.12"), ("PYTHON=mine", "mine"), ("PYTHON=broken", "python3.12")]
)
def test_the_first_python_that_runs_is_taken(clone: Path, asked: str, chosen: str) -> None:
    path = tools(clone / "tools")
    fake(clone / "tools", "python3", "exit 1")
    fake(clone / "tools", "broken", "exit 1")
    for name in ("mine", "python3.12", "python3.11"):
        fake(clone / "tools", name, 'case "$1" in --version) echo Python 3.12 ;; -m) exit 3 ;; esac')
    done = make(clone, "test", *filter(None, [asked]), path=path)
    assert f"Building .venv with {chosen} (Python 3.12)" in done.stdout
    assert done.returncode == 2


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_targets_that_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(
        re.findall(
            r"^(?:sudo )?make ([a-z]+)|`(?:sudo )?make ([a-z]+)",
            (ROOT / page).read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    assert {name for pair in named for name in pair if name} - targets == set()
    assert named
