"""What each rule of the findings says: rows of ``data/findings.toml``; when it holds is told in ``noticing``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from trochanter.core.sides import Side
from trochanter.findings.case import Case
from trochanter.findings.sentences import table

STRENGTHS = ("trial", "cohort", "laboratory", "computed", "readings", "guideline", "opinion")
# A rule looks at one kind of thing: how far a hip turns at rest and how it turns in a run never share a rule.
ABOUT = ("rest", "running", "picture", "told")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a rule says. Texts may hold {braces}, which its function fills.

    about: a word of ABOUT; precondition: when it is looked at, in words; says: what it says; evidence: what it rests
    on; strength: a word of STRENGTHS; against, instead, test: what speaks against it, other explanations, what would
    change it; aims, not_aims: words of ``data/aims.toml``; excludes, stops: words of POSITIONS and STOPPABLE that are
    left out beside those of the screen; asks: (clinician, question); waits_with: words of STOPPABLE without which the
    test waits; rank: smaller comes first.
    """

    code: str
    about: str
    precondition: str
    says: str
    evidence: tuple[str, ...]
    strength: str
    against: tuple[str, ...]
    instead: tuple[str, ...]
    test: str
    aims: tuple[str, ...]
    not_aims: tuple[str, ...]
    excludes: frozenset[str]
    stops: frozenset[str]
    asks: tuple[tuple[str, str], ...]
    waits_with: tuple[str, ...]
    rank: float
    private: bool
    sources: tuple[str, ...]
    reviewed_by: str
    reviewed_on: str

    @property
    def reviewed(self) -> str:
        """Who of the clinicians has read it, in words."""
        return f"{self.reviewed_by}, {self.reviewed_on}" if self.reviewed_by else "not yet reviewed by a clinician"


@dataclass(frozen=True, slots=True)
class Noticed:
    """That a rule holds: its code, which side, words for its braces, evidence beside that of its row.

    first: subtracted from the rank, so that of two of a kind the stronger comes first (below 1); not_aims: which of the
    row's it speaks against here, None for all.
    """

    rule: str
    side: Side | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    first: float = 0.0
    not_aims: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, and the function that says whether, and how often, it holds.

    A module of ``trochanter.findings.noticing`` that has RULES is registered by being there.
    """

    code: str
    notice: Callable[[Case], Iterable[Noticed]]


@cache
def registered() -> tuple[Rule, ...]:
    """All rules, in the order of the modules' names."""
    from trochanter.findings import noticing

    names = sorted(module.name for module in iter_modules(noticing.__path__))
    return tuple(rule for name in names for rule in import_module(f"{noticing.__name__}.{name}").RULES)


@cache
def rule_rows() -> Mapping[str, RuleRow]:
    """The rows of all rules by code."""
    return MappingProxyType({row["code"]: _row(row) for row in table("findings")["rule"]})


@cache
def aims() -> Mapping[str, str]:
    """The words that findings, exercises and plans share, and what they mean: ``data/aims.toml``."""
    found: dict[str, str] = table("aims")["aims"]
    return MappingProxyType(found)


def _row(row: dict[str, Any]) -> RuleRow:
    return RuleRow(
        code=row["code"],
        about=row["about"],
        precondition=row["precondition"],
        says=row["says"],
        evidence=tuple(row.get("evidence", ())),
        strength=row["strength"],
        against=tuple(row["against"]),
        instead=tuple(row["instead"]),
        test=row["test"],
        aims=tuple(row.get("aims", ())),
        not_aims=tuple(row.get("not_aims", ())),
        excludes=frozenset(row.get("excludes", ())),
        stops=frozenset(row.get("stops", ())),
        asks=tuple((ask["who"], ask["ask"]) for ask in row.get("asks", ())),
        waits_with=tuple(row.get("waits_with", ())),
        rank=float(row["rank"]),
        private=row.get("private", False),
        sources=tuple(row["sources"].split()),
        reviewed_by=row["reviewed_by"],
        reviewed_on=row["reviewed_on"],
    )
