"""Rules on pregnancy, birth and pelvic floor: only from what was told on request, and kept out of files by default."""

from collections.abc import Iterable

from trochanter.findings.case import Case
from trochanter.findings.history_words import meaning
from trochanter.findings.rule_rows import Noticed, Rule
from trochanter.findings.sentences import listed

A_YEAR_DAYS = 365
_A_WEEK_DAYS = 7


def _pregnant(case: Case) -> Iterable[Noticed]:
    if case.history.private.weeks_pregnant:
        yield Noticed("pregnant")


def _birth_signs(case: Case) -> Iterable[Noticed]:
    private = case.history.private
    if private.birth_on is not None and private.pelvic and not private.seen:
        yield Noticed("birth_signs", None, {"signs": _signs(case)})


def _after_birth(case: Case) -> Iterable[Noticed]:
    birth = case.history.private.birth_on
    if birth is not None and 0 <= (case.on - birth).days <= A_YEAR_DAYS:
        yield Noticed("after_birth", None, {"weeks": str((case.on - birth).days // _A_WEEK_DAYS)})


def _pelvic_floor(case: Case) -> Iterable[Noticed]:
    private = case.history.private
    if private.pelvic and not private.seen and private.birth_on is None:
        yield Noticed("pelvic_floor", None, {"signs": _signs(case)})


def _signs(case: Case) -> str:
    return listed([meaning("pelvic", word) for word in case.history.private.pelvic])


RULES = (
    Rule("pregnant", _pregnant),
    Rule("birth_signs", _birth_signs),
    Rule("after_birth", _after_birth),
    Rule("pelvic_floor", _pelvic_floor),
)
