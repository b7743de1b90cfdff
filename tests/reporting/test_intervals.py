"""The section on intervals: there when they were drawn, never a force without its interval, no word too many."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.exchange.test_uncertainty_result import sampled
from tests.mechanics.test_monte_carlo import account
from tests.reporting.reading import parsed, plain
from tests.reporting.test_sentences import NEVER
from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.sampled_demand import at_frames
from trochanter.mechanics.summary import summarise
from trochanter.reporting.build import render
from trochanter.reporting.uncertainty import dominated, intervals_part

SECTION = "//section[@aria-labelledby='h-intervals']"


@cache
def page() -> str:
    return render(sampled())


@cache
def section_words() -> str:
    (section,) = parsed(page()).xpath(SECTION)
    return " ".join(str(section.text_content()).replace("\u00a0", " ").replace("\u2212", "-").split())


def test_there_is_no_section_without_intervals() -> None:
    assert parsed(render(account())).xpath(SECTION) == []
    assert intervals_part(summarise(account())) is None


def test_the_section_answers_first_and_tells_interval_from_envelope() -> None:
    words = section_words()
    number = r"\d\.\d \(\d\.\d to \d\.\d\) N/kg"
    answer = rf"obturator internus pulls at most {number} on the right and {number} on the left"
    assert re.search(answer, words)
    assert words.index("obturator internus pulls") < words.index("nobody measured in this person")
    assert "This is an interval" in words
    assert "is an envelope" in words
    assert "for steadying, cannot be excluded" in words
    assert "hangs most on" in words
    assert "60 samples, one stride a side" in words


def test_a_record_without_strides_and_with_one_set_is_told_as_what_it_is() -> None:
    cut = replace(at_frames(account().motion, np.arange(100, 160)), strides=())
    partial = explain(cut, settings=Settings(slacks=(), strength_cases=(), sets=("young",), samples=20))
    (section,) = parsed(render(partial)).xpath(SECTION)
    words = str(section.text_content())
    assert "the record as it is" in words
    assert "one stride a side" not in words
    assert "envelope" not in words
    assert "the set of muscle sizes" not in words


def test_no_force_or_share_stands_without_its_interval() -> None:
    cells = parsed(page()).xpath(f"{SECTION}//table//td[@data-l]")
    assert len(cells) == len(DEEP_SIX) * 2 * 3
    numbers = [cell.text_content().replace("\u00a0", " ").strip() for k, cell in enumerate(cells) if k % 3 < 2]
    for text in numbers:
        found = re.fullmatch(r"(\d+(?:\.\d)?) \((\d+(?:\.\d)?) to (\d+(?:\.\d)?)\)|0(?:\.0)?", text)
        assert found, text


def test_the_figure_holds_all_six_and_its_numbers_can_be_copied() -> None:
    part = intervals_part(summarise(sampled()))
    assert part is not None
    (figure,) = part.figures
    header = figure.csv.replace("\u00a0", " ").splitlines()[0].split(",")
    assert len(header) == 1 + len(DEEP_SIX) * 2 * 5
    assert sum(column.endswith("95 % high N/kg") for column in header) == len(DEEP_SIX) * 2
    assert figure.wide.count("ivR") == figure.wide.count("ivL") == len(DEEP_SIX)


def test_what_dominates_is_named_once_for_each_muscle() -> None:
    uncertainty = sampled().uncertainty
    assert uncertainty is not None
    groups = dominated(summarise(sampled()), uncertainty)
    assert sorted(muscle for muscles in groups.values() for muscle in muscles) == sorted(DEEP_SIX)


@pytest.mark.parametrize("pattern", NEVER)
def test_no_word_too_many(pattern: str) -> None:
    assert re.search(pattern, plain(page()), re.IGNORECASE) is None
