"""``trochanter weights`` as it is typed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from trochanter.cli.main import app

RUNNER = CliRunner()


def test_a_file_that_is_no_package_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(tmp_path / "w"))
    (tmp_path / "some.tgz").write_bytes(b"\x1f\x8b and so on")
    done = RUNNER.invoke(app, ["weights", "--from", str(tmp_path / "some.tgz")])
    assert done.exit_code == 2
    assert "none of the packages that trochanter knows" in done.output
    assert not (tmp_path / "w").exists()
    gone = RUNNER.invoke(app, ["weights", "--from", str(tmp_path / "none.tgz")])
    assert gone.exit_code == 2
    assert "none.tgz" in gone.output


@pytest.mark.needs("pose-weights")
def test_what_is_installed_is_not_downloaded_again(pose_weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(pose_weights))
    monkeypatch.setenv("PATH", "")  # no client could be found
    done = RUNNER.invoke(app, ["weights"])
    assert done.exit_code == 0, done.output
    assert "nothing to do" in done.stderr
    assert str(pose_weights) in done.stdout
