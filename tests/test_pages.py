"""Pages that scripts write are what the code would write now; and what the benchmark writes."""

import json
from pathlib import Path

import pytest

from benchmarks.rows import Row, how_many_times, save, table
from scripts.make_bench_page import page
from scripts.make_reference_pages import PAGES

DOCS = Path(__file__).parents[1] / "docs"
ROWS = (
    Row(
        "geometry", 80_000.0, 40.0, "poses/s", 2_000.0, 2, 0.1, "geometry of 8 of 500 frames", 70_000.0, 1_000.0, "API"
    ),
    Row("chain", 0.2, 60.0, "s", 300.0, 2, 0.1, None, 0.15, 400.0, "files to files"),
    Row("first run", 25.0, None, "s", None, 2, 0.1, None, 40.0, None, "compiling"),
)


@pytest.mark.parametrize("name", PAGES)
def test_reference_pages_are_up_to_date(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m scripts.make_reference_pages"


def test_goals_of_speed_and_of_time() -> None:
    assert [row.reached for row in ROWS] == [True, False, True]
    assert how_many_times(0.2, 60.0, "s") == pytest.approx(300.0)
    assert how_many_times(80_000.0, 40.0, "poses/s") == pytest.approx(2_000.0)
    assert how_many_times(1.0, None, "s") is None


def test_what_make_bench_writes(tmp_path: Path) -> None:
    save(ROWS, tmp_path / "build" / "bench.json", "a trial", 0.25, 2)
    content = json.loads((tmp_path / "build" / "bench.json").read_text(encoding="utf-8"))
    wanted = {"name", "ours", "peer", "unit", "ratio", "threads", "load", "extrapolated_from"}
    assert all(wanted <= set(row) for row in content["rows"])
    lines = page(content).splitlines()
    shown = "| geometry | 2 | 80,000 | 40 * | poses/s | 2,000 | at least 70,000, 1,000 times | reached | 0.10 |"
    assert shown in lines
    assert "- **geometry**: API. OpenSim ran: geometry of 8 of 500 frames." in lines
    assert "missed" in table(ROWS)
