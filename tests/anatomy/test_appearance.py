import pytest

from trochanter.anatomy.appearance import quantities, quantity_named
from trochanter.anatomy.rows import rows
from trochanter.core.errors import UnknownName


def test_every_quantity_has_causes_and_every_cause_a_quantity_and_a_basis() -> None:
    named = {row["quantity"] for row in rows("appearance_errors")}
    assert named == set(quantities())
    for row in rows("appearance_errors"):
        assert float(row["value"]) > 0.0
        assert row["unit"] == quantities()[row["quantity"]].unit
        assert row["shared"] in ("yes", "no")
        assert row["model"] in ("", "heavy", "full")
        assert row["status"] in ("assumption", "computed", "DERIVED", "READ (abstract)")
        assert bool(row["citation"]) or row["status"] == "assumption"


def test_every_quantity_has_an_error_with_either_model_and_against_the_next_film() -> None:
    for each in quantities().values():
        for model in ("heavy", "full"):
            assert each.sigma(model) >= each.own_sigma(model) > 0.0, each.name
        assert each.step > 0.0
        assert each.words
        assert each.positive


def test_the_smaller_model_never_has_the_smaller_error() -> None:
    assert all(each.sigma("full") >= each.sigma("heavy") for each in quantities().values())


def test_nothing_is_told_that_one_camera_cannot_show() -> None:
    words = " ".join(f"{each.name} {each.words}" for each in quantities().values()).lower()
    assert not [word for word in ("rotation", "pelvi", "pronat", "force", "version", "valgus") if word in words]


def test_a_wrong_name_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="cadence"):
        quantity_named("cadense")
