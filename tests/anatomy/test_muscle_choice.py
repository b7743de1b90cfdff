"""Words for muscles: a line, a line of both sides, a muscle, a group."""

import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.muscle_choice import choosable, choose_lines, mirrored_word
from trochanter.core.errors import UnknownName

NAMES = hip_model().muscles.names


def lines(word: str) -> list[str]:
    """Names of the lines that a word means in the hip model."""
    return [NAMES[i] for i in choose_lines(word, NAMES)]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("gem_sup_r", ["gem_sup_r"]),
        ("gem_sup", ["gem_sup_r", "gem_sup_l"]),
        ("obturator_internus", ["obtint_sup_r", "obtint_inf_r", "obtint_sup_l", "obtint_inf_l"]),
        ("obturator_internus_l", ["obtint_sup_l", "obtint_inf_l"]),
        ("Obturator internus", ["obtint_sup_r", "obtint_inf_r", "obtint_sup_l", "obtint_inf_l"]),
        ("obturator-internus_right", ["obtint_sup_r", "obtint_inf_r"]),
        ("ADDMAGDIST_R", ["addmagDist_r"]),
    ],
)
def test_a_word_means_its_lines(word: str, found: list[str]) -> None:
    assert lines(word) == found


def test_a_group_holds_all_its_muscles_on_the_sides_asked_for() -> None:
    assert len(lines("deep")) == 18
    assert lines("deep_r") == [name for name in lines("deep") if name.endswith("_r")]
    assert set(lines("piriformis")) < set(lines("deep"))
    assert len({i for group in ("deep", "gluteal", "adductor", "flexor", "hamstring", "other")
                for i in choose_lines(group, NAMES)}) == len(NAMES)  # fmt: skip


def test_names_of_another_family_mean_the_same_muscle() -> None:
    assert choose_lines("piriformis", ("peri_r", "gem_r")) == (0,)
    assert choose_lines("/forceset/peri_r", ("/forceset/peri_r",)) == (0,)


def test_an_unknown_muscle_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="obturator_internus") as error:
        choose_lines("obturator_intrenus", NAMES, "my model")
    assert str(error.value).startswith("my model: there is no muscle or group 'obturator_intrenus'")
    with pytest.raises(UnknownName, match="'adductor'"):
        choose_lines("zzz", NAMES)


def test_everything_that_can_be_chosen_is_found_and_has_a_mirror() -> None:
    for word in choosable(NAMES):
        assert lines(word)
        right, left = lines(f"{word}_r"), lines(mirrored_word(f"{word}_r"))
        assert [name[:-2] for name in right] == [name[:-2] for name in left]
        assert {name[-2:] for name in right} == {"_r"}
        assert {name[-2:] for name in left} == {"_l"}
