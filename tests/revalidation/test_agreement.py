"""Tolerances and the record of what was measured against them."""

from math import nan
from pathlib import Path

import pytest

from revalidation.agreement import hold, measured_rows, report
from revalidation.tables import agreement_page
from revalidation.tolerances import excluded, exclusions, sampling, tolerances

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "agreement.md"


def test_every_tolerance_says_where_it_comes_from_and_why() -> None:
    for key, row in tolerances().items():
        assert all((row.key == key, row.what, row.unit, row.source, row.why)), key
        assert row.limit is None or row.limit >= 0.0


def test_every_exclusion_has_a_reason_and_a_case_that_exists() -> None:
    for row in exclusions():
        assert tolerances()[row.key].limit is not None
        assert len(row.why) > 40
        assert (ROOT / row.minimal_case.split(",")[0]).is_file()


def test_every_tolerance_is_used_by_an_oracle_test() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "oracle").glob("*.py"))
    for key in tolerances():
        assert f'"{key}"' in code, key


def test_sampled_ranges_are_ranges() -> None:
    assert sampling().poses & (sampling().poses - 1) == 0, "Sobol samples come in powers of two"
    assert all(low < high for low, high in sampling().ranges_deg.values())


def test_a_number_within_its_limit_is_kept_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "agreement.json"
    hold("position", 2e-10, "a", path=path)
    hold("position", 1e-10, "a", "why", path=path)
    report("switch", 0.8, "b", path=path)
    assert [(row.key, row.where, row.measured, row.explanation) for row in measured_rows(path)] == [
        ("position", "a", 1e-10, "why"),
        ("switch", "b", 0.8, ""),
    ]


@pytest.mark.parametrize("value", [1.1e-9, -1.1e-9, nan])
def test_a_number_beyond_its_limit_fails_and_is_kept(tmp_path: Path, value: float) -> None:
    path = tmp_path / "agreement.json"
    with pytest.raises(AssertionError, match="Positions of all segments, a"):
        hold("position", value, "a", path=path)
    assert len(measured_rows(path)) == 1


def test_what_has_no_limit_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no limit"):
        hold("switch", 0.0, "a", path=tmp_path / "agreement.json")


def test_an_excluded_place_is_shown_as_a_miss(tmp_path: Path) -> None:
    path = tmp_path / "agreement.json"
    (name,) = excluded("dynamics.file")
    hold("dynamics.file", 1.5, name, path=path)
    line = next(line for line in agreement_page(measured_rows(path)).splitlines() if name in line)
    assert "**no**, see below" in line


def test_the_page_holds_every_tolerance() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for row in tolerances().values():
        assert f"**{row.what}** ({row.source}). {row.why}" in page, row.key
        if row.limit is not None:
            assert any(row.what in line and f" | {row.limit:g} | " in line for line in page.splitlines()), row.key
