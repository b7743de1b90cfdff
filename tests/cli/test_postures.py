"""Angles as people type them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.cli.postures import angle_of, angles_of, ends_of
from trochanter.core.errors import BadSetting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30", [30.0]),
        ("-12.5", [-12.5]),
        ("−12.5", [-12.5]),
        ("0,30,90", [0.0, 30.0, 90.0]),
        ("0:20", [0.0, 5.0, 10.0, 15.0, 20.0]),
        ("-20:20:20", [-20.0, 0.0, 20.0]),
        ("0:10:4", [0.0, 4.0, 8.0, 10.0]),
        ("0:0.3:0.1", [0.0, 0.1, 0.2, 0.3]),
        (" 0 : 10 : 5 ", [0.0, 5.0, 10.0]),
    ],
)
def test_what_is_understood(text: str, expected: list[float]) -> None:
    assert np.degrees(angles_of("--flexion", text)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "30 degrees", "1:2:3:4", "10:0", "0:0", "0:10:0", "0:10:-1", "nan", "0:nan", "0:inf", "400", "0,0",
     "30,10", "0:180:0.01", "0:", ":", "0,,10", "1e3"],
)  # fmt: skip
def test_what_is_not_is_told_with_what_would_be(text: str) -> None:
    with pytest.raises(BadSetting, match="--rotation cannot be") as told:
        angles_of("--rotation", text)
    assert "0:120:15" in str(told.value)


@given(st.text(alphabet="0123456789.,:-+e nai−", max_size=14))
def test_whatever_is_typed_is_angles_or_a_message(text: str) -> None:
    try:
        found = np.degrees(angles_of("--flexion", text))
    except BadSetting:
        return
    assert np.isfinite(found).all()
    assert (np.abs(found) <= 180.0 + 1e-9).all()
    assert (np.diff(found) > 0.0).all()


def test_ends_and_single_angles() -> None:
    assert np.degrees(ends_of("--flexion", "0:105")) == pytest.approx([0.0, 105.0])
    assert np.degrees(angle_of("--knee", "90")) == pytest.approx(90.0)
    with pytest.raises(BadSetting, match="one angle"):
        angle_of("--knee", "0:90")
