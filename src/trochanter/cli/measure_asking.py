"""Asking for readings one by one, in a terminal: questions go to standard error, standard output stays clean."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from trochanter.anatomy.measuring import method_named
from trochanter.capture.typed_readings import TypedEnd, TypedSetUp, Way, angles_of, pain_of, typed_end
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName
from trochanter.core.sides import SIDES
from trochanter.kinematics.rotation_range import mode_named, position_named

if TYPE_CHECKING:
    from trochanter.kinematics.typed_check import About

Ask = Callable[[str], str]
_WAYS: tuple[tuple[Way, str], ...] = (
    ("internal", "turning in (foot swings out)"),
    ("external", "turning out (foot swings in)"),
)


def typed_line(question: str) -> str:
    """One line of standard input after a question on standard error; raises MissingInput where it ends."""
    print(f"{question} ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise MissingInput("the questions were not answered to the end", next_step="start again; nothing was written")
    return line.strip()


def asked(
    about: "About", ask: Ask = typed_line, before: "Callable[[About], object]" = lambda _: None
) -> "tuple[tuple[TypedSetUp, ...], About]":
    """Ask for what was not said by options, then for every end range of at least one set-up; ask: how to ask.

    before: called with what was said, before any end range is asked for. What cannot be understood is asked again, with
    the reason. Raises MissingInput where nothing was measured, and what ``before`` raises.
    """
    by = "Who measured ('self' for yourself)?"
    found = replace(
        about,
        position=about.position or _understood(ask, "Position: seated, supine or prone?", position_named),
        mode=about.mode or _understood(ask, "Leg moved by oneself (active) or an examiner (passive)?", mode_named),
        method=about.method or _understood(ask, "Measured with: goniometer, inclinometer, ...?", _method_name),
        measured_by=about.measured_by or _understood(ask, by, _said),
    )
    before(found)
    set_ups: list[TypedSetUp] = []
    more = True
    while more:
        name = f"set-up {len(set_ups) + 1}"
        ends = tuple(_ends(ask, name))
        if ends:
            set_ups.append(TypedSetUp(name, ends))
        more = _yes(ask("Another set-up, all put in place afresh? Two a side let the sides be compared. [y/N]"))
    if not set_ups:
        raise MissingInput("no reading was given", next_step="start again; nothing was written")
    return tuple(set_ups), found


def _ends(ask: Ask, name: str) -> Iterable[TypedEnd]:
    for side in SIDES:
        for way, words in _WAYS:
            where = f"{name}, {side.word} hip, {words}"
            text = _understood(ask, f"{where}: degrees of each repeat? [Enter: not measured]", _angles)
            if text:
                told = _understood(ask, "Pain there, 0 to 10?", _pain)
                place = ask("Where (groin, front, side, buttock, back)?") if told not in ("", "0") else ""
                stopped = told not in ("", "0") and _yes(ask("Was the movement stopped because of it? [y/N]"))
                words_of_pain = f"pain {told} {place}" if told else ""
                yield typed_end(f"{text} {words_of_pain} {'stopped' if stopped else ''}", side, way, where)


def _understood(ask: Ask, question: str, understand: Callable[[str], str]) -> str:
    """The answer to a question, asked again until it can be understood."""
    while True:
        try:
            return understand(ask(question))
        except (BadSetting, ImpossibleData, UnknownName) as error:
            tell(str(error), prefix="")


def _method_name(text: str) -> str:
    return method_named(text).name


def _said(text: str) -> str:
    if not text:
        raise BadSetting("who measured", text, "'self', or a name or role")
    return text


def _angles(text: str) -> str:
    if text:
        angles_of(text, "degrees")
    return text


def _pain(text: str) -> str:
    if text:
        pain_of(text, "pain")
    return text


def _yes(text: str) -> bool:
    return text.lower().startswith("y")
