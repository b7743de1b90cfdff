"""Claims for people and programs: what is claimed, what the literature says, what was computed, why the two differ."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Any

from trochanter.anatomy.claims import (
    Claim,
    ClaimSource,
    Contradiction,
    Evidence,
    Literature,
    claim,
    claim_evidence,
    claim_sources,
    contradictions,
    differences,
)
from trochanter.mechanics.claims.check import BASES, Check, checks
from trochanter.mechanics.claims.finding import MEANING, Finding, Number, Verdict
from trochanter.mechanics.claims.material import Material, standard_material
from trochanter.mechanics.phases import Ranged
from trochanter.reporting.numbers import ranged, rounded
from trochanter.reporting.sentences import listed, say

SCHEMA = "trochanter.claim/1"
_SHARES = {"of 1": "%", "of its pull": "% of its pull", "of hip to knee": "% of the way from hip to knee"}
# What a computed verdict may be where the literature has judged, without contradicting it.
IN_LINE = {
    Literature.AGREES: {Verdict.SUPPORTED},
    Literature.PARTLY: {Verdict.POSTURE_DEPENDENT, Verdict.CONTESTED},
    Literature.CONFLICTS: {Verdict.CONTRADICTED},
    Literature.UNSUPPORTED: {Verdict.CONTESTED},
    Literature.AMBIGUOUS: {Verdict.POSTURE_DEPENDENT, Verdict.CONTESTED},
}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with all that is known of it; check and finding are None where nothing is computed for it."""

    claim: Claim
    source: ClaimSource
    evidence: tuple[Evidence, ...]
    contradictions: tuple[Contradiction, ...]
    check: Check | None
    finding: Finding | None

    @property
    def differs(self) -> bool:
        """Whether the computed verdict is another than the literature's."""
        return self.finding is not None and differs(self.claim.literature, self.finding.verdict)

    @property
    def reason(self) -> str:
        """Why the two verdicts differ; '' where they do not."""
        return differences().get(self.claim.number, "") if self.differs else ""


def differs(literature: Literature, verdict: Verdict) -> bool:
    """Whether two verdicts say different things; one that leaves the matter open contradicts nothing."""
    return verdict is not Verdict.CANNOT_BE_TESTED and verdict not in IN_LINE.get(literature, {verdict})


def tell_claim(number: int | str, material: Material | None = None) -> Told:
    """All about one claim; computes its check, on ``material`` if given. Raises BadSetting for an unknown claim."""
    found = claim(number)
    check = next((each for each in checks() if each.claim == found.number and not found.part), None)
    studies = claim_evidence()
    return Told(
        claim=found,
        source=claim_sources()[found.source],
        evidence=tuple(studies[key] for key in found.evidence),
        contradictions=tuple(each for each in contradictions() if each.number in found.contradictions),
        check=check,
        finding=None if check is None else _computed(check, material),
    )


def _computed(check: Check, material: Material | None) -> Finding:
    return _standard(check.claim) if material is None else check.run(material)


@cache
def _standard(number: int) -> Finding:
    return next(check for check in checks() if check.claim == number).run(standard_material())


def number_words(number: Number) -> str:
    """A number with its range, rounded to what people can use; shares in per cent.

    >>> number_words(Number("arm", 29.47, 24.87, 35.67, "mm")).replace(chr(160), " ")
    '29 (25 to 36) mm'
    >>> number_words(Number("lines", 18.0, float("nan"), float("nan"), ""))
    '18'
    """
    scale, unit = (100.0, _SHARES[number.unit]) if number.unit in _SHARES else (1.0, number.unit)
    value, low, high = (scale * v for v in (number.value, number.low, number.high))
    step = _step(number.unit, max(abs(v) for v in (value, low, high) if isfinite(v)))
    text = ranged(Ranged(value, low, high), step) if isfinite(low) and isfinite(high) else rounded(value, step)
    return f"{text} {unit}".strip()


def _step(unit: str, largest: float) -> float:
    whole = unit in ("N", "") or unit.startswith("of ") or largest >= 10.0
    return 1.0 if whole else 0.1


