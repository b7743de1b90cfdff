"""Where the elements of an XML file lie in its bytes, so that some can be changed and all others stay as they are.

For files that the safe reader (``capture.xml``) has accepted: well-formed, without document type, in an encoding whose
markup is ASCII.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(
    rb"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s/>]+)((?:[^>"'/]|"[^"]*"|'[^']*'|/(?!>))*)(/?)>""",
    re.DOTALL,
)
_INDENT = re.compile(rb"[ \t\r\n]*\Z")


@dataclass(slots=True, eq=False)
class Span:
    """One element: bytes [start, end), its content [inner_start, inner_end); empty where it is closed in one tag."""

    tag: str
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1
    empty: bool = False
    parent: "Span | None" = None
    children: "list[Span]" = field(default_factory=list)

    def child(self, tag: str) -> "Span | None":
        """First child with a tag."""
        return next((each for each in self.children if each.tag == tag), None)

    def every(self) -> "Iterator[Span]":
        """This element and all below it."""
        yield self
        for each in self.children:
            yield from each.every()


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes [start, end) of a file that become others."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True)
class Spans:
    """A file's bytes and its root element."""

    data: bytes
    root: Span

    def text(self, span: Span) -> bytes:
        """Content of an element."""
        return self.data[span.inner_start : span.inner_end]

    def attribute(self, span: Span, name: str) -> str:
        """An attribute of an element, empty where it has none."""
        found = self._attribute(span, name)
        return "" if found is None else unescape(found.group(1)[1:-1].decode("utf-8", errors="replace")).strip()

    def name(self, span: Span) -> str:
        """The attribute ``name`` of an element, empty where it has none."""
        return self.attribute(span, "name")

    def _attribute(self, span: Span, name: str) -> "re.Match[bytes] | None":
        pattern = re.compile(rb"""\s%b\s*=\s*("[^"]*"|'[^']*')""" % name.encode())
        return pattern.search(self.data, span.start, span.inner_start)

    def line(self, span: Span) -> int:
        """Number of the line in which an element begins, from 1."""
        return self.data.count(b"\n", 0, span.start) + 1

    def indent(self, span: Span) -> bytes:
        """White space before an element: a line end and its indentation, if it stands on a line of its own."""
        found = _INDENT.search(self.data, max(0, span.start - 4096), span.start)
        return found.group() if found else b""

    def step(self, span: Span) -> bytes:
        """What one more level of indentation adds, measured at an element and its parent."""
        own = self.indent(span)
        above = self.indent(span.parent) if span.parent is not None else b""
        return own[len(above) :] if above and own.startswith(above) else b"\t" if own else b""

    def renamed(self, span: Span, name: str) -> Edit:
        """An element gets another name."""
        found = self._attribute(span, "name")
        if found is not None:
            return Edit(found.start(1), found.end(1), f'"{name}"'.encode())
        after = span.start + 1 + len(span.tag.encode())
        return Edit(after, after, f' name="{name}"'.encode())

    def retold(self, span: Span, text: str) -> Edit:
        """An element gets another text; the white space around it stays."""
        if span.empty:
            return Edit(span.start, span.end, f"<{span.tag}>{text}</{span.tag}>".encode())
        old = self.text(span)
        left = span.inner_start + len(old) - len(old.lstrip())
        right = max(left, span.inner_start + len(old.rstrip()))
        return Edit(left, right, text.encode())

    def filled(self, span: Span, content: bytes) -> Edit:
        """An element's whole content is replaced; its end tag stays on its line."""
        if not content:
            return Edit(span.inner_start, span.inner_end, b"")
        close = self.indent(span)
        if span.empty:
            tag = span.tag.encode()
            return Edit(span.start, span.end, b"<" + tag + b">" + content + close + b"</" + tag + b">")
        return Edit(span.inner_start, span.inner_end, content + close)

    def extended(self, span: Span, content: bytes) -> Edit:
        """Something is added behind an element's last child."""
        if not span.children:
            return self.filled(span, content)
        return Edit(span.children[-1].end, span.children[-1].end, content)

    def removed(self, span: Span) -> Edit:
        """An element goes, with the white space before it."""
        return Edit(span.start - len(self.indent(span)), span.end, b"")


def spans_of(data: bytes) -> Spans:
    """Find all elements in the bytes of a well-formed XML file."""
    top = Span("", 0, 0)
    open_element = top
    for found in _TOKEN.finditer(data):
        if found.group(2) is None:
            continue
        if found.group(1):
            open_element.inner_end, open_element.end = found.start(), found.end()
            open_element = open_element.parent or top
            continue
        new = Span(found.group(2).decode("utf-8", errors="replace"), found.start(), found.end(), parent=open_element)
        open_element.children.append(new)
        if found.group(4):
            new.inner_end, new.end, new.empty = found.end(), found.end(), True
        else:
            open_element = new
    root = top.children[0]
    root.parent = None
    return Spans(data, root)


def edited(data: bytes, edits: list[Edit], start: int = 0, end: int | None = None) -> bytes:
    """Bytes [start, end) with edits inside it, which do not overlap; those at one place keep their order."""
    parts, position = [], start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [data[position : edit.start], edit.new]
        position = edit.end
    return b"".join([*parts, data[position:end]])


@dataclass(frozen=True, slots=True)
class Node:
    """A new element: its text, or its children."""

    tag: str
    text: str = ""
    name: str = ""
    children: "tuple[Node, ...]" = ()


def rendered(node: Node, indent: bytes, step: bytes) -> bytes:
    """A new element in the file's own indentation and line ends, with the white space before it."""
    name = f' name="{node.name}"' if node.name else ""
    start = indent + f"<{node.tag}{name}>".encode()
    inside = b"".join(rendered(each, indent + step, step) for each in node.children)
    return start + (inside + indent if node.children else node.text.encode()) + f"</{node.tag}>".encode()
