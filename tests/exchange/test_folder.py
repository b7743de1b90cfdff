"""What an analysis wrote, read back: the base case of a what-if is the folder's own result."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.mechanics.test_explain import demo_account
from trochanter.anatomy.body import Body
from trochanter.anatomy.functions import PIECEWISE_CUBIC
from trochanter.capture.formats import read
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Trial
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData, MissingInput, TrochanterError, UnreadableFile
from trochanter.core.sides import Side
from trochanter.exchange.folder import NEEDED, model_to_keep, read_account
from trochanter.exchange.outputs import report
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.scenario import Scenario
from trochanter.mechanics.what_if import what_if
from trochanter.mechanics.what_if_cases import prepare


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's account as an analysis writes it."""
    account = demo_account()
    return report(account, tmp_path_factory.mktemp("demo"), model=account.motion.body).folder


def test_the_account_comes_back(demo_folder: Path) -> None:
    account, again = demo_account(), read_account(demo_folder)
    assert again.motion.name == account.motion.name
    assert again.motion.body.name == account.motion.body.name
    assert again.balanced == account.balanced
    assert dict(again.settings) == dict(account.settings)
    assert [share.name for share in again.sets] == [share.name for share in account.sets]
    np.testing.assert_array_equal(again.motion.edge, account.motion.edge)
    for name in ("activation", "force_N", "generalized_force", "reserve_Nm"):
        np.testing.assert_allclose(getattr(again, name), getattr(account, name), atol=1e-9, err_msg=name)
    for name in ("length_m", "arm_m", "passive_N", "demand_Nm"):
        np.testing.assert_allclose(getattr(again, name), getattr(account, name), atol=1e-6, err_msg=name)
    for side in Side:
        np.testing.assert_allclose(again.hip(side).angle_rad, account.hip(side).angle_rad, atol=1e-12)
        np.testing.assert_allclose(again.hip(side).contact_N, account.hip(side).contact_N, atol=1e-9)


def test_the_same_strides_are_told(demo_folder: Path) -> None:
    again = read_account(demo_folder)
    for ours, theirs in zip(again.motion.strides, demo_account().motion.strides, strict=True):
        assert (ours.side, ours.complete) == (theirs.side, theirs.complete)
        assert ours.contact_s == pytest.approx(theirs.contact_s, abs=1e-4, nan_ok=True)


def test_the_base_case_is_the_folders_own_activation(demo_folder: Path) -> None:
    again = read_account(demo_folder)
    off = np.abs(prepare(again).case.activation - again.activation)
    inside = ~again.motion.edge
    assert off[inside].max() < 1e-6
    assert off.max() < 0.05  # at the ends of a filtered record its speeds are not known as they were


def test_a_what_if_on_the_folder_is_that_on_the_account(demo_folder: Path) -> None:
    scenario = Scenario(strength={"obturator_internus": 0.5})
    ours, theirs = what_if(read_account(demo_folder), scenario), what_if(demo_account(), scenario)
    for mine, other in zip(ours.hips, theirs.hips, strict=True):
        np.testing.assert_allclose(mine.force_change_N, other.force_change_N, atol=0.02)  # strides to six digits
        np.testing.assert_allclose(mine.contact_bw, other.contact_bw, atol=2e-3)


def explained(folder: Path, files: tuple[str, str, str], settings: Settings) -> MuscleAccount:
    """The account of a shared recording with its own model."""
    trial, body = read(folder / files[0], forces=folder / files[2]), read_osim(folder / files[1])
    assert isinstance(trial, Trial)
    assert isinstance(body, Body)
    return explain(solve(trial, body, cutoff_hz=None), settings=settings)


RUN = ("run_4ms", ("runningModel_Kinematics_q.sto", "runningModel_CMC_test.osim", "runningModel_GRF.xml"))
WALK = ("walk_3d", ("coordinates.sto", "subject_walk_scaled.osim", "grf_walk.xml"))


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("recording", "parity"), [(RUN, "none"), (WALK, "none"), (WALK, "opensim")])
def test_other_models_reproduce_their_own_activations(
    shared_data: Path, tmp_path: Path, recording: tuple[str, tuple[str, str, str]], parity: str
) -> None:
    chosen = Settings(parity="opensim" if parity == "opensim" else "none", slacks=(), strength_cases=())
    account = explained(shared_data / recording[0], recording[1], chosen)
    report(account, tmp_path, model=account.motion.body)
    again = read_account(tmp_path)
    assert again.sets == ()
    np.testing.assert_allclose(prepare(again).case.activation, account.activation, atol=1e-9)


