"""What is said before the numbers: grave doubts, and apart from them what had to be assumed or left out."""

from dataclasses import replace

import pytest

from tests.reporting.made_account import made_account
from trochanter.core.quality import Notice
from trochanter.core.severity import GRAVE, WEIGHTY
from trochanter.mechanics.summary import Summary, summarise
from trochanter.reporting.doubtful_input import ASSUMED, assumed, grave
from trochanter.reporting.notes import notes


def told(*codes: str) -> Summary:
    account = made_account(2)
    more = tuple(Notice(code, f"what is wrong is {code}") for code in codes)
    return summarise(replace(account, notices=(*account.notices, *more)))


def test_what_is_assumed_is_no_grave_doubt() -> None:
    assert not set(ASSUMED) & set(GRAVE)
    assert set(ASSUMED) <= set(WEIGHTY)


@pytest.mark.parametrize("code", ASSUMED)
def test_what_is_assumed_stands_before_the_numbers(code: str) -> None:
    summary = told(code, code)
    assert [notice.code for notice in assumed(summary)] == [code]
    assert code not in {notice.code for notice in grave(summary)}
    (note,) = [note for note in notes(summary) if note.title == "What had to be assumed or left out."]
    assert note.text == f"What is wrong is {code}."


def test_where_nothing_is_assumed_nothing_is_said() -> None:
    assert not [note for note in notes(told()) if note.title.startswith("What had to be assumed")]
