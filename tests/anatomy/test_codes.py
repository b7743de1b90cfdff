"""Codes for exchange: all 18 rotations, nothing from LOINC that nobody verified, a confirmation for each concept."""

import tomllib
from importlib.resources import files
from itertools import product
from typing import Any

import pytest

from trochanter.anatomy.codes import code_systems, concepts, loinc_of, rotation_codes, term, terms
from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.kinematics.rotation_range import DIRECTIONS, MODES, POSITIONS


def table() -> dict[str, Any]:
    return tomllib.loads(files("trochanter.anatomy").joinpath("data", "codes.toml").read_text("utf-8"))


def test_every_axis_mode_and_posture_has_a_code_of_its_own() -> None:
    kinds = set(product(DIRECTIONS, (*MODES, "functional"), POSITIONS))
    assert set(rotation_codes()) == kinds
    assert len({each.own.code for each in rotation_codes().values()}) == len(kinds) == 18
    assert len({each.own.display for each in rotation_codes().values()}) == 18


def test_a_loinc_code_needs_who_verified_it_and_when() -> None:
    row = {"code": "internal-active-seated", "loinc": "", "verified_on": "", "verified_by": ""}
    assert loinc_of(row) is None
    with pytest.raises(ImpossibleData, match="verified by nobody"):
        loinc_of(row | {"loinc": "1-8", "verified_on": "2026-11-22"})
    found = loinc_of(row | {"loinc": "1-8", "verified_on": "2026-11-22", "verified_by": "somebody"})
    assert found is not None
    assert (found.system, found.code) == ("http://loinc.org", "1-8")


def test_concepts_of_others_say_where_they_were_confirmed() -> None:
    assert all(row["confirmed"] for row in table()["concept"].values())
    assert all(each.code.isdigit() for each in concepts().values())
    for position in POSITIONS:
        assert position in concepts()


@pytest.mark.parametrize("code", [each.code for each in concepts().values()])
def test_codes_of_snomed_have_a_valid_check_digit(code: str) -> None:
    """The last digit of an identifier of SNOMED CT follows from the others (Verhoeff's dihedral check)."""
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = _times(check, _turned(place % 8, int(digit)))
    assert check == 0


def _turned(times: int, digit: int) -> int:
    for _ in range(times):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def _times(one: int, other: int) -> int:
    """The product in the group of symmetries of a pentagon: 0 to 4 turn it, 5 to 9 turn it over."""
    if one < 5:
        return (one + other) % 5 + (5 if other >= 5 else 0)
    return (one - other) % 5 + (0 if other >= 5 else 5)


def test_terms_are_told_apart_and_unknown_ones_refused() -> None:
    assert len({each.code for each in terms().values()}) == len(terms())
    assert len({each.url for each in code_systems().values()}) == 5
    with pytest.raises(UnknownName, match="standard_error"):
        term("standard_eror")
