"""A report as its readers meet it: parsed, and as plain words."""

import re
from typing import Any

from lxml import html


def parsed(page: str) -> Any:
    """The page as a tree."""
    return html.fromstring(page)


def plain(page: str) -> str:
    """All words of a page, of its pictures too, in single spaces."""
    tree = parsed(page)
    for unseen in tree.xpath("//style | //script"):
        unseen.drop_tree()
    labels = " ".join(tree.xpath("//@aria-label"))
    return re.sub(r"\s+", " ", f"{tree.text_content()} {labels}".replace("\u00a0", " "))
