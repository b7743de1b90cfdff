"""Claims for people and for programs."""

import json

import pytest

from trochanter.anatomy.claims import Claim, Literature, claims
from trochanter.core.errors import BadSetting
from trochanter.mechanics.claims.check import checks
from trochanter.mechanics.claims.finding import Number, Verdict
from trochanter.reporting.claims import claim_json, claim_text, differs, number_words, tell_claim

NAN = float("nan")
COMPUTED = {check.claim for check in checks()}


def test_text_holds_both_verdicts_the_reason_and_the_limits() -> None:
    text = claim_text(103)
    for words in ("agrees with the literature", "Computed here: contested", "Why the two verdicts differ", "Delp"):
        assert words in text
    assert "mm" in text
    assert text.endswith("Neither advice nor a finding about anybody.")


def test_a_claim_without_a_check_says_so() -> None:
    assert "Computed here: nothing" in claim_text(3)
    assert "as signs of trouble" in claim_text("19a")


@pytest.mark.parametrize("each", [c for c in claims() if c.number not in COMPUTED], ids=lambda c: c.name)
def test_every_claim_of_literature_alone_can_be_told(each: Claim) -> None:
    name = each.name
    assert json.loads(claim_json(name))["computed"] is None
    assert f"Claim {name}," in claim_text(name)


def test_json_is_complete() -> None:
    content = json.loads(claim_json(134))
    assert content["schema"] == "trochanter.claim/1"
    assert content["computed"]["verdict"] in [str(verdict) for verdict in Verdict]
    assert {number["unit"] for number in content["computed"]["numbers"]} == {"mm"}
    assert content["literature"]["verdict"] in [str(verdict) for verdict in Literature]
    assert [each["number"] for each in content["contradictions"]] == [3, 4, 5, 7]


def test_what_counts_as_a_difference() -> None:
    assert differs(Literature.AGREES, Verdict.CONTESTED)
    assert not differs(Literature.AGREES, Verdict.SUPPORTED)
    assert not differs(Literature.AGREES, Verdict.CANNOT_BE_TESTED)
    assert not differs(Literature.UNJUDGED, Verdict.CONTRADICTED)
    assert tell_claim(103).reason
    assert not tell_claim(93).reason


def test_numbers_are_rounded_to_what_people_can_use() -> None:
    plain = {
        Number("a", 0.574, 0.41, 0.69, "of its pull"): "57 (41 to 69) % of its pull",
        Number("a", -0.92, -1.96, 0.09, "mm longer"): "−0.9 (−2.0 to 0.1) mm longer",
        Number("a", 3.0, NAN, NAN, ""): "3",
    }
    assert [number_words(n).replace("\u00a0", " ") for n in plain] == list(plain.values())


def test_an_unknown_claim_is_refused() -> None:
    with pytest.raises(BadSetting, match="from 1 to 172"):
        claim_text(173)
