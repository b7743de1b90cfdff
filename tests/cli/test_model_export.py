"""``trochanter model export``: what is written reads back, and what cannot be written is said."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.cli.main import app


def export(*words: str) -> Result:
    return CliRunner().invoke(app, ["model", "export", *words])


def test_the_hip_model_reads_back(tmp_path: Path) -> None:
    out = tmp_path / "hip.osim"
    result = export("--set", "cadaver", "-o", str(out))
    assert result.exit_code == 0, result.output
    assert "98 muscle lines, 13 segments" in result.stdout
    back, body = read_osim(out), hip_model("cadaver")
    assert back.muscles.names == body.muscles.names
    assert back.muscles.max_isometric_force_N.tolist() == body.muscles.max_isometric_force_N.tolist()


def test_mjcf_tells_what_it_cannot_hold(tmp_path: Path) -> None:
    out = tmp_path / "hip.xml"
    result = export("--format", "mjcf", "-o", str(out))
    assert result.exit_code == 0, result.output
    assert out.read_text().startswith("<?xml")
    assert "gasmed_r" in result.stderr
    assert "polynomials" in result.stderr


@pytest.mark.needs("shared-data")
def test_a_model_that_mujoco_cannot_hold_is_refused(tmp_path: Path, shared_data: Path) -> None:
    out = tmp_path / "gait.xml"
    model = shared_data / "models" / "gait2392_thelen2003muscle.osim"
    result = export("--format", "mjcf", "--model", str(model), "-o", str(out))
    assert result.exit_code == 2
    assert "MJCF cannot hold" in result.stderr
    assert not out.exists()
    result = export("--format", "mjcf", "--model", str(model), "--skip-unsupported", "-o", str(out))
    assert result.exit_code == 0, result.output
    assert "semimem_r: left out" in result.stderr
    assert out.exists()


def test_a_set_beside_a_model_is_refused(tmp_path: Path) -> None:
    result = export("--model", "some.osim", "--set", "young", "-o", str(tmp_path / "out.osim"))
    assert result.exit_code == 2
    assert "deep-six" in result.stderr


def test_a_model_is_not_written_over_itself(tmp_path: Path) -> None:
    same = tmp_path / "hip.osim"
    assert export("-o", str(same)).exit_code == 0
    before = same.read_bytes()
    assert export("--model", str(same), "-o", str(same)).exit_code == 2
    assert same.read_bytes() == before


@pytest.mark.parametrize("words", [("--format", "urdf"), ("--set", "old"), ("--model", "absent.osim")])
def test_wrong_words_are_told(words: tuple[str, str], tmp_path: Path) -> None:
    result = export(*words, "-o", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert not (tmp_path / "out").exists()
