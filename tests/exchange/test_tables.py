"""``write_table``: what is written is what is read, to the last bit; what is no table is refused and not written."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from trochanter.capture.tables import read_table
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, UnwritableFile
from trochanter.exchange.tables import write_table

NAMES = st.text("abcXYZ019_.|µ", min_size=1, max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Floats, list[str], Floats, bool]:
    """Times, names, values and unit of a table."""
    columns = draw(st.lists(NAMES, unique=True, max_size=6))
    # the reader takes rows nearer than a hundredth of the median step for one instant, written twice
    steps = draw(st.lists(st.floats(2e-4, 1e-2), min_size=1, max_size=12))
    values = draw(arrays(np.float64, (len(steps), len(columns)), elements=st.floats(allow_infinity=False)))
    return draw(st.floats(-1e3, 1e3)) + np.cumsum(steps), columns, values, draw(st.booleans())


@given(tables())
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, table: tuple[Floats, list[str], Floats, bool]) -> None:
    time_s, columns, values, in_degrees = table
    path = tmp_path_factory.getbasetemp() / "round_trip.sto"
    assert write_table(path, "results", time_s, columns, values, in_degrees=in_degrees) == path
    found = read_table(path)
    assert found.name == "results"
    assert found.columns == tuple(columns)
    assert found.in_degrees is in_degrees
    np.testing.assert_array_equal(found.time_s, time_s)
    np.testing.assert_array_equal(found.values, values)
    np.testing.assert_array_equal(np.signbit(found.values), np.signbit(values) & ~np.isnan(values))
    assert {notice.code for notice in found.notices} <= {"missing-values"}


def test_the_layout(tmp_path: Path) -> None:
    write_table(tmp_path / "ik.mot", "ik", [0.5, 0.75], ["hip_flexion_r"], [[-12.5], [np.nan]], in_degrees=True)
    assert (tmp_path / "ik.mot").read_text().splitlines() == [
        *("ik", "version=1", "nRows=2", "nColumns=2", "inDegrees=yes", "endheader", "time\thip_flexion_r"),
        " 5.0000000000000000e-01\t-1.2500000000000000e+01",
        " 7.5000000000000000e-01\t                    NaN",
    ]


GOOD: dict[str, Any] = {"name": "x", "time_s": [0.0, 1.0], "columns": ["a", "b"], "values": np.zeros((2, 2))}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"time_s": [0.0, 0.0]}, "time does not increase"),
        ({"time_s": [0.0, np.nan]}, "time does not increase"),
        ({"time_s": [0.0, 1.0, 2.0]}, "do not fit"),
        ({"time_s": [], "values": np.zeros((0, 2))}, "no instant"),
        ({"values": np.zeros((2, 3))}, "do not fit"),
        ({"values": np.zeros(4)}, "do not fit"),
        ({"values": np.array([[0.0, 0.0], [0.0, -np.inf]])}, "column 'b' is infinite at 1 s"),
        ({"columns": ["a", "a"]}, "clash"),
        ({"columns": ["a", "Time"]}, "clash"),
        ({"columns": ["a", "b\tc"]}, r"'b\\tc'"),
        ({"columns": ["a", "b\nc"]}, "cannot stand"),
        ({"columns": ["a", " b"]}, "cannot stand"),
        ({"columns": ["a", ""]}, "cannot stand"),
        ({"name": "x=1"}, "clash"),
        ({"name": "a\nendheader"}, "clash"),
    ],
)
def test_what_is_no_table_is_not_written(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(ImpossibleData, match=said):
        write_table(tmp_path / "a.sto", **{**GOOD, **change}, in_degrees=False)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile):
        write_table(tmp_path / "nowhere" / "a.sto", **GOOD, in_degrees=False)


@pytest.mark.parametrize("comment", ["rate=5", "two\nlines", "endheader"])
def test_a_comment_that_would_break_the_header_is_refused(tmp_path: Path, comment: str) -> None:
    with pytest.raises(ImpossibleData, match="cannot stand in a header"):
        write_table(tmp_path / "a.sto", "a", [0.0], ["b"], [[1.0]], in_degrees=False, comment=comment)
    assert not (tmp_path / "a.sto").exists()
