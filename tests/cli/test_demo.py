"""``trochanter demo`` as a whole process, in a folder of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from trochanter.capture.tables import read_table
from trochanter.exchange.schema import Result


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """What the demo wrote and said."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "trochanter", "demo"],  # nothing but what the README says
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
    )  # fmt: skip
    return folder, done


def test_it_ends_with_where_the_report_is_and_what_to_try_next(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = demo
    assert done.returncode == 0, done.stderr
    report = folder / "trochanter-demo" / "report.html"
    first, own, last = done.stdout.splitlines()
    assert first == f"Report: {report.resolve()}"
    assert re.fullmatch(r"Yours:  (\S*/)?trochanter analyze YOUR_RUN.c3d .*", own)
    assert re.fullmatch(r"next: (\S*/)?trochanter serve", last)
    assert report.stat().st_size > 10_000
    assert "CC BY 4.0" in done.stderr
    assert all(line.startswith("trochanter: ") for line in done.stderr.splitlines())
    assert [path.name for path in folder.iterdir()] == ["trochanter-demo"]


def test_its_result_keeps_the_schema(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = demo
    result = Result.model_validate_json((folder / "trochanter-demo" / "result.json").read_bytes())
    assert [hip.strides for hip in result.hips.values()] == [6, 6]
    assert result.plate is not None
    assert not result.plate.believable
    assert all(len(hip.axis.values) == 101 for hip in result.hips.values())
    assert {case.factor.value for case in result.strength} == {1.0, 1.5, 2.0}


def test_its_tables_are_on_the_trials_clock(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = demo
    tables = sorted((folder / "trochanter-demo").glob("*.sto"))
    assert [path.name for path in tables] == ["activation.sto", "force.sto", "hip_contact.sto", "id.sto"]
    times = [read_table(path).time_s.tolist() for path in [*tables, folder / "trochanter-demo" / "ik.mot"]]
    assert all(time == times[0] for time in times)
