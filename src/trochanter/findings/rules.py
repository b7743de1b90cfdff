"""What answers lead to: tiers and rules, rows of ``data/rules.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from trochanter.findings.answers import counts
from trochanter.findings.sentences import table


class Tier(StrEnum):
    """How urgent: A now, B today, C within two weeks, D go on with limits."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def stops_all(self) -> bool:
        """Whether nothing goes on before a recorded clearance."""
        return self in (Tier.A, Tier.B)


@dataclass(frozen=True, slots=True)
class TierRow:
    """A tier in words: name, headline, whom to see, how soon, what goes on; and what it stops."""

    name: str
    headline: str
    who: str
    how_soon: str
    rest: str
    stops: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it holds, why it matters, whom to see, what to say, what it stops and leaves out.

    stops, excludes: words of ``limits``, those of the tier among them; needs_clearance: whether only a recorded
    clearance opens what it stops; skipped_counts: whether a skipped question counts as 'not sure'.
    """

    code: str
    tier: Tier
    every: tuple[str, ...]
    some: tuple[str, ...]
    unless: tuple[str, ...]
    skipped_counts: bool
    needs_clearance: bool
    private: bool
    why: str
    who: str
    say: str
    stops: frozenset[str]
    excludes: frozenset[str]
    source: str
    evidence: str
    reviewed_by: str
    reviewed_on: str

    def reasons(self, replies: Mapping[str, str]) -> tuple[str, ...]:
        """The names that make the rule hold, () where it does not; ``unless`` is for who asks all rules."""
        every, some = (tuple(n for n in names if self._counts(n, replies)) for names in (self.every, self.some))
        return every + some if len(every) == len(self.every) and (some or not self.some) else ()

    def _counts(self, name: str, replies: Mapping[str, str]) -> bool:
        return counts(name, replies, skipped=self.skipped_counts)


@cache
def tiers() -> dict[Tier, TierRow]:
    """What each tier means."""
    return {
        Tier(row["key"]): TierRow(
            row["name"], row["headline"], row["who"], row["how_soon"], row["rest"], frozenset(row["stops"])
        )
        for row in table("rules")["tier"]
    }


@cache
def rules() -> dict[str, Rule]:
    """Rules by code, the most urgent first."""
    return {row["code"]: _rule(row) for row in table("rules")["rule"]}


def holding(replies: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Codes of the rules that hold, the most urgent first, each with the names that make it hold."""
    found: dict[str, tuple[str, ...]] = {}
    for code, rule in rules().items():
        reasons = () if any(other in found for other in rule.unless) else rule.reasons(replies)
        if reasons:
            found[code] = reasons
    return found


def _rule(row: dict[str, Any]) -> Rule:
    tier = Tier(row["tier"])
    return Rule(
        code=row["code"],
        tier=tier,
        every=tuple(row.get("all", ())),
        some=tuple(row.get("any", ())),
        unless=tuple(row.get("unless", ())),
        skipped_counts=tier.stops_all or row.get("skipped", False),
        needs_clearance=tier.stops_all or row.get("clearance", False),
        private=row.get("private", False),
        why=row["why"],
        who=row.get("who", tiers()[tier].who),
        say=row["say"],
        stops=tiers()[tier].stops | frozenset(row.get("stops", ())),
        excludes=frozenset(row.get("excludes", ())),
        source=row["source"],
        evidence=row["evidence"],
        reviewed_by=row["reviewed_by"],
        reviewed_on=row["reviewed_on"],
    )
