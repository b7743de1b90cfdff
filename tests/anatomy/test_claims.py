"""The ledger of claims: complete, every key leads somewhere, told with care."""

import re

import pytest

from trochanter.anatomy.claims import (
    HOOKS,
    LAST_CLAIM,
    LAST_CONTRADICTION,
    Literature,
    claim,
    claim_evidence,
    claim_sources,
    claims,
    contradictions,
    differences,
)
from trochanter.core.errors import BadSetting

NEVER = r"\bweak|\btight|\bbad\b|dysfunction|\bfix(es|ed)?\b|guarantee|you should|worry\b.*you|\bwe\b"


def test_numbers_are_complete_and_claim_19_has_seven_parts() -> None:
    assert [each.number for each in claims() if not each.part] == list(range(1, LAST_CLAIM + 1))
    assert [each.name for each in claims() if each.part] == [f"19{letter}" for letter in "abcdefg"]
    assert [each.number for each in contradictions()] == list(range(1, LAST_CONTRADICTION + 1))


def test_every_key_of_a_claim_leads_somewhere() -> None:
    for each in claims():
        assert each.source in claim_sources(), each.name
        assert each.hooks
        assert set(each.hooks) <= set(HOOKS), each.name
        assert set(each.evidence) <= set(claim_evidence()), each.name
        assert each.text.endswith("."), each.name


def test_claims_and_contradictions_name_each_other() -> None:
    one_way = {(each.number, x) for each in claims() for x in each.contradictions}
    other_way = {(number, each.number) for each in contradictions() for number in each.claims}
    assert one_way == other_way
    for each in contradictions():
        assert set(each.evidence) <= set(claim_evidence())
        assert all((each.evidence, each.issue, each.consequence)), each.number


def test_every_text_and_study_is_used() -> None:
    assert {each.source for each in claims()} == set(claim_sources())
    used = {key for each in claims() for key in each.evidence}
    used |= {key for each in contradictions() for key in each.evidence}
    assert used == set(claim_evidence())


def test_a_claim_that_agrees_or_conflicts_with_literature_says_on_what_grounds() -> None:
    for each in claims():
        if each.literature is Literature.CONFLICTS:
            assert each.evidence or each.note, each.name


@pytest.mark.parametrize("name", ["1", "172", "19", "19G", " 103 "])
def test_claims_are_found_by_name(name: str) -> None:
    assert claim(name).name == name.strip().lower()


@pytest.mark.parametrize("name", ["0", "173", "19h", "x", "", "1.0", "-3"])
def test_an_unknown_claim_says_which_there_are(name: str) -> None:
    with pytest.raises(BadSetting, match="from 1 to 172, or 19a to 19g"):
        claim(name)


def test_words_are_careful() -> None:
    texts = [text for each in claims() for text in (each.text, each.note)]
    texts += [text for each in contradictions() for text in (each.issue, each.consequence)]
    texts += [text for each in claim_evidence().values() for text in (each.finding, each.read)]
    texts += list(differences().values())
    assert [text for text in texts if re.search(NEVER, text, re.IGNORECASE)] == []


def test_no_text_names_a_file_or_an_address() -> None:
    for each in claim_sources().values():
        assert not re.search(r"https?:|www\.|\.txt|[0-9a-f]{8}", f"{each.kind} {each.author} {each.title}")


def test_symptoms_that_need_urgent_care_say_so() -> None:
    for name in ("19a", "19b"):
        assert "urgent care" in claim(name).note
    assert "doctor" in claim("19e").note


def test_a_note_does_not_repeat_the_verdict_before_it() -> None:
    assert [each.name for each in claims() if each.note.startswith(each.literature.words)] == []
