"""``trochanter analyze --deep-six``: the rotators in the model itself."""

import json
from pathlib import Path

import pytest

from tests.cli.made_trial import RUNNER
from trochanter.capture.tables import read_table
from trochanter.cli.main import app


@pytest.mark.needs("shared-data")
def test_a_run_with_the_models_own_trunk_and_muscles(shared_data: Path, tmp_path: Path) -> None:
    run = shared_data / "run_4ms"
    words = [str(run / "runningModel_Kinematics_q.sto"), "--model", str(run / "runningModel_CMC_test.osim")]
    done = RUNNER.invoke(
        app, ["analyze", *words, "--forces", str(run / "runningModel_GRF.xml"), "--deep-six", "--out", str(tmp_path)]
    )
    assert done.exit_code == 0, done.stderr
    names = set(read_table(tmp_path / "activation.sto").columns)
    assert json.loads((tmp_path / "result.json").read_text())["parameters"]["muscles"] == "deep six"
    assert {"obtint_sup_r", "obtext_inf_l", "gem_sup_r", "quadfem_inf_r", "piri_l", "pect_r", "ercspn_r"} <= names
    assert not {"gem_r", "quad_fem_l", "peri_r"} & names
    assert "left out of the ranges" not in done.stderr


@pytest.mark.parametrize(
    "beside", [[], ["--model", "some.osim", "--own-muscles"], ["--model", "a.osim", "--parity", "opensim"]]
)
def test_what_does_not_go_together_is_told(beside: list[str], tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["analyze", "run.mot", "--deep-six", *beside, "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "--deep-six" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.needs("shared-data")
def test_what_an_earlier_analysis_left_is_not_written_over_while_it_is_read(shared_data: Path, tmp_path: Path) -> None:
    run = shared_data / "run_4ms"
    for name, source in (("ik.mot", "runningModel_Kinematics_q.sto"), ("model.osim", "runningModel_CMC_test.osim")):
        (tmp_path / name).write_bytes((run / source).read_bytes())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    words = [str(tmp_path / "ik.mot"), "--model", str(tmp_path / "model.osim"), "--out"]
    done = RUNNER.invoke(app, ["analyze", *words, str(tmp_path)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'ik.mot' there is an input" in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
