"""The questions of the screen, page by page: rows of ``data/questions.toml``."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from trochanter.findings.sentences import table


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be noted: its key, the words asked, the words told back; private: kept out of files."""

    key: str
    text: str
    noted: str
    optional: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One question: a list of items of which any can apply, or choices of which one does.

    opened_by: alternatives of names that must all hold, () for a page that is always asked; skipped_opens: whether a
    skipped question opens it as 'not sure' does; reviewed_by, reviewed_on: '' until a clinician has read it.
    """

    key: str
    ask: str
    why: str
    items: tuple[Item, ...]
    choices: tuple[Item, ...]
    opened_by: tuple[tuple[str, ...], ...]
    skipped_opens: bool
    optional: bool
    source: str
    reviewed_by: str
    reviewed_on: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the answers that this page gives: its own where one of several choices is made."""
        return (self.key,) if self.choices else tuple(item.key for item in self.items)


@cache
def pages() -> tuple[Page, ...]:
    """All pages in the order in which they are asked."""
    return tuple(map(_page, table("questions")["page"]))


@cache
def page_of() -> dict[str, Page]:
    """The page that asks for each name."""
    return {name: page for page in pages() for name in page.names}


@cache
def item_of() -> dict[str, Item]:
    """Items by key, and choices by 'page=choice'."""
    chosen = {f"{page.key}={choice.key}": choice for page in pages() for choice in page.choices}
    return {item.key: item for page in pages() for item in page.items} | chosen


def _page(row: dict[str, Any]) -> Page:
    private = row.get("private", False)
    return Page(
        key=row["key"],
        ask=row["ask"],
        why=row["why"],
        items=tuple(_item(item, private=private) for item in row.get("items", ())),
        choices=tuple(_item(item, private=private) for item in row.get("choices", ())),
        opened_by=tuple(tuple(way.split(" + ")) for way in row.get("open", ())),
        skipped_opens=row.get("skipped_opens", True),
        optional=row.get("optional", False),
        source=row["source"],
        reviewed_by=row["reviewed_by"],
        reviewed_on=row["reviewed_on"],
    )


def _item(row: dict[str, Any], *, private: bool) -> Item:
    return Item(**{"private": private, **row})
