"""A recorded clearance: who saw the person, when, for what, until when. It alone lifts tiers A and B."""

from dataclasses import dataclass
from datetime import date

from trochanter.core.errors import BadSetting, UnknownName
from trochanter.findings.limits import POSITIONS, STOPPABLE
from trochanter.findings.rules import rules

EXAMPLE = "docs/screen.md shows a clearance"


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a clinician has cleared.

    by: name and profession; on: the day they saw the person; flags: codes of the rules that they looked at; allows:
    words of STOPPABLE and POSITIONS that they allow; until: the last day on which it holds, None for no end.
    Raises BadSetting where one of them is missing or impossible, UnknownName for a code or word that does not exist.
    """

    by: str
    on: date
    flags: frozenset[str]
    allows: frozenset[str]
    until: date | None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise BadSetting("'by' of a clearance", self.by, "name and profession of who gave it", EXAMPLE)
        for what, given, valid in (("flags", self.flags, rules()), ("allows", self.allows, (*STOPPABLE, *POSITIONS))):
            if not given:
                raise BadSetting(f"'{what}' of a clearance", "", f"at least one of {', '.join(valid)}", EXAMPLE)
            for name in sorted(given - set(valid)):
                raise UnknownName(f"word in '{what}'", name, valid, where="clearance")
        if self.until is not None and self.until < self.on:
            raise BadSetting("'until' of a clearance", self.until.isoformat(), "a day not before 'on'", EXAMPLE)

    def covers(self, code: str, raised_on: date, day: date) -> bool:
        """Whether it holds on a day for something that was noted on ``raised_on``: never for what came after it."""
        return code in self.flags and raised_on <= self.on <= day and (self.until is None or day <= self.until)


def allowed_by(clearances: tuple[Clearance, ...], code: str, raised_on: date, day: date) -> frozenset[str]:
    """Words that the clearances in force allow for a flag; empty where none covers it."""
    return frozenset(word for each in clearances if each.covers(code, raised_on, day) for word in each.allows)