def claim_text(number: int | str, material: Material | None = None) -> str:
    """One claim as text for a terminal; raises BadSetting for an unknown claim."""
    told = tell_claim(number, material)
    return "\n\n".join(["\n".join(_claimed(told)), *_judged(told), say("claim.limits")])


def _claimed(told: Told) -> Iterable[str]:
    source = told.source
    yield say("claim.head", name=told.claim.name)
    if told.claim.part:
        yield f"  {say('claim.part_of', text=claim(told.claim.number).text)}"
    yield f"  {told.claim.text}"
    yield say("claim.made_by", title=source.title, kind=source.kind, author=source.author, weight=source.weight)


def _judged(told: Told) -> Iterable[str]:
    yield "\n".join([literature_words(told.claim), *(f"  {study_words(each)}" for each in told.evidence)])
    yield "\n".join(_computed_words(told))
    for each in told.contradictions:
        yield say("claim.contradiction", issue=each.issue, consequence=each.consequence)


def literature_words(one: Claim) -> str:
    """What the literature says of a claim."""
    key = "claim.literature_note" if one.note else "claim.literature"
    return say(key, verdict=one.literature.words, note=one.note)


def study_words(study: Evidence) -> str:
    """A study: citation with its DOI, what it found, how much of it was read."""
    doi = f", doi {study.doi}" if study.doi else ""
    return say("claim.study", citation=f"{study.citation}{doi}", finding=study.finding, read=study.read)


def _computed_words(told: Told) -> Iterable[str]:
    check, finding = told.check, told.finding
    if check is None or finding is None:
        yield say("claim.not_computed")
        return
    verdict = finding.verdict
    yield f"{say('claim.computed', verdict=verdict)} {say('claim.meaning', meaning=MEANING[verdict])}"
    yield say("claim.asked", asks=check.asks)
    yield f"  {finding.words}"
    yield from (f"  {number.name}: {number_words(number)}" for number in finding.numbers)
    yield from footing(check)
    if told.differs:
        yield say("claim.differs", reason=told.reason)


def footing(check: Check) -> Iterable[str]:
    """What a check rests on, and whether its agreement proves anything."""
    if check.bases:
        yield say("claim.rests", bases=listed([BASES[base] for base in check.bases]))
    if check.by_construction:
        yield say("claim.by_construction")


def claim_json(number: int | str, material: Material | None = None) -> str:
    """One claim as JSON; numbers with unit and range, null where there is none. Raises BadSetting as above."""
    return json.dumps(claim_object(tell_claim(number, material)), allow_nan=False, ensure_ascii=False)


def claim_object(told: Told) -> dict[str, Any]:
    """A claim as plain values."""
    one, source = told.claim, told.source
    return {
        "schema": SCHEMA,
        "claim": one.name,
        "text": one.text,
        "source": {"kind": source.kind, "author": source.author, "title": source.title, "weight": source.weight},
        "hooks": list(one.hooks),
        "literature": {
            "verdict": str(one.literature),
            "note": one.note or None,
            "evidence": [
                {"citation": e.citation, "doi": e.doi or None, "read": e.read, "finding": e.finding}
                for e in told.evidence
            ],
        },
        "computed": _computed_object(told),
        "differs": told.differs,
        "reason": told.reason or None,
        "contradictions": [
            {"number": c.number, "issue": c.issue, "consequence": c.consequence} for c in told.contradictions
        ],
    }


def _computed_object(told: Told) -> dict[str, Any] | None:
    if told.check is None or told.finding is None:
        return None
    return {
        "verdict": str(told.finding.verdict),
        "asks": told.check.asks,
        "bases": list(told.check.bases),
        "by_construction": told.check.by_construction,
        "words": told.finding.words,
        "numbers": [
            {"name": n.name, "value": _known(n.value), "low": _known(n.low), "high": _known(n.high), "unit": n.unit}
            for n in told.finding.numbers
        ],
    }


def _known(value: float) -> float | None:
    return float(f"{value:.6g}") if isfinite(value) else None
