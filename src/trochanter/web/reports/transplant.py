"""The main part of a report, rebuilt element by element: only what is known goes over, all words are escaped anew.

A report comes out of the records, and those may have come out of somebody's archive: what it holds is not believed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import escape

from trochanter.core.errors import UnreadableFile

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_CHARACTERS, DEEPEST, LONGEST_NAME = 24 * 2**20, 60, 120
_TYPED = (" and give this result with --earlier", " (trochanter screen)", " (trochanter screen --worse)")
_VOID = frozenset({"img", "br", "image", "path", "rect", "circle", "line", "ellipse", "polygon", "polyline"})
_TAGS = _VOID | frozenset({
    "section", "div", "h1", "h2", "h3", "h4", "p", "span", "strong", "b", "em", "i", "small", "sub", "sup", "ul", "ol",
    "li", "dl", "dt", "dd", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td", "details",
    "summary", "a", "svg", "g", "text", "tspan", "title", "blockquote", "code", "abbr",
})  # fmt: skip
_GONE = frozenset({"script", "style", "iframe", "object", "embed", "form", "input", "button", "base", "link", "meta"})
_PLAIN = frozenset({
    "class", "id", "role", "scope", "rowspan", "colspan", "lang", "d", "x", "y", "cx", "cy", "r", "rx", "ry", "x1",
    "x2", "y1", "y2", "dx", "dy", "points", "width", "height", "fill", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-dasharray", "transform", "viewbox", "opacity", "text-anchor", "data-c", "data-l",
    "data-copied", "download", "alt", "title", "tabindex",
})  # fmt: skip
_CASED = {"viewbox": "viewBox"}
_WIDTH = re.compile(r"stroke-width:\s*([\d.]+)")
_LINK = re.compile(r"https://[^\s]+|data:text/csv;charset=utf-8,[^\s]*|#[\w-]+")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]+")
_NOTHING = re.compile(r"(?!)")
_VALUE = re.compile(r"(?!.*url\s*\()[^<>\\]*", re.IGNORECASE | re.DOTALL)
_OURS = frozenset({"main", "words", "toasts"})  # ids of the frame, by which its script finds what is its own


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """HTML that was put together here: a template takes it as it is."""

    html: str

    def __html__(self) -> str:
        """The HTML."""
        return self.html


def main_of(html: str, where: str = "the report") -> "Rebuilt":
    """The inside of a report's ``main``; raises UnreadableFile where there is none.

    Scripts, styles and forms are left out, other unknown elements give what is in them.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not html.strip() or len(html) > MOST_CHARACTERS:
        raise _no_report(where)
    try:
        tree = document_fromstring(html, parser=HTMLParser(no_network=True, remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError):
        raise _no_report(where) from None
    found = tree.find(".//main")
    if found is None:
        raise _no_report(where)
    parts: list[str] = []
    _inside(found, parts, 0)
    return Rebuilt("".join(parts))


def _inside(element: "HtmlElement", parts: list[str], depth: int) -> None:
    parts.append(_words(element.text))
    for child in element:
        if isinstance(child.tag, str) and depth < DEEPEST:
            _element(child, child.tag.lower(), parts, depth + 1)
        parts.append(_words(child.tail))


def _words(text: str | None) -> str:
    """Words, without what only somebody at a command line can do."""
    found = text or ""
    for typed in _TYPED:
        found = found.replace(typed, "")
    return str(escape(found))


def _element(element: "HtmlElement", tag: str, parts: list[str], depth: int) -> None:
    if tag in _GONE:
        return
    if tag not in _TAGS:
        _inside(element, parts, depth)
        return
    parts.append(f"<{tag}{_attributes(tag, element.attrib)}{_scrolling(element)}>")
    if tag not in _VOID:
        _inside(element, parts, depth)
        parts.append(f"</{tag}>")
    elif tag not in ("img", "br"):
        parts.append(f"</{tag}>")


def _attributes(tag: str, given: Mapping[str, str]) -> str:
    found = {name: value for name, value in given.items() if _may(tag, name.lower(), value)}
    if (width := _WIDTH.fullmatch(given.get("style", "").strip())) is not None:
        found["stroke-width"] = width[1]
    if tag == "a" and found.get("href", "").startswith("https:"):
        found.update(rel="noopener noreferrer", target="_blank")
    return "".join(f' {_CASED.get(name.lower(), name.lower())}="{escape(value)}"' for name, value in found.items())


def _scrolling(element: "HtmlElement") -> str:
    """What lets somebody without a mouse move a wide table: a place in the order of keys, and a name."""
    if element.get("class") != "scroll" or element.get("tabindex"):
        return ""
    caption = element.find(".//caption")
    name = "" if caption is None else " ".join(caption.text_content().split())
    return f' tabindex="0" role="region" aria-label="{escape(name[:LONGEST_NAME] or "table")}"'


def _may(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return {"a": _LINK, "image": _PICTURE}.get(tag, _NOTHING).fullmatch(value) is not None
    if name == "src":
        return tag == "img" and _PICTURE.fullmatch(value) is not None
    if name == "id" and value.strip() in _OURS:
        return False
    return (name in _PLAIN or name.startswith("aria-")) and _VALUE.fullmatch(value) is not None


def _no_report(where: str) -> UnreadableFile:
    return UnreadableFile(
        "this is no report of trochanter", where=where, valid="a page that trochanter wrote",
        next_step="analyse the recording again",
    )  # fmt: skip
