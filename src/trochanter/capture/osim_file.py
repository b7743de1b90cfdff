"""Reading of elements of an ``.osim`` file: numbers, flags, names, defaults, and errors that say where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from math import inf

from lxml import etree

from trochanter.core.errors import ImpossibleData, UnknownName, UnsupportedElement
from trochanter.core.quality import Notice

Element = etree._Element
LARGEST_LENGTH_M = 1e6
LARGEST_NUMBER = 1e12
LARGEST_SET = 4_000
LONGEST_NAME = 200
LONGEST_LIST = 200_000
_NAMES_LOOKED_AT = 2_000
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(slots=True)
class OsimFile:
    """One model file while it is read: what it is called, its version and defaults, what was noticed.

    ``defaults`` holds one default object a class; ``leave_out`` says whether muscles that cannot be evaluated are left
    out instead of refused.
    """

    where: str
    version: int
    defaults: Mapping[str, Element]
    leave_out: bool = False
    notices: list[Notice] = field(default_factory=list)

    def place(self, element: Element) -> str:
        """File and line of an element, for messages."""
        return f"{self.where}, line {element.sourceline}"

    def unknown(self, kind: str, name: str, options: Iterable[str], element: Element) -> UnknownName:
        """An error about a name in ``element`` that leads nowhere, to be raised."""
        return UnknownName(kind, name, islice(options, _NAMES_LOOKED_AT), f"{self.place(element)}, {label(element)}")

    def bad(self, what: str, element: Element, valid: str = "", next_step: str = "") -> ImpossibleData:
        """An error about ``element``, to be raised."""
        return ImpossibleData(
            what, where=self.place(element), valid=valid, next_step=next_step or "mend the model file"
        )

    def unsupported(self, element: Element, owner: str, valid: Iterable[str], what: str = "") -> UnsupportedElement:
        """An error that names an element that cannot be evaluated, to be raised."""
        return UnsupportedElement(self.place(element), (what or _tag(element))[:LONGEST_NAME], owner, valid)

    def note(self, code: str, text: str) -> None:
        """Remember something that a reader of results must know."""
        self.notices.append(Notice(code, text, self.where))

    def child(self, element: Element, *tags: str) -> Element | None:
        """First child with one of ``tags``, else that of the class's default object."""
        for tag in tags:
            for found in element.iterchildren(tag):
                return found
        default = self.defaults.get(_tag(element))
        return None if default is None or default is element else self.child(default, *tags)

    def text(self, element: Element, *tags: str, default: str = "") -> str:
        """Stripped text of a child: a word or a few."""
        found = self.child(element, *tags)
        if found is None:
            return default
        return self._short((found.text or "").strip(), found)

    def name(self, element: Element) -> str:
        """Name of an object; raises ImpossibleData where it has none."""
        name = self.optional_name(element)
        if not name:
            raise self.bad(f"this {_tag(element)} has no name", element, 'an attribute name="..."')
        return name

    def optional_name(self, element: Element) -> str:
        """Name of an object, empty where it has none."""
        return self._short((element.get("name") or "").strip(), element)

    def _short(self, text: str, element: Element) -> str:
        if len(text) > LONGEST_NAME:
            raise self.bad(
                f"a name or word of this {_tag(element)} has {len(text)} characters", element, f"at most {LONGEST_NAME}"
            )
        return text

    def flag(self, element: Element, tag: str, *, default: bool) -> bool:
        """Value of a true-or-false child."""
        text = self.text(element, tag).lower()
        if not text:
            return default
        if text not in _FLAGS:
            raise self.bad(f"{tag} of {label(element)} is {text[:40]!r}", element, "true or false")
        return _FLAGS[text]

    def number(
        self, element: Element, tag: str, default: float, *, largest: float = LARGEST_LENGTH_M, infinite: bool = False
    ) -> float:
        """Value of a one-number child; raises ImpossibleData for anything but one number within ``largest``."""
        found = self.child(element, tag)
        if found is None:
            return default
        return self.numbers(found, 1, largest=largest, infinite=infinite)[0]

    def vector(self, element: Element, tag: str, default: tuple[float, ...]) -> tuple[float, ...]:
        """Numbers of a child, as many as ``default`` has."""
        found = self.child(element, tag)
        return default if found is None else self.numbers(found, len(default))

    def numbers(
        self, element: Element, count: int | None = None, *, largest: float = LARGEST_LENGTH_M, infinite: bool = False
    ) -> tuple[float, ...]:
        """Numbers in the text of ``element``: ``count`` of them where given, finite, at most ``largest`` in size."""
        text = element.text or ""
        try:
            values = tuple(map(float, text.split())) if len(text) <= LONGEST_LIST else ()
        except ValueError:
            values = ()
        most = inf if infinite else largest
        good = all(-most <= value <= most for value in values)
        wrong_count = not values if count is None else len(values) != count
        if wrong_count or not good or "_" in text:
            shown = " ".join(text.split())[:60]
            sort = "numbers or infinities" if infinite else f"finite numbers of at most {largest:g} in size"
            raise self.bad(
                f"{_tag(element)} of {label(_owner(element))} is {shown!r}", element, f"{count or 'one or more'} {sort}"
            )
        return values

    def objects(self, owner: Element, set_tag: str, most: int = LARGEST_SET) -> list[Element]:
        """Objects of the set ``set_tag`` in ``owner``, whether wrapped in ``objects`` or not; at most ``most``."""
        found = next(owner.iterchildren(set_tag), None)
        if found is None:
            return []
        items = list(next(found.iterchildren("objects"), found))
        if len(items) > most:
            raise self.bad(f"{set_tag} has {len(items)} objects", found, f"at most {most}")
        return items


def label(element: Element) -> str:
    """Class and name of an element, as messages call it."""
    name = (element.get("name") or "")[:LONGEST_NAME]
    return f"{_tag(element)} '{name}'" if name else _tag(element)


def _tag(element: Element) -> str:
    return str(element.tag)


def _owner(element: Element) -> Element:
    owner = element.getparent()
    while owner is not None and not owner.get("name") and owner.getparent() is not None:
        owner = owner.getparent()
    return element if owner is None else owner
