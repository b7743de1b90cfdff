"""The questions on goal and history on a few pages: what a form brought, in the plain form that the questions take."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from trochanter.findings.history_asking import NONE, Asked, opened
from trochanter.findings.history_replies import understood
from trochanter.findings.history_words import choices_of
from trochanter.web.fields import said
from trochanter.web.look import Look

DRAFT = "goal"
RUNS = 4  # rows of runs
GROUPS: Mapping[str, tuple[str, ...]] = {
    "goal": ("goal", "able", "wanted_by", "limited"),
    "pain": ("places", "pain", "onset", "onset_km", "at_night", "sitting", "turns_in"),
    "before": ("injuries", "injury", "runs", "race_on"),
    "have": ("equipment", "minutes", "therapist"),
    "private": ("private", "sex", "weeks_pregnant", "birth_on", "birth_how", "pelvic", "seen"),
}
Given = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as a page shows it, with what was answered before.

    parts: of an answer that has several; fault: why what was typed could not be taken.
    """

    asked: Asked
    choices: Mapping[str, str]
    ticked: frozenset[str]
    text: str
    parts: Mapping[str, str]
    fault: str = ""

    @property
    def key(self) -> str:
        """Its key, such as 'pain:groin'."""
        return self.asked.key

    @property
    def kind(self) -> str:
        """How it is answered."""
        return self.asked.question.kind


def of_group(group: str, replies: Mapping[str, str]) -> tuple[Asked, ...]:
    """The questions of a group that the replies open."""
    return tuple(each for each in opened(replies) if each.question.key in GROUPS[group])


def shown(asked: Asked, replies: Mapping[str, str], look: Look, fault: str = "", typed: str | None = None) -> Shown:
    """A question with the reply that there is, or with what was typed and could not be taken."""
    question = asked.question
    reply = typed if typed is not None else replies.get(asked.key, question.default)
    return Shown(
        asked=asked,
        choices=choices_of(question.group) if question.group else {},
        ticked=frozenset(reply.split(", ")) if question.kind == "list" else frozenset({reply}),
        text=_km_text(reply, look) if question.kind == "km" else "" if reply == NONE else reply,
        parts=_parts(question.kind, reply, look),
        fault=fault,
    )


def taken(asked: Asked, fields: Given, look: Look, on: dt.date) -> tuple[str | None, str]:
    """The reply that a form brings to a question, None for nonsense; and what was typed, in one text."""
    typed = _typed(asked, fields, look)
    return understood(asked.question, typed, on), typed


def _typed(asked: Asked, fields: Given, look: Look) -> str:
    """What a form brought, as somebody would type it in answer to the question."""
    key, kind = asked.key, asked.question.kind
    if kind == "list":
        return ", ".join(each for each in fields.get(key, ()) if each) or NONE
    if kind == "pain":
        return " ".join(filter(None, (said(fields, f"{key}.side"), said(fields, f"{key}.worst"))))
    if kind == "injury":
        return " ".join(filter(None, (said(fields, f"{key}.{part}") for part in ("side", "year", "picture"))))
    if kind == "runs":
        return _runs_typed(fields, look)
    text = said(fields, key).replace(",", ".") if kind == "km" else said(fields, key)
    return f"{text} mi" if kind == "km" and text and look.units == "imperial" else text


def _runs_typed(fields: Given, look: Look) -> str:
    if said(fields, "runs.none"):
        return "0"
    found = []
    for k in range(RUNS):
        day, far = said(fields, f"runs.day.{k}"), said(fields, f"runs.far.{k}").replace(",", ".")
        if day or far:
            found.append(f"{day}: {_km(far, look)}")
    return "; ".join(found)


def _km(text: str, look: Look) -> str:
    try:
        return f"{look.km(float(text)):.2f}"
    except ValueError:
        return text


def _km_text(reply: str, look: Look) -> str:
    try:
        return look.distance(float(reply)).partition(" ")[0]
    except ValueError:
        return reply.removesuffix(" mi")


def _parts(kind: str, reply: str, look: Look) -> Mapping[str, str]:
    """The parts of a reply that has several: side, worst, year, picture; days and distances of runs."""
    if kind == "runs":
        found: dict[str, str] = {"none": "yes" if reply == "0" else ""}
        for k, run in enumerate(reply.split("; ") if reply not in ("", "0") else ()):
            day, _, far = run.replace(":", "").partition(" ")
            found |= {f"day.{k}": day, f"far.{k}": _km_text(far.strip(), look)}
        return found
    if kind not in ("pain", "injury"):
        return {}
    words = reply.split()
    return {
        "side": next((each for each in words if each in ("right", "left", "both")), ""),
        "worst": next((each for each in words if each.isdecimal()), "") if kind == "pain" else "",
        "year": next((each for each in words if each.isdecimal()), "") if kind == "injury" else "",
        "picture": next((each for each in words if each in choices_of("pictures")), ""),
    }
