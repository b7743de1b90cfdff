"""What stands out and what does not: findings with what speaks for and against them, and what is not known."""

from dataclasses import dataclass, replace
from datetime import date

from trochanter.core.sides import Side
from trochanter.findings.finding_words import told
from trochanter.findings.history import Goal
from trochanter.findings.limits import Limits
from trochanter.findings.rules import rules

PRIVATE = "private"  # in place of the code of a rule that a file does not name


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule noticed.

    rule: its code; side: None where it is about both or neither; says: one or two calm sentences; evidence: what was
    measured or told, in words with numbers; strength: of the evidence behind the rule, a word of ``STRENGTHS``;
    against: what speaks against it; instead: other explanations; test: what would change it; aims: words of
    ``data/aims.toml`` that exercises and plans answer to; not_aims: such words that it speaks against; rank: smaller is
    shown first; private: kept out of files unless the person wants it there.
    """

    rule: str
    side: Side | None
    says: str
    evidence: tuple[str, ...]
    strength: str
    against: tuple[str, ...]
    instead: tuple[str, ...]
    test: str
    aims: tuple[str, ...]
    not_aims: tuple[str, ...]
    rank: float
    sources: tuple[str, ...]
    private: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """Findings, the most telling first; unknown: what nobody knows yet; questions: (clinician, question) to take along.

    limits: of the screen as it stands after the history, and positions that findings leave out; again: why the screen
    has to be asked again, () where it need not, and then nothing is allowed; private_questions: how many of the last
    questions follow from private answers. In tier A and B there are neither findings nor unknowns, only what to say
    where help is.
    """

    made_on: date
    goal: Goal
    limits: Limits
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    screened_on: date
    again: tuple[str, ...] = ()
    private_questions: int = 0

    @property
    def aims(self) -> tuple[str, ...]:
        """Aims of all findings in their order, each once, without those that a finding speaks against."""
        against = {aim for each in self.findings for aim in each.not_aims}
        return tuple(dict.fromkeys(aim for each in self.findings for aim in each.aims if aim not in against))

    def finding(self, rule: str) -> Finding | None:
        """The first finding of a rule; None where there is none."""
        return next((each for each in self.findings if each.rule == rule), None)

    def public(self) -> "Assessment":
        """The same for files, pages and calendars: what follows from private answers has its aims and no words."""
        last = len(self.questions) - self.private_questions
        codes = tuple(dict.fromkeys(PRIVATE if _is_private(code) else code for code in self.limits.flags))
        return replace(
            self,
            limits=replace(self.limits, flags=codes),
            findings=tuple(_hidden(each) if each.private else each for each in self.findings),
            questions=self.questions[:last],
            private_questions=0,
        )


def _hidden(each: Finding) -> Finding:
    return replace(
        each, rule=PRIVATE, side=None, says=told("private"), evidence=(), against=(), instead=(), test="", sources=()
    )


def _is_private(code: str) -> bool:
    return code in rules() and rules()[code].private
