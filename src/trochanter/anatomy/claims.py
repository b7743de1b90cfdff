"""What five popular texts say about these muscles: 172 numbered claims and 25 contradictions, with the evidence.

Every claim is told in own words, as a claim: nothing here is advice. The verdicts of this ledger come from literature
alone; what geometry and running data say of a claim is computed in ``trochanter.mechanics.claims`` without this ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from trochanter.anatomy.rows import Row, rows
from trochanter.core.errors import BadSetting

LAST_CLAIM, LAST_CONTRADICTION = 172, 25
HOOKS: Mapping[str, str] = MappingProxyType(
    {
        "MODEL": "anatomy and the model of the hip",
        "GAIT": "running",
        "ROM": "range of motion",
        "SCREEN": "symptoms, and when to see a doctor",
        "EX": "exercises",
        "PROG": "progress of exercises",
        "REFER": "whom to see",
        "EDU": "explanation",
        "CASE": "one person's story",
    }
)


class Literature(StrEnum):
    """What the literature says of a claim; UNJUDGED: an instruction or statement that no study could judge."""

    AGREES = "agrees"
    PARTLY = "partly"
    CONFLICTS = "conflicts"
    UNSUPPORTED = "unsupported"
    OPINION = "opinion"
    ANECDOTE = "anecdote"
    AMBIGUOUS = "ambiguous"
    UNJUDGED = "unjudged"

    @property
    def words(self) -> str:
        """The verdict for people."""
        return _WORDS[self]


_WORDS = {
    Literature.AGREES: "agrees with the literature",
    Literature.PARTLY: "partly, or in some postures",
    Literature.CONFLICTS: "conflicts with the literature",
    Literature.UNSUPPORTED: "no evidence found",
    Literature.OPINION: "opinion of experts",
    Literature.ANECDOTE: "one person's story",
    Literature.AMBIGUOUS: "cannot be read one way",
    Literature.UNJUDGED: "not judged",
}


@dataclass(frozen=True, slots=True)
class ClaimSource:
    """A text that makes claims: what it is, who wrote it, its title, and how much that weighs."""

    key: str
    kind: str
    author: str
    title: str
    weight: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A study: citation, DOI ('' where none is known), how much of it was read, what it found."""

    key: str
    citation: str
    doi: str
    read: str
    finding: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: number 1 to 172, part 'a' to 'g' of a list or ''; text in own words; source, evidence: keys.

    hooks: keys of HOOKS; literature: the ledger's verdict; contradictions: numbers of those it takes part in; note:
    what to know about it, '' for nothing.
    """

    number: int
    part: str
    text: str
    source: str
    hooks: tuple[str, ...]
    literature: Literature
    evidence: tuple[str, ...]
    contradictions: tuple[int, ...]
    note: str

    @property
    def name(self) -> str:
        """Number and part, such as '19a'."""
        return f"{self.number}{self.part}"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Where the texts disagree with each other or with the literature: issue, claims, evidence, what follows."""

    number: int
    issue: str
    claims: tuple[int, ...]
    evidence: tuple[str, ...]
    consequence: str


@cache
def claims() -> tuple[Claim, ...]:
    """All claims by number; the parts of 19 follow it."""
    return tuple(map(_claim, rows("claims")))


def claim(number: int | str, part: str = "") -> Claim:
    """One claim, by number or name ('19a'); raises BadSetting for one that does not exist."""
    name = f"{number}{part}".strip().lower()
    found = next((each for each in claims() if each.name == name), None)
    if found is None:
        valid = f"a number from 1 to {LAST_CLAIM}, or 19a to 19g"
        raise BadSetting("claim", name, valid, "docs/claims-ledger.md lists all claims by number")
    return found


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """All contradictions by number."""
    return tuple(
        Contradiction(
            number=int(row["contradiction"]),
            issue=row["issue"],
            claims=tuple(map(int, row["claims"].split())),
            evidence=tuple(row["evidence"].split()),
            consequence=row["consequence"],
        )
        for row in rows("contradictions")
    )


@cache
def claim_sources() -> Mapping[str, ClaimSource]:
    """The texts by key, S0 to S4."""
    return MappingProxyType({row["source"]: ClaimSource(*row.values()) for row in rows("claim_sources")})


@cache
def claim_evidence() -> Mapping[str, Evidence]:
    """The studies by key."""
    return MappingProxyType({row["evidence"]: Evidence(*row.values()) for row in rows("claim_evidence")})


@cache
def differences() -> Mapping[int, str]:
    """Why the computed verdict on a claim differs from the literature's, by number."""
    return MappingProxyType({int(row["claim"]): row["reason"] for row in rows("claim_differences")})


def _claim(row: Row) -> Claim:
    return Claim(
        number=int(row["claim"]),
        part=row["part"],
        text=row["text"],
        source=row["source"],
        hooks=tuple(row["hooks"].split()),
        literature=Literature(row["ledger"]),
        evidence=tuple(row["evidence"].split()),
        contradictions=tuple(map(int, row["contradictions"].split())),
        note=row["note"],
    )
