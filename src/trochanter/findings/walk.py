"""The way through the questions: which page comes next, and where asking ends because something cannot wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from trochanter.findings.answers import Answers, Reply, counts
from trochanter.findings.questions import Page, pages
from trochanter.findings.rules import Rule, rules


@dataclass(frozen=True, slots=True)
class Walk:
    """The pages that were asked, the replies to them, and whether asking ended early with a rule of tier A or B.

    replies: 'skipped' for what was asked and not answered; what was not asked is absent. next_page: the first asked
    page that is not answered, or None.
    """

    asked: tuple[Page, ...]
    replies: Mapping[str, str]
    ended_early: bool
    next_page: Page | None


def walked(answers: Answers, lifted: frozenset[str] = frozenset()) -> Walk:
    """The way that a person takes with these answers; rules whose codes are ``lifted`` do not end it.

    After the page on which a rule of tier A or B holds nothing more is asked, but what was answered all the same
    counts, and so does what was answered yes or 'not sure' on a page that nothing opened.
    """
    asked: list[Page] = []
    replies: dict[str, str] = {}
    ended, first_open = False, None
    for page in pages():
        given = [name for name in page.names if name in answers.replies]
        if not (given if ended else _opened(page, replies) or _claimed(page, answers)):
            continue
        asked.append(page)
        if first_open is None and len(given) < len(page.names):
            first_open = page
        names = given if ended else page.names
        replies.update({name: answers.replies.get(name, Reply.SKIPPED.value) for name in names})
        ended = ended or bool(stopping(replies) - lifted)
    return Walk(tuple(asked), replies, ended, first_open)


def next_page(answers: Answers, lifted: frozenset[str] = frozenset()) -> Page | None:
    """The page to be asked now, or None where all is asked or something cannot wait."""
    replies: dict[str, str] = {}
    for page in pages():
        if stopping(replies) - lifted:
            return None
        if _opened(page, replies) or _claimed(page, answers):
            if any(name not in answers.replies for name in page.names):
                return page
            replies.update({name: answers.replies[name] for name in page.names})
    return None


def stopping(replies: Mapping[str, str]) -> frozenset[str]:
    """Codes of the rules of tier A and B that hold."""
    return frozenset(rule.code for rule in _urgent() if rule.reasons(replies))


@cache
def _urgent() -> tuple[Rule, ...]:
    return tuple(rule for rule in rules().values() if rule.tier.stops_all)


def _opened(page: Page, replies: Mapping[str, str]) -> bool:
    if not page.opened_by:
        return True
    return any(all(counts(name, replies, skipped=page.skipped_opens) for name in way) for way in page.opened_by)


def _claimed(page: Page, answers: Answers) -> bool:
    quiet = (None, Reply.NO, Reply.SKIPPED)
    return any(answers.replies.get(name) not in quiet for name in page.names)
