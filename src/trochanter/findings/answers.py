"""What a person answered: names of questions and replies, and how a reply counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from trochanter.core.errors import BadSetting, UnknownName
from trochanter.findings.questions import Page, item_of, page_of


class Reply(StrEnum):
    """A reply to a question; one that is asked and not answered is SKIPPED."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not sure"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Answers:
    """Replies by name: of an item a reply; of a page with choices a choice's key, 'not sure' or 'skipped'.

    Raises UnknownName for a name that no page asks for, BadSetting for a reply that its page does not take.
    """

    replies: Mapping[str, str]

    def __post_init__(self) -> None:
        for name, reply in self.replies.items():
            _check(name, reply)
        object.__setattr__(self, "replies", MappingProxyType(dict(self.replies)))

    def __reduce__(self) -> tuple[type["Answers"], tuple[dict[str, str]]]:
        return Answers, (dict(self.replies),)

    def with_replies(self, more: Mapping[str, str]) -> "Answers":
        """These answers and more; a newer reply takes the place of an older one."""
        return Answers({**self.replies, **more})

    def without(self, names: tuple[str, ...]) -> "Answers":
        """These answers without some."""
        return Answers({name: reply for name, reply in self.replies.items() if name not in names})


def replies_of(page: Page) -> tuple[str, ...]:
    """Replies that a page takes."""
    if page.choices:
        return (*(choice.key for choice in page.choices), Reply.NOT_SURE, Reply.SKIPPED)
    return tuple(Reply)


def nothing_on(page: Page) -> dict[str, str]:
    """The replies of somebody to whom nothing on a page applies."""
    return dict.fromkeys(page.names, Reply.NO.value)


def counts(name: str, replies: Mapping[str, str], *, skipped: bool) -> bool:
    """Whether an item ('groin') or a choice ('age=under_18') counts as given; 'not sure' does.

    skipped: whether a skipped question counts as 'not sure'. What was not asked does not count.
    """
    page, _, choice = name.partition("=")
    reply = replies.get(page)
    return reply in (choice or Reply.YES, Reply.NOT_SURE) or (skipped and reply == Reply.SKIPPED)


def noted(name: str) -> str:
    """What an item or choice is called when it is told back."""
    return item_of()[name].noted


def _check(name: str, reply: str) -> None:
    if name not in page_of():
        raise UnknownName("question", name, page_of(), where="answers")
    valid = replies_of(page_of()[name])
    if reply not in valid:
        listed = ", ".join(f"'{each}'" for each in valid)
        raise BadSetting(f"the answer to '{name}'", reply, listed, "trochanter screen --template lists all questions")
