"""What was computed of each claim, as it was written down: nothing is computed anew for somebody who only reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from trochanter.reporting.look import asset


@dataclass(frozen=True, slots=True)
class ComputedClaim:
    """A computed verdict on the claim of a number: what was asked, the answer in words, numbers with their ranges.

    differs: from the literature's verdict, and then the reason why; footing: what it rests on.
    """

    claim: int
    verdict: str
    asks: str
    words: str
    differs: bool
    reason: str
    numbers: tuple[tuple[str, str], ...]
    footing: tuple[str, ...]


@cache
def computed_claims() -> Mapping[int, ComputedClaim]:
    """All computed verdicts by the number of their claim, as ``scripts.make_claims_page`` wrote them."""
    rows = json.loads(asset("data/claims_told.json"))
    return {
        row["claim"]: ComputedClaim(
            **{
                **row,
                "numbers": tuple((name, words) for name, words in row["numbers"]),
                "footing": tuple(row["footing"]),
            }
        )
        for row in rows
    }
