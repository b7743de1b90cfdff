"""``trochanter data fetch`` as it is typed."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trochanter.cli.main import app

RUNNER = CliRunner()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def mirror(shared_data: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(shared_data / "rbds001"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.mark.needs("shared-data")
def test_fetch_brings_all_files_and_says_what_next(mirror: str, tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["data", "fetch", "rbds001", "--out", str(tmp_path / "r"), "--mirror", mirror])
    assert done.exit_code == 0, done.output
    assert len(list((tmp_path / "r").iterdir())) == 4
    assert "trochanter analyze" in done.stdout
    assert "CC BY 4.0" in done.stderr
    shutil.rmtree(tmp_path / "r")


def test_an_unknown_recording_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = RUNNER.invoke(app, ["data", "fetch", "rbds999"])
    assert done.exit_code == 2
    assert "Valid: 'rbds001'" in done.output
    assert list(tmp_path.iterdir()) == []