Spoil = Callable[[Path], object]


def cut(name: str) -> Spoil:
    """Take the last rows off a table, and say so in its header."""

    def spoil(folder: Path) -> None:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        text = "\n".join(lines[:-9]) + "\n"
        rows = next(line for line in lines if line.startswith("nRows="))
        (folder / name).write_text(text.replace(rows, f"nRows={int(rows[6:]) - 9}"), encoding="utf-8")

    return spoil


def renamed(name: str, old: str, new: str) -> Spoil:
    """Write another word into a file."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def written(name: str, text: str) -> Spoil:
    """Put another text into a file."""
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_file_is_named(demo_folder: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(demo_folder, tmp_path / "copy"))
    (folder / name).unlink()
    with pytest.raises(MissingInput, match=name):
        read_account(folder)


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (written("result.json", "{"), UnreadableFile),
        (written("result.json", "[" * 100_000), UnreadableFile),
        (written("result.json", json.dumps({"schema": "trochanter.result/1"})), UnreadableFile),
        (written("result.json", json.dumps({"schema": "trochanter.result/2"})), UnreadableFile),
        (written("model.osim", "no model"), UnreadableFile),
        (renamed("result.json", '"cutoff_hz":{"value":15.0', '"cutoff_hz":{"value":0.0'), UnreadableFile),
        (renamed("result.json", '"person_mass_kg":{"value":62.0', '"person_mass_kg":{"value":NaN'), UnreadableFile),
        (renamed("result.json", '"power":{"value":2.0', '"power":{"value":null'), UnreadableFile),
        (cut("activation.sto"), ImpossibleData),
        (cut("id.sto"), ImpossibleData),
        (renamed("force.sto", "obtint_sup_r", "obtint_other_r"), ImpossibleData),
        (renamed("hip_contact.sto", "hip_r_on", "hip_q_on"), ImpossibleData),
        (renamed("force.sto", "knee_angle_r_reserve", "knee_of_another_reserve"), TrochanterError),
    ],
)
def test_files_that_do_not_belong_together_are_refused(
    demo_folder: Path, tmp_path: Path, spoil: Spoil, error: type[TrochanterError]
) -> None:
    folder = Path(shutil.copytree(demo_folder, tmp_path / "copy"))
    spoil(folder)
    with pytest.raises(error):
        read_account(folder)


def test_another_model_is_noticed_when_the_loads_are_shared_again(demo_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(demo_folder, tmp_path / "copy"))
    renamed("model.osim", "<max_isometric_force>", "<max_isometric_force>1")(folder)
    with pytest.raises(ImpossibleData, match="do not belong together"):
        prepare(read_account(folder))


def test_a_body_that_the_format_cannot_hold_is_not_kept() -> None:
    body = demo_account().motion.body
    assert model_to_keep(body) is body
    functions = body.functions
    knots = next(k for k in range(len(functions.kind)) if functions.kind[k] == PIECEWISE_CUBIC)
    data = functions.data.copy()
    data[int(functions.start[knots]) + 8] += 5.0  # a coefficient that no spline through these knots has
    odd = replace(body, functions=replace(functions, data=frozen(data)))
    assert model_to_keep(odd) is None


def test_forces_of_another_run_are_noticed_too(demo_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(demo_folder, tmp_path / "copy"))
    lines = (folder / "force.sto").read_text(encoding="utf-8").splitlines()
    cells = lines[400].split("\t")
    cells[5] = str(float(cells[5]) + 20.0)
    lines[400] = "\t".join(cells)
    (folder / "force.sto").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(ImpossibleData, match="another force"):
        prepare(read_account(folder))


def test_no_folder_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no such folder"):
        read_account(tmp_path / "nowhere")
