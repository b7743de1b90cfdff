"""Computed checks of claims: what they ask, what they rest on, and where they are found."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from trochanter.core.errors import BadSetting
from trochanter.mechanics.claims.finding import Finding
from trochanter.mechanics.claims.material import Material

HIP, BAND, RUN, HOLD = "hip", "band", "run", "hold"
BASES = {
    HIP: "the hip model, its attachments shifted at random and other published paths beside it",
    BAND: "hip angles of 46 healthy runners on a treadmill",
    RUN: "the packaged running trial: one runner, six strides a side, muscles by load sharing",
    HOLD: "the hip model held still in postures of an exercise, muscles by load sharing, as in exercise-physics.md",
}


@dataclass(frozen=True, slots=True)
class Check:
    """A computed check of one claim.

    claim: its number; asks: the question that is computed, for people; bases: keys of BASES; by_construction: the model
    was drawn from what the claim says, so that agreement proves nothing; run: takes the material, reads nothing else.
    """

    claim: int
    asks: str
    bases: tuple[str, ...]
    run: Callable[[Material], Finding]
    by_construction: bool = False


@cache
def checks() -> tuple[Check, ...]:
    """All checks by claim: every module of ``trochanter.mechanics.claims.checks`` that is there."""
    from trochanter.mechanics.claims import checks as folder

    names = sorted(module.name for module in iter_modules(folder.__path__))
    found = [import_module(f"{folder.__name__}.{name}").CHECK for name in names]
    return tuple(sorted(found, key=lambda check: check.claim))


def check_of(claim: int) -> Check:
    """The check of one claim; raises BadSetting where nothing is computed for it."""
    for check in checks():
        if check.claim == claim:
            return check
    numbers = ", ".join(str(check.claim) for check in checks())
    raise BadSetting("claim to compute", claim, f"one of {numbers}", "the other claims rest on literature alone")
