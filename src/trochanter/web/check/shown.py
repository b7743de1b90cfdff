"""Checks as they are kept, and what one of them tells: the same functions as the page of the command."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trochanter.anatomy.measuring import method_named
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Notice
from trochanter.findings.after_pain import AGAIN, REOPENED
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.store.records import Stored
from trochanter.web.person import PersonPage

if TYPE_CHECKING:
    from trochanter.kinematics.comparing_check import HipCheck

KIND = "measurement"


@dataclass(frozen=True, slots=True)
class Kept:
    """One check in the list: its key and day, how it was measured, and the documents that it is made of."""

    key: str
    day: dt.date
    position: str
    method: str
    set_ups: int
    documents: tuple[Stored, ...]

    @property
    def words(self) -> str:
        """What people call the method."""
        return method_named(self.method).words


def kept_checks(here: PersonPage) -> tuple[Kept, ...]:
    """All checks of the hips, the last first; what was measured alike on one day is one check."""
    groups: dict[tuple[str, ...], list[Stored]] = {}
    for each in here.data.measurements:
        if each.kind == KIND:
            value = each.value()
            key = (each.day, value["position"], value["mode"], value["method"])
            groups.setdefault(key, []).append(each)
    found = [_kept(documents) for documents in groups.values()]
    return tuple(sorted(found, key=lambda each: each.documents[-1].saved, reverse=True))


def check_named(here: PersonPage, key: str) -> Kept:
    """The check that a document of this key belongs to; raises UnknownName."""
    for each in kept_checks(here):
        if any(document.id == key for document in each.documents):
            return each
    raise UnknownName("check at this address", key[:80], ())


def check_of(here: PersonPage, kept: Kept) -> "HipCheck":
    """What a check tells today; raises UnreadableFile where a document is none."""
    from trochanter.exchange.measurement_reading import measurement_of
    from trochanter.kinematics.comparing_check import check_hips

    now = _told_apart([one for each in kept.documents for one in measurement_of(each.body, "a measurement")])
    older = [each for each in here.checks if each.measured_on < kept.day]
    return check_hips(now, older, notices=_noted(kept.documents))


def _kept(documents: Sequence[Stored]) -> Kept:
    values = [each.value() for each in documents]
    last = documents[-1]
    number = sum(len(value["set_ups"]) for value in values)
    day = dt.date.fromisoformat(last.day)
    return Kept(last.id, day, values[-1]["position"], values[-1]["method"], number, tuple(documents))


def _noted(documents: Sequence[Stored]) -> tuple[Notice, ...]:
    """What was noted of pain when a check was made; all else is worked out anew."""
    found = [
        Notice(each["code"], each["text"])
        for document in documents
        for each in document.value()["notices"]
        if each["code"] in (REOPENED, AGAIN)
    ]
    return tuple(dict.fromkeys(found))


def _told_apart(now: Sequence[RotationRange]) -> tuple[RotationRange, ...]:
    """Set-ups of several documents of a day, each with a name of its own: all was put in place afresh in between."""
    names: set[str] = set()
    found = []
    for each in now:
        name, number = each.set_up, len(names)
        while name in names:
            number += 1
            name = f"set-up {number}"
        names.add(name)
        found.append(replace(each, set_up=name))
    return tuple(found)
