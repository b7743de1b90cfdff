"""What names a muscle elsewhere in an ``.osim`` file: groups get the new lines, lists lose it, all else is refused."""

import re
from collections.abc import Mapping, Sequence

from trochanter.core.errors import ImpossibleData
from trochanter.exchange.osim_edit_spans import Edit, Span, Spans

_LISTS = ("actuator_list", "muscle_list", "force_names", "socket_actuators")
_PROSE = ("credits", "publications")
_WORD = re.compile(rb"\S+")


def group_edits(
    file: Spans, forces: Span, replaced: Mapping[str, Sequence[str]], added: Sequence[str], before: Sequence[str]
) -> list[Edit]:
    """Edits of the force set's groups.

    A replaced muscle gives its place to the lines that ``replaced`` names; a group that held every muscle of a side, of
    the muscles ``before``, holds every one again.
    """
    groups = forces.child("groups")
    edits: list[Edit] = []
    for each in groups.every() if groups is not None else ():
        if each.tag == "members" and not each.children:
            edits += _members(file, each, replaced, added, before)
    return edits


def _members(
    file: Spans, span: Span, replaced: Mapping[str, Sequence[str]], added: Sequence[str], before: Sequence[str]
) -> list[Edit]:
    places = list(_WORD.finditer(file.text(span)))
    names = [place.group().decode("utf-8", errors="replace") for place in places]
    edits, now = [], set(names)
    for place, name in zip(places, names, strict=True):
        if name in replaced:
            now |= set(replaced[name])
            if (text := " ".join(replaced[name])) != name:
                edits.append(Edit(span.inner_start + place.start(), span.inner_start + place.end(), text.encode()))
    more = [name for side in ("_r", "_l") if _whole_side(names, before, side) for name in added if name.endswith(side)]
    text = "".join(f" {name}" for name in more if name not in now)
    if text:
        end = span.inner_start + places[-1].end()
        edits.append(Edit(end, end, text.encode()))
    return edits


def _whole_side(names: Sequence[str], before: Sequence[str], side: str) -> bool:
    own = {name for name in before if name.endswith(side)}
    return bool(own) and own <= set(names)


def reference_edits(file: Spans, forces: Span, gone: frozenset[str], removed: Sequence[Span], where: str) -> list[Edit]:
    """Edits of lists, as of controllers, that name muscles which are ``gone``; their other members stay.

    Raises ImpossibleData where anything but a list names one, because a file with half of a reference does not load.
    """
    if not gone:
        return []
    skipped = {id(each) for span in removed for each in span.every()}
    groups = forces.child("groups")
    skipped |= {id(each) for each in groups.every()} if groups is not None else set()
    edits: list[Edit] = []
    for span in file.root.every():
        if id(span) in skipped:
            continue
        if file.name(span) in gone:
            raise _names_it(file, span, file.name(span), where)
        if not span.children and span.tag not in _PROSE:
            edits += _dropped(file, span, gone, where)
    return edits


def _dropped(file: Spans, span: Span, gone: frozenset[str], where: str) -> list[Edit]:
    edits = []
    words = [
        (w, w.group().decode("utf-8", errors="replace").rsplit("/", 1)[-1]) for w in _WORD.finditer(file.text(span))
    ]
    for word, name in words:
        if name not in gone:
            continue
        if span.tag not in _LISTS or all(other in gone for _, other in words):
            raise _names_it(file, span, name, where)
        start = span.inner_start + word.start()
        while start > span.inner_start and file.data[start - 1 : start].isspace() and word.start() > 0:
            start -= 1
        edits.append(Edit(start, span.inner_start + word.end(), b""))
    return edits


def _names_it(file: Spans, span: Span, name: str, where: str) -> ImpossibleData:
    return ImpossibleData(
        f"the element <{span.tag}> names the muscle '{name}', which the deep rotators replace",
        where=f"{where}, line {file.line(span)}",
        valid="groups of the force set and lists of controllers, which are mended by themselves",
        next_step="take that element out of the model first",
    )
