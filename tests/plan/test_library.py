import tomllib
from collections.abc import Callable, MutableMapping
from importlib.resources import files
from typing import Any

import pytest

from trochanter.core.errors import ImpossibleData, TrochanterError, UnknownName
from trochanter.plan.exercise import Exercise
from trochanter.plan.exercise_file import exercise_of
from trochanter.plan.library import easier_than, exercise_named, exercises, harder_than, joined

Change = Callable[[dict[str, Any]], object]


def content(name: str = "clamshell_band") -> dict[str, Any]:
    file = files("trochanter.plan").joinpath("data", "exercises", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def made(name: str, easier: list[str], harder: list[str]) -> Exercise:
    return exercise_of(name, {**content(), "easier": easier, "harder": harder})


def test_a_name_that_does_not_exist_brings_the_nearest() -> None:
    with pytest.raises(UnknownName, match="clamshell_band"):
        exercise_named("clamshell_bend")


def test_the_library_is_read_once_and_cannot_be_changed() -> None:
    assert exercises() is exercises()
    assert not isinstance(exercises(), MutableMapping)


def test_steps_from_the_first_to_the_last_the_nearest_first() -> None:
    assert harder_than("clamshell_free")[0] == "clamshell_band"
    assert "side_steps_ankles" in harder_than("clamshell_free")
    assert easier_than("pivot")[:2] == ("pivot_wall", "knee_opens_drive")
    assert easier_than("clamshell_free") == ()


def test_one_of_two_files_is_enough_to_join_them() -> None:
    both = joined({"a": made("a", [], []), "b": made("b", ["a"], ["c"]), "c": made("c", [], [])})
    assert (both["a"].harder, both["b"].easier, both["b"].harder, both["c"].easier) == (("b",), ("a",), ("c",), ("b",))


def test_a_circle_is_refused() -> None:
    with pytest.raises(ImpossibleData, match="harder than itself"):
        joined({"a": made("a", ["c"], []), "b": made("b", ["a"], []), "c": made("c", ["b"], [])})


def test_a_neighbour_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownName, match="exercise 'a'"):
        joined({"a": made("a", ["nobody"], [])})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda row: row.pop("good"), "good"),
        (lambda row: row.update(reps=3), "reps"),
        (lambda row: row.update(type="stretching"), "type"),
        (lambda row: row.update(stages=["release"]), "stages"),
        (lambda row: row.update(aims=["obturator"]), "aims"),
        (lambda row: row.update(not_with=["pain"]), "not_with"),
        (lambda row: row.update(equipment=["barbell"]), "equipment"),
        (lambda row: row.update(sources=["someone"]), "sources"),
        (lambda row: row["posture_deg"].update(hip_abduction=3), "posture_deg"),
        (lambda row: row["moves"].update(hip_flexion=[10, 50]), "hip_flexion moves from 10 and is 45"),
        (lambda row: row["activity"].update(positions=["lying"]), "positions"),
        (lambda row: row["load"].update(kind="elastic"), "load.kind"),
        (lambda row: row["load"].update(at="shin"), "load.at"),
        (lambda row: row["load"].update(band="red"), "load.band"),
        (lambda row: row["dose"][0].update(basis="experience"), "dose.basis"),
        (lambda row: row["dose"][0].update(source="someone"), "dose.source"),
        (lambda row: row["picture"].update(arms="crossed"), "picture.arms"),
        (lambda row: row["picture"].update(things=["sofa"]), "picture.things"),
    ],
)
def test_a_file_at_fault_is_refused_by_its_name(change: Change, says: str) -> None:
    row = content()
    change(row)
    with pytest.raises(TrochanterError, match=says) as refused:
        exercise_of("new_one", row)
    assert "new_one" in str(refused.value)


def test_a_band_brings_its_pull_from_the_table() -> None:
    assert exercise_named("clamshell_band").load.stiffness_N_m == (70.0, 110.0)
    assert exercise_named("push_out_belt").load.stiffness_N_m is None
