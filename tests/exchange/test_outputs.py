"""A later run in the same folder: what the earlier one left and this one does not write is gone, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.test_opensim_files import complete_account, led_account
from trochanter.core.errors import UnwritableFile
from trochanter.exchange.outputs import earlier_files, report


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_result_names_its_files(tmp_path: Path) -> None:
    outputs = report(led_account(), tmp_path)
    files = json.loads(outputs.result.read_text(encoding="utf-8"))["files"]
    assert {*files, "result.json"} == names_in(tmp_path)
    assert set(earlier_files(tmp_path)) == set(files)


def test_what_an_earlier_run_left_goes(tmp_path: Path) -> None:
    report(led_account(), tmp_path, model=led_account().motion.body)
    (tmp_path / "notes.txt").write_text("mine")
    assert {"ik_hips.mot", "model.osim"} <= names_in(tmp_path)
    report(complete_account(), tmp_path)
    assert not {"ik_hips.mot", "model.osim"} & names_in(tmp_path)
    assert {"ik.mot", "report.html", "result.json", "notes.txt"} <= names_in(tmp_path)


def test_a_file_that_no_result_names_stays(tmp_path: Path) -> None:
    (tmp_path / "ik_hips.mot").write_text("mine")
    report(complete_account(), tmp_path)
    assert (tmp_path / "ik_hips.mot").read_text() == "mine"


@pytest.mark.parametrize(
    "listed",
    [["../mine.txt"], ["mine.txt"], ["sub/ik_hips.mot"], [3, None, ["ik_hips.mot"]], "ik_hips.mot", {"ik_hips.mot": 1}],
)
def test_a_list_of_other_files_is_no_order(tmp_path: Path, listed: Any) -> None:
    folder = tmp_path / "out"
    (folder / "sub").mkdir(parents=True)
    kept = [tmp_path / "mine.txt", folder / "mine.txt", folder / "sub" / "ik_hips.mot", folder / "ik_hips.mot"]
    for path in kept:
        path.write_text("mine")
    (folder / "result.json").write_text(json.dumps({"files": listed}))
    report(complete_account(), folder)
    assert [path.read_text() for path in kept] == ["mine"] * 4


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", '{"files": null}', "[" * 100_000])
def test_a_damaged_result_names_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text)
    assert earlier_files(tmp_path) == ()


def test_where_nothing_can_be_written_nothing_goes(tmp_path: Path) -> None:
    report(led_account(), tmp_path)
    (tmp_path / "report.html").unlink()
    (tmp_path / "report.html").mkdir()
    with pytest.raises(UnwritableFile):
        report(complete_account(), tmp_path)
    assert {"ik_hips.mot", "result.json"} <= names_in(tmp_path)
