"""The questions before any test, page by page: what was answered so far, what comes next, what it leads to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from trochanter.findings.answers import Answers, Reply, nothing_on, replies_of
from trochanter.findings.questions import Page, pages
from trochanter.findings.screen import Occasion
from trochanter.findings.walk import next_page, walked

NONE, TICKED, UNSURE, SKIPPED = "none", "ticked", "unsure", "skip"  # what the buttons of a page say
_PATH = re.compile(r"[a-z]+(?:/[a-z]+)*")
_LONGEST_PATH = 40


@dataclass(frozen=True, slots=True)
class Asking:
    """The questions as far as they are answered. lifted: codes that clearances cover; then: where to go after them.

    saved: the key of the screen that was saved because something cannot wait, '' for none; saved_at: when.
    """

    answers: Answers
    occasion: Occasion
    lifted: frozenset[str]
    then: str = ""
    saved: str = ""
    saved_at: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything was answered."""
        return bool(self.answers.replies)

    @property
    def worse(self) -> bool:
        """Whether they are asked because something got worse, or is new."""
        return self.occasion is Occasion.WORSE

    @property
    def next_page(self) -> Page | None:
        """The page to be asked now; None where all is asked, or something cannot wait."""
        return next_page(self.answers, self.lifted)

    @property
    def stopped(self) -> bool:
        """Whether something was answered that cannot wait."""
        return self.next_page is None and walked(self.answers, self.lifted).ended_early

    def path(self) -> tuple[Page, ...]:
        """Pages that can be looked at: those answered, and the one to be asked now."""
        asked = walked(self.answers, self.lifted).asked
        answered = [each for each in asked if all(name in self.answers.replies for name in each.names)]
        return tuple(dict.fromkeys([*answered, *filter(None, [self.next_page])]))

    def left(self) -> int:
        """How many pages are still to come for somebody to whom nothing more applies."""
        answers, number = self.answers, 0
        while (page := next_page(answers, self.lifted)) is not None:
            answers, number = answers.with_replies(_nothing(page)), number + 1
        return number

    def answered(self, page: Page, replies: Mapping[str, str]) -> "Asking":
        """With the answers of a page; where they differ from before, pages that others opened are asked anew."""
        before = {name: self.answers.replies.get(name) for name in page.names}
        kept = self.answers
        if any(before.values()) and before != dict(replies):
            kept = kept.without(tuple(name for each in _after(page) if each.opened_by for name in each.names))
        return replace(self, answers=kept.with_replies(replies))


def replies_in(page: Page, fields: Mapping[str, tuple[str, ...]]) -> dict[str, str] | str:
    """The replies of a form to a page; a word for its fault where it tells none, or two that contradict each other.

    A fault is 'nothing', 'both' or 'unknown'.
    """
    pressed = fields.get("do", ("",))[0]
    if pressed in (SKIPPED, UNSURE):
        return dict.fromkeys(page.names, (Reply.SKIPPED if pressed == SKIPPED else Reply.NOT_SURE).value)
    if page.choices or len(page.items) == 1:
        return {page.names[0]: pressed} if pressed in replies_of(page) else "nothing" if not pressed else "unknown"
    ticked = {item.key: _ticked(fields.get(item.key, ())) for item in page.items if fields.get(item.key)}
    if pressed == NONE:
        return "both" if ticked else nothing_on(page)
    return nothing_on(page) | ticked if ticked else "nothing"


def page_named(key: str) -> Page | None:
    """The page of a key."""
    return next((each for each in pages() if each.key == key), None)


def usable_path(text: str) -> str:
    """A page of the person as another page names it; '' for anything else.

    >>> usable_path("check/typed"), usable_path("//elsewhere"), usable_path("../x")
    ('check/typed', '', '')
    """
    return text if _PATH.fullmatch(text) and len(text) <= _LONGEST_PATH else ""


def _ticked(values: tuple[str, ...]) -> str:
    return Reply.YES.value if Reply.YES.value in values else Reply.NOT_SURE.value


def _nothing(page: Page) -> dict[str, str]:
    if not page.choices:
        return nothing_on(page)
    keys = [choice.key for choice in page.choices]
    return {page.key: "no" if "no" in keys else keys[1]}


def _after(page: Page) -> tuple[Page, ...]:
    everything = pages()
    return everything[everything.index(page) + 1 :]
