"""Errors say what, where, what would be valid and what to do next."""

import pytest

from trochanter.core import errors
from trochanter.core.errors import TrochanterError


def test_a_message_has_its_parts_in_order() -> None:
    error = TrochanterError("time goes backwards", where="a.mot row 7", valid="rising time", next_step="sort the rows")
    assert str(error) == "a.mot row 7: time goes backwards\nValid: rising time\nNext: sort the rows"
    assert (error.what, error.where) == ("time goes backwards", "a.mot row 7")


def test_parts_that_are_not_known_are_left_out() -> None:
    assert str(TrochanterError("it is empty")) == "it is empty"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (errors.UnknownFormat("x.dat", ["sto", "mot"]), ["x.dat: ", "'mot', 'sto'", "Next: "]),
        (
            errors.UnsupportedElement("m.osim", "WrapTorus 'w'", "glmax1_r", ["WrapSphere"]),
            ["m.osim: 'glmax1_r' uses WrapTorus 'w'", "Valid: 'WrapSphere'", "Next: "],
        ),
        (errors.BadSetting("--power", 7, "2 or 3"), ["--power cannot be 7", "Valid: 2 or 3", "Next: "]),
        (
            errors.MissingExtra("opensim", "oracle", "the comparison"),
            ["the comparison needs the package 'opensim'", "pip install 'trochanter[oracle]'"],
        ),
    ],
)
def test_each_error_builds_its_own_message(error: TrochanterError, says: list[str]) -> None:
    for part in says:
        assert part in str(error)


def test_an_unknown_name_suggests_the_nearest() -> None:
    error = errors.UnknownName("coordinate", "hip_flexon_r", ["hip_flexion_r", "knee_angle_r"])
    assert error.next_step == "did you mean 'hip_flexion_r'?"
    assert errors.UnknownName("coordinate", "zzz", ["hip_flexion_r"]).next_step == "use one of the names above"


def test_long_lists_are_shortened() -> None:
    assert errors.one_of(map(str, range(30)), most=2) == "'0', '1' and 28 more"
