"""What nobody knows yet, said in so many words."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from types import MappingProxyType

from trochanter.findings.case import Case
from trochanter.findings.finding_words import day_words
from trochanter.findings.sentences import listed, table

OLD = timedelta(days=14)  # pains are those of the week before the telling


def unknown(case: Case) -> tuple[str, ...]:
    """What is not known of a case, one sentence each: rows of ``data/findings.toml``."""
    return tuple(unknown_rows()[code].format(**words) for code, words in _codes(case))


@cache
def unknown_rows() -> Mapping[str, str]:
    """What can be unknown, by code."""
    return MappingProxyType({row["code"]: row["says"] for row in table("findings")["unknown"]})


def _codes(case: Case) -> Iterator[tuple[str, dict[str, str]]]:
    if case.history.pains or case.said("pain"):
        yield "tissue", {}
    yield "strength", {}
    if not any(each.picture for each in case.history.injuries):
        yield "bones", {}
    if case.on - case.history.told_on > OLD:
        yield "old", {"day": day_words(case.history.told_on)}
    yield from _of_checks(case)
    run = case.running
    if run is None:
        yield "no_run", {}
    elif not run.usable or run.verdict in ("none", "few_strides"):
        yield "run_blind", {"reasons": listed(list(run.reasons)) or "too few whole strides of each foot"}
    if case.history.ran == "not said" and not case.history.runs:
        yield "runs", {}
    if case.history.onset == "later" and case.history.onset_km is None:
        yield "onset", {}
    if case.history.turns_in == "not sure" and run is None:
        yield "turns_in", {}


def _of_checks(case: Case) -> Iterator[tuple[str, dict[str, str]]]:
    if not case.checks:
        yield "no_check", {"how": " (trochanter measure)" if case.limits.tests and case.limits.end_range else ""}
        return
    if not any(each.quality.usable for check in case.checks for each in check.sides):
        yield "sides", {}
    ends = [end for check in case.checks for end in check.whole.ends]
    if any(end.pain is None and not end.limited_by_pain for end in ends):
        yield "pain_at_end", {}
