"""The real ``trochanter serve`` in a process of its own, over records in a folder; and Chromium to open it with."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.plugins.needs import weights_folder

ROOT = Path(__file__).parents[3]
ADDRESS = re.compile(r"(http://\S+?)/enter\?token=(\S+)")
ARGUMENTS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-quic",
    "--disable-background-networking",
)


@dataclass
class Served:
    """A server that runs: its process, where it answers, the token that opens it once, the folder of the records."""

    process: subprocess.Popen[str]
    address: str
    token: str
    folder: Path

    @property
    def enter(self) -> str:
        """The address that was printed."""
        return f"{self.address}/enter?token={self.token}"

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.address.rpartition(":")[2])

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(20)

    def end(self) -> None:
        """End it as Ctrl-C does, however it takes that, and close what it wrote to."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.process.stdout is not None:
            self.process.stdout.close()


def started(folder: Path, port: int = 0, *, clock: Path | None = None) -> Served:
    """Start the command over records and wait until it has printed its address; with a clock, one that tests move."""
    how = ["-m", "trochanter", "serve", "--no-browser"]
    if clock is not None:
        how = ["-m", "tests.browser.page.moved", "--clock", str(clock)]
    process = subprocess.Popen(
        [sys.executable, *how, "--port", str(port), "--store", str(folder)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"TROCHANTER_WEIGHTS": str(weights_folder()), **os.environ},
    )  # fmt: skip
    assert process.stdout is not None
    found = next(filter(None, map(ADDRESS.search, process.stdout)), None)
    if found is None:
        process.stdout.close()
        raise AssertionError(f"the page did not start: exit {process.wait(20)}")
    return Served(process, found[1], found[2], folder)


@contextmanager
def serving(folder: Path, port: int = 0, *, clock: Path | None = None) -> Iterator[Served]:
    """A server until the block ends, however it ends."""
    found = started(folder, port, clock=clock)
    try:
        yield found
    finally:
        found.end()
