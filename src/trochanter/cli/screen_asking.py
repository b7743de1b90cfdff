"""The questions of the screen in the terminal: one at a time, with back, skip and quit."""

import re
import sys

from trochanter.cli.progress import tell
from trochanter.core.errors import MissingInput
from trochanter.findings.answers import Answers, Reply, nothing_on
from trochanter.findings.questions import Page
from trochanter.findings.rules import rules
from trochanter.findings.sentences import say
from trochanter.findings.walk import next_page, stopping
from trochanter.findings.words import noted_lines

MOST_TAPS = 12  # of somebody without symptoms; a test counts them
_NUMBERS = re.compile(r"\d{1,2} ?\??(?:[ ,]+\d{1,2} ?\??)*")
_NUMBER = re.compile(r"(\d+) ?(\??)")
_WORDS = {"y": Reply.YES, "yes": Reply.YES, "1": Reply.YES, "n": Reply.NO, "no": Reply.NO, "0": Reply.NO}
_BACK, _SKIP, _QUIT, _WHY = ("b", "back"), ("s", "skip"), ("q", "quit"), ("w", "why")


def asked(lifted: frozenset[str]) -> Answers:
    """The answers of the person at the keyboard; ``lifted``: codes of rules that do not end the questions.

    Raises KeyboardInterrupt where they quit, MissingInput where the input ends.
    """
    tell(say("ask.begin", most=MOST_TAPS), prefix="")
    answers, way = Answers({}), list[Page]()
    while (page := next_page(answers, lifted)) is not None:
        replies = _asked(page, len(way) + 1)
        if replies is not None:
            way.append(page)
            answers = answers.with_replies(replies)
        if replies is None or not _confirmed(answers, lifted):
            if way:
                answers = answers.without(way.pop().names)
            else:
                tell(say("ask.first"), prefix="")
    return answers


def replies_in(page: Page, text: str) -> dict[str, str] | None:
    """What somebody typed, as replies to a page; None where it says nothing.

    >>> from trochanter.findings.questions import pages
    >>> replies_in(pages()[2], "1, 3?")["fever_hip"]
    'not sure'
    """
    typed = text.strip().lower()
    if typed in _SKIP:
        return dict.fromkeys(page.names, Reply.SKIPPED.value)
    if typed in ("?", Reply.NOT_SURE):
        return dict.fromkeys(page.names, Reply.NOT_SURE.value)
    if page.choices:
        number = int(typed) if typed.isdecimal() and len(typed) < 3 else 0
        return {page.key: page.choices[number - 1].key} if 1 <= number <= len(page.choices) else None
    if len(page.items) == 1:
        return {page.items[0].key: _WORDS[typed].value} if typed in _WORDS else None
    return _listed(page, typed)


def _listed(page: Page, typed: str) -> dict[str, str] | None:
    if typed in ("0", "n", "no", "none"):
        return nothing_on(page)
    if not _NUMBERS.fullmatch(typed):
        return None
    found = {int(number): unsure for number, unsure in _NUMBER.findall(typed)}
    if not all(1 <= number <= len(page.items) for number in found):
        return None
    given = {page.items[n - 1].key: (Reply.NOT_SURE if unsure else Reply.YES).value for n, unsure in found.items()}
    return nothing_on(page) | given


def _asked(page: Page, number: int) -> dict[str, str] | None:
    """Replies to a page, or None to go back."""
    tell("\n" + "\n".join(_shown(page, number)), prefix="")
    while True:
        typed = _line()
        if typed.lower() in _BACK:
            return None
        replies = None if typed.lower() in _WHY else replies_in(page, typed)
        if replies is not None:
            return replies
        tell(page.why if typed.lower() in _WHY else f"{say('ask.not_understood')} {_keys(page)}", prefix="")


def _shown(page: Page, number: int) -> list[str]:
    lines = [say("ask.number", number=number), page.ask]
    if page.optional or any(item.optional for item in page.items):
        lines += [page.why, *([say("ask.optional")] if page.optional else [])]
    if len(page.items) != 1:
        lines += [f"  {place}  {each.text}" for place, each in enumerate(page.items or page.choices, 1)]
    return [*lines, _keys(page)]


def _keys(page: Page) -> str:
    kind = "choice" if page.choices else "single" if len(page.items) == 1 else "list"
    return say(f"ask.{kind}", keys=say("ask.keys"))


def _confirmed(answers: Answers, lifted: frozenset[str]) -> bool:
    """Whether what ends the questions was meant; True where nothing does."""
    codes = sorted(stopping(answers.replies) - lifted)
    if not codes:
        return True
    for code in codes:
        for line in noted_lines(rules()[code].reasons(answers.replies), answers.replies):
            tell(line, prefix="")
    tell(say("ask.confirm"), prefix="")
    return _line().lower() not in _BACK


def _line() -> str:
    """A line from the keyboard; raises KeyboardInterrupt for 'quit' and MissingInput at the end of the input."""
    line = sys.stdin.readline()
    if not line:
        raise MissingInput(say("ask.no_answer"), valid=say("ask.no_answer_valid"), next_step=say("ask.no_answer_next"))
    if line.strip().lower() in _QUIT:
        raise KeyboardInterrupt
    return line.strip()
