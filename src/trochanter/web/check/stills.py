"""Pictures of the leg that a measurement kept in its page, taken out and put together anew from what is known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trochanter.store.records import Recording
from trochanter.store.store import Store

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from trochanter.web.check.shown import Kept
    from trochanter.web.person import PersonPage

MOST_CHARACTERS = 24 * 2**20
PAGE = "check.html"
_JPEG = re.compile(r"data:image/jpeg;base64,[A-Za-z0-9+/=]+")
_BOX = re.compile(r"0 0 \d{1,5} \d{1,5}")
_PATH = re.compile(r"[MLA\d .,-]+")
_NUMBER = re.compile(r"-?\d{1,5}(\.\d{1,4})?")
_KINDS = frozenset({"case", "rest", "arc", "shin R", "shin L"})


@dataclass(frozen=True, slots=True)
class StillShown:
    """One picture: its box ('0 0 420 380'), the JPEG as a link, lines over it, the number beside the arc, its words."""

    box: str
    picture: str
    lines: tuple[tuple[str, str], ...]
    knee: tuple[str, str]
    turn: tuple[str, str, str] | None
    sentence: str
    heading: str
    words: str

    @property
    def size(self) -> tuple[str, str]:
        """Width and height."""
        wide, high = self.box.split()[2:]
        return wide, high


@dataclass(frozen=True, slots=True)
class LegStills:
    """The pictures of one leg of one film, with what stands under them; side: 'right', 'left' or ''."""

    side: str
    caption: str
    stills: tuple[StillShown, ...]


def stills_of(here: "PersonPage", kept: "Kept") -> tuple[LegStills, ...]:
    """The pictures that the documents of a check came with; none where it was typed, or they are gone."""
    return tuple(leg for text in pages_of(here, kept) for leg in stills_in(text))


def pages_of(here: "PersonPage", kept: "Kept") -> tuple[str, ...]:
    """The pages that a check's measurements wrote, as they were kept with them."""
    keys = {each.id for each in kept.documents}
    found = [each for each in here.data.recordings if each.document_id in keys and each.name == PAGE]
    return tuple(_text(here.store, each) for each in found if each.size <= MOST_CHARACTERS)


def stills_in(html: str) -> tuple[LegStills, ...]:
    """The pictures in a page of a check; what is not known in it is left out."""
    if 'class="stills"' not in html:
        return ()
    from lxml.html import HTMLParser, document_fromstring

    tree = document_fromstring(html, parser=HTMLParser(no_network=True, remove_comments=True, remove_pis=True))
    return tuple(leg for each in tree.iterfind(".//ul[@class='stills']") if (leg := _leg(each)).stills)


def _leg(found: "HtmlElement") -> LegStills:
    below = found.getnext()
    caption = "" if below is None or "under" not in below.get("class", "") else " ".join(below.text_content().split())
    side = {"R": "right", "L": "left"}.get(caption[:1], "")
    shown = tuple(still for item in found.iterfind("li") if (still := _still(item)) is not None)
    return LegStills(side, caption[1:].strip() if side else caption, shown)


def _still(item: "HtmlElement") -> StillShown | None:
    drawing = next(iter(item.iterfind("svg")), None)
    if drawing is None:
        return None
    box = drawing.get("viewbox") or drawing.get("viewBox") or ""
    parts = list(drawing.iter())
    picture = next((link for each in parts if (link := each.get("href")) and _JPEG.fullmatch(link)), "")
    knee = next((_numbers(each, "cx", "cy") for each in parts if each.tag == "circle"), None)
    if not _BOX.fullmatch(box) or not picture or knee is None:
        return None
    turn = next(((*_numbers(each, "x", "y"), each.text_content()) for each in parts if each.tag == "text"), None)
    bold, words = item.find("p/b"), item.find("p")
    return StillShown(
        box, picture, tuple(_lines(parts)), knee, turn, drawing.get("aria-label", ""),
        "" if bold is None else bold.text_content(), "" if bold is None or words is None else (bold.tail or "").strip(),
    )  # fmt: skip


def _lines(parts: Iterable["HtmlElement"]) -> Iterable[tuple[str, str]]:
    for each in parts:
        kind, data = each.get("class", ""), each.get("d", "")
        if each.tag == "path" and kind in _KINDS and _PATH.fullmatch(data):
            yield kind, data


def _numbers(element: "HtmlElement", one: str, other: str) -> tuple[str, str]:
    found = [element.get(name, "0") for name in (one, other)]
    one, other = (text if _NUMBER.fullmatch(text) else "0" for text in found)
    return one, other


def _text(store: Store, recording: Recording) -> str:
    return b"".join(store.blob(recording)).decode("utf-8", "replace")
