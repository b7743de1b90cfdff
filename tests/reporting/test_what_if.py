"""The words and tables of a what-if: calm, with ranges, and silent where nothing can be concluded."""

import re
from dataclasses import replace
from functools import cache

import pytest

from tests.mechanics.test_explain import demo_account
from tests.mechanics.test_what_if import base
from tests.reporting.reading import plain
from tests.reporting.test_sentences import NEVER
from trochanter.core.sides import Side
from trochanter.mechanics.sampled_what_if import sampled_what_if
from trochanter.mechanics.scenario import Scenario
from trochanter.mechanics.what_if import WhatIf, what_if
from trochanter.reporting.what_if import render_what_if
from trochanter.reporting.what_if_samples import sample_grids, sample_words
from trochanter.reporting.what_if_tables import force_grid, socket_grid
from trochanter.reporting.what_if_text import what_if_text
from trochanter.reporting.what_if_words import DASH, answer_words, changed, scenario_words, sure_words, with_range

SCENARIOS = {
    "half": Scenario(strength={"obturator_internus": 0.5}),
    "gone": Scenario(removed=("deep",)),
    "saturated": Scenario(strength={"gluteus_medius": 0.3, "gluteus_minimus": 0.3}),
    "bones": Scenario(pelvic_tilt_rad=0.1, anteversion_rad=-0.1),
    "nothing moves": Scenario(strength={"obturator_internus_r": 0.999}),
    "nothing told": Scenario(strength={"gluteal": 0.05, "adductor": 0.05, "hamstring": 0.05, "flexor": 0.05}),
}


@cache
def found(name: str) -> WhatIf:
    return what_if(demo_account(), SCENARIOS[name], base=base())


@cache
def page_words(name: str) -> str:
    return plain(render_what_if(found(name)))


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("pattern", NEVER)
def test_no_page_says_what_may_not_be_said(name: str, pattern: str) -> None:
    words = page_words(name)
    said = re.search(pattern, words, re.IGNORECASE)
    assert said is None, words[max(0, said.start() - 60) : said.end() + 60]


def test_the_answer_names_the_muscle_the_others_and_the_joint_force() -> None:
    words = " ".join(answer_words(found("half"))).replace("\u00a0", " ")
    assert re.search(r"obturator internus pulls \d+ N less \(\d+ to \d+\) on average", words)
    assert "The others that change most: " in words
    assert "The force on the hip joint there changes by" in words


def test_nothing_is_concluded_where_reserves_carry_the_movement() -> None:
    told = found("saturated")
    left = told.hip(Side.LEFT)
    column = left.column("midstance")
    for grid in (force_grid(left), socket_grid(left)):
        cells = [row[1 + column] for row in grid.rows if not row[0].startswith("Largest reserve")]
        assert set(cells) == {DASH}
    words = " ".join(sure_words(told)).replace("\u00a0", " ")
    assert re.search(r"No conclusion .*in mid stance on the left.*more than the 10 %", words)
    assert "in mid stance on the left" not in " ".join(answer_words(told)).lower()


def test_where_no_phase_is_told_the_page_says_only_that() -> None:
    told = found("nothing told")
    (words,) = answer_words(told)
    assert words.startswith("Nothing can be concluded")
    page = plain(render_what_if(told))
    assert "No bars for the right hip" in page
    assert what_if_text(told)


def test_a_change_too_small_to_tell_is_called_so() -> None:
    assert answer_words(found("nothing moves")) == (
        "No muscle's mean force changes by as much as 1 N in any phase that can be told.".replace("1 N", "1 N"),
    )


def test_every_force_stands_with_its_range() -> None:
    for row in force_grid(found("gone").hip(Side.RIGHT)).rows:
        for cell in row[1:]:
            assert re.fullmatch(r"0|[+−]\d+|(?:0|[+−]\d+)\u00a0\((?:0|[+−]\d+)\u00a0to\u00a0(?:0|[+−]\d+)\)", cell), (
                cell
            )


def test_random_variations_have_their_own_table_and_sentence() -> None:
    sampled = sampled_what_if(demo_account(), SCENARIOS["half"], samples=20)
    words = plain(render_what_if(found("half"), sampled))
    assert "Over 20 random variations of the model, 95" in words
    assert "How far does the answer depend on what is uncertain?" in words
    right = sample_grids(found("half"), sampled)[0]
    assert right.rows[0][0] == "Joint force, body weights"
    assert next(row for row in right.rows if row[0].startswith("Obturator internus"))[3].startswith("0")
    assert not [pattern for pattern in NEVER if re.search(pattern, words, re.IGNORECASE)]


def test_random_variations_of_a_hip_that_is_not_told_are_not_told_either() -> None:
    told = found("saturated")
    sampled = sampled_what_if(demo_account(), SCENARIOS["saturated"], samples=20)
    assert sample_grids(told, sampled) == ()
    assert all("not told" in words for words in sample_words(told, sampled))


def test_the_scenario_in_words() -> None:
    scenario = Scenario(
        strength={"gluteus_medius": 0.5, "gluteus_minimus": 0.5},
        stiffness={"hamstring_l": 2.0},
        shortened={"psoas": 0.1},
        removed=("deep_r", "tfl"),
        floor={"gluteal": 0.05},
        pelvic_tilt_rad=-0.1,
        anteversion_rad=0.2,
    )
    words = [text.replace("\u00a0", " ") for text in scenario_words(scenario)]
    assert words == [
        "gluteus medius and gluteus minimus pulled with 0.5 times the usual strength",
        "the hamstrings on the left pulled 2 times as much when stretched without being active",
        "the tendons of psoas were shorter by 0.1 of a fibre's best length",
        "the deep rotators on the right and tfl gave no force at all",
        "the gluteal muscles worked with at least 5 % all the time",
        "the pelvis was tilted 5.7 degrees further back",
        "the necks of both thigh bones pointed 11.5 degrees further forward",
    ]


def test_a_record_without_strides_or_phases_is_told_as_a_whole() -> None:
    account = demo_account()
    whole = replace(account, motion=replace(account.motion, strides=()))
    told = what_if(whole, SCENARIOS["gone"])
    assert told.hips[0].columns == ("whole", "told", "peak")
    assert " ".join(answer_words(told)).startswith("Over the record on the ")
    assert "over the record" in plain(render_what_if(told)).lower()


def test_phases_of_a_record_say_when_they_are() -> None:
    account = demo_account()
    part = replace(account, motion=replace(account.motion, strides=account.motion.strides[1:2]))
    told = what_if(part, SCENARIOS["half"])
    head = force_grid(told.hip(Side.RIGHT)).head
    assert head[1].startswith("Swing (from ") or head[1].startswith("Landing (from ")
    assert "on the right" in " ".join(answer_words(told)) or "on the left" in " ".join(answer_words(told))


def test_changes_carry_their_sign() -> None:
    assert [changed(v, 1.0) for v in (2.4, -2.4, 0.2, -0.2)] == ["+2", "−2", "0", "0"]
    assert with_range(1.0, float("nan"), float("nan"), 1.0) == "+1"
    assert with_range(1.0, 0.9, 1.2, 1.0) == "+1"
