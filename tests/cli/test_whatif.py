"""``trochanter whatif``: from what an analysis wrote to the answer, and calm refusals of everything else."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER, made_trial
from tests.mechanics.test_explain import demo_account
from trochanter.cli.main import app
from trochanter.exchange.outputs import report

Ask = Callable[..., Result]
OUTPUTS = {"whatif.html", "whatif.json"}


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's account as an analysis writes it."""
    account = demo_account()
    return report(account, tmp_path_factory.mktemp("demo"), model=account.motion.body).folder


@pytest.fixture
def ask(demo_folder: Path, tmp_path: Path) -> Ask:
    """The command on a copy of the demo's folder."""
    folder = Path(shutil.copytree(demo_folder, tmp_path / "run"))
    return lambda *options: RUNNER.invoke(app, ["whatif", str(folder), *options])


def written(tmp_path: Path) -> set[str]:
    """What-if files in the folder."""
    return {path.name for path in (tmp_path / "run").iterdir()} & OUTPUTS


def test_it_answers_and_writes_both_files(ask: Ask, tmp_path: Path) -> None:
    done = ask("--weaken", "obturator_internus=0.5")
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "What if obturator internus pulled with 0.5 times the usual strength?"
    assert "obturator internus pulls" in done.stdout
    assert "N less" in done.stdout
    assert max(map(len, lines)) <= 140
    assert written(tmp_path) == OUTPUTS
    assert all(line.startswith("trochanter: ") for line in done.stderr.splitlines())
    page = (tmp_path / "run" / "whatif.html").read_text(encoding="utf-8")
    assert "<h1" in page
    assert "https://" not in page
    assert "src=" not in page


def test_standard_output_is_the_json_and_nothing_else(ask: Ask, tmp_path: Path) -> None:
    done = ask("--remove", "deep", "--floor", "gluteal=0.05", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == json.loads((tmp_path / "run" / "whatif.json").read_bytes())
    assert found["schema"] == "trochanter.whatif/1"
    assert found["scenario"]["removed"] == ["deep"]
    right = found["hips"]["right"]["columns"]
    assert [column["name"] for column in right][-3:] == ["whole", "told", "peak"]
    piriformis = next(row for row in right[0]["muscles"] if row["muscle"] == "piriformis")
    assert piriformis["force"]["after"] == 0.0
    assert piriformis["force"]["before"] > 0.0
    assert piriformis["force"]["unit"] == "N"
    assert 0.0 < right[0]["cup_angle"]["before"] < 90.0
    assert found["cup"]["rim"]["value"] == pytest.approx(75.1)


def test_samples_give_intervals_and_the_same_seed_the_same(ask: Ask) -> None:
    first, again = (ask("--remove", "piriformis", "--samples", "20", "--json") for _ in range(2))
    assert first.exit_code == 0, first.stderr
    sampled = json.loads(first.stdout)["sampled"]
    assert sampled == json.loads(again.stdout)["sampled"]
    assert sampled["samples"] == 20
    contact = next(each for each in sampled["hips"]["left"] if each["quantity"] == "mean_contact")
    assert contact["change"] == sorted(contact["change"])
    assert contact["change"][0] < contact["change"][-1]
    words = ask("--remove", "piriformis", "--samples", "20")
    assert "Over 20 random variations of the model" in words.stdout


def test_pelvis_and_thigh_bone_are_turned(ask: Ask) -> None:
    tilted = ask("--pelvic-tilt-deg", "10", "--anteversion-deg", "-5", "--json")
    assert tilted.exit_code == 0, tilted.stderr
    found = json.loads(tilted.stdout)
    assert found["scenario"]["pelvic_tilt"] == {"value": 10.0, "unit": "deg"}
    assert {notice["code"] for notice in found["notices"]} >= {"tilt", "anteversion"}
    whole = found["hips"]["right"]["columns"][-3]
    assert abs(whole["contact"]["after"] - whole["contact"]["before"]) > 0.01


def test_the_files_can_go_elsewhere(ask: Ask, tmp_path: Path) -> None:
    done = ask("--tighten", "hamstring=2", "--shorten-tendon", "psoas_r=0.1", "--out", str(tmp_path / "other"))
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in (tmp_path / "other").iterdir()} == OUTPUTS
    assert written(tmp_path) == set()


def test_it_takes_what_analyze_wrote(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    assert files.analyze("--mass-kg", "62").exit_code == 0
    done = RUNNER.invoke(app, ["whatif", str(files.out), "--strengthen", "gluteus_maximus_r=1.5", "--json"])
    assert done.exit_code == 0, done.stderr
    columns = json.loads(done.stdout)["hips"]["right"]["columns"]
    row = next(each for each in columns[-3]["muscles"] if each["muscle"] == "gluteus_maximus")
    assert np.isfinite(row["force"]["after"])
    assert row["force"]["after"] != row["force"]["before"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "at least one change"),
        (("--weaken", "obturator_internis=0.5"), "did you mean 'obturator_internus'"),
        (("--weaken", "deep"), "an equals sign"),
        (("--weaken", "=0.5"), "an equals sign"),
        (("--weaken", "deep=half"), "an equals sign"),
        (("--weaken", "deep=-0.5"), "0 to 1; --strengthen takes more"),
        (("--weaken", "deep=nan"), "0 to 1"),
        (("--weaken", "deep=1.5"), "--strengthen takes more"),
        (("--strengthen", "deep=0.5"), "--weaken takes less"),
        (("--strengthen", "deep=inf"), "a number from 0 to 20"),
        (("--weaken", "deep=0.5", "--strengthen", "deep=2"), "give one of the two"),
        (("--weaken", "deep=0.5", "--weaken", "deep=0.4"), "each muscle once"),
        (("--weaken", "deep=0.5", "--weaken", "piriformis=0.4"), "one value for each muscle line"),
        (("--weaken", "deep=0.5", "--remove", "piriformis_r"), "at once"),
        (("--floor", "deep=2"), "a number from 0 to 1"),
        (("--remove", "deep", "--samples", "3"), "--samples cannot be 3"),
        (("--remove", "deep", "--samples", "-5"), "--samples cannot be -5"),
        (("--remove", "deep", "--samples", "20", "--seed", "-1"), "--seed cannot be -1"),
        (("--pelvic-tilt-deg", "90"), "--pelvic-tilt-deg cannot be 90.0"),
        (("--anteversion-deg", "nan"), "--anteversion-deg cannot be nan"),
        (("--shorten-tendon", "deep=0.5"), "nothing would be left of its tendon"),
    ],
)
def test_what_cannot_be_asked_is_one_message_and_nothing_is_written(
    ask: Ask, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    done = ask(*options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert written(tmp_path) == set()


@pytest.mark.parametrize("gone", ["model.osim", "result.json", "id.sto"])
def test_a_folder_that_lacks_a_file_says_which(demo_folder: Path, tmp_path: Path, gone: str) -> None:
    folder = Path(shutil.copytree(demo_folder, tmp_path / "run"))
    (folder / gone).unlink()
    done = RUNNER.invoke(app, ["whatif", str(folder), "--remove", "deep"])
    assert done.exit_code == 2
    assert f"there is no {gone}" in done.stderr
    assert "analyze the recording again" in done.stderr


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["whatif", str(tmp_path / "nowhere"), "--remove", "deep"])
    assert done.exit_code == 2
    assert "there is no such folder" in done.stderr
    assert not (tmp_path / "nowhere").exists()
