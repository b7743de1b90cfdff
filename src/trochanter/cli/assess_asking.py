"""The questions on goal and history in the terminal: one at a time, with back, skip, quit and why."""

import datetime as dt
import sys

from trochanter.cli.progress import tell
from trochanter.core.errors import MissingInput
from trochanter.findings.finding_words import told
from trochanter.findings.history import History
from trochanter.findings.history_asking import Asked, history_of, next_question
from trochanter.findings.history_replies import may_be_left_out, understood
from trochanter.findings.history_words import Question, choices_of, questions

_BACK, _QUIT, _WHY = ("b", "back", "u", "undo"), ("q", "quit"), ("w", "why")


def asked_history(on: dt.date) -> History:
    """The history of the person at the keyboard, told on a day.

    Raises KeyboardInterrupt where they quit, MissingInput where the input ends.
    """
    tell(told("ask_begin", most=len([each for each in questions() if not (each.opened_by or each.each_of)])), prefix="")
    replies, way = dict[str, str](), list[str]()
    while (asked := next_question(replies)) is not None:
        reply = _reply(asked, len(way) + 1, on)
        if reply is not None:
            way.append(asked.key)
            replies[asked.key] = reply
        elif way:
            replies.pop(way.pop())
        else:
            tell(told("ask_first"), prefix="")
    return history_of(replies, on)


def _reply(asked: Asked, number: int, on: dt.date) -> str | None:
    """The reply to a question in its plain form, or None to go back."""
    question = asked.question
    tell("\n" + "\n".join(_shown(asked, number)), prefix="")
    while True:
        typed = _line()
        word = typed.lower()
        if word in _BACK:
            return None
        if word in _WHY:
            tell(question.why, prefix="")
            continue
        reply = understood(question, typed, on)
        if reply is not None:
            return reply
        tell(f"{told('ask_not_understood')} {_keys(question)}", prefix="")


def _shown(asked: Asked, number: int) -> list[str]:
    question = asked.question
    lines = [told("ask_number", number=number), asked.ask]
    if question.private:
        lines += [question.why, told("ask_optional")]
    if question.kind in ("choice", "list"):
        lines += [f"  {place}  {each}" for place, each in enumerate(choices_of(question.group).values(), 1)]
    if question.default and question.kind == "list":
        words = [choices_of(question.group)[word] for word in question.default.split(", ")]
        lines.append(told("ask_default", default="; ".join(words)))
    elif question.default and not question.private:
        lines.append(told("ask_default", default=question.default))
    return [*lines, _keys(question)]


def _keys(question: Question) -> str:
    keys = told("ask_keys" if may_be_left_out(question) else "ask_keys_needed")
    if question.hint:
        return told("ask_hint", hint=question.hint, keys=keys)
    return told(f"ask_{question.kind}", keys=keys)


def _line() -> str:
    """A line from the keyboard; raises KeyboardInterrupt for 'quit' and MissingInput at the end of the input."""
    line = sys.stdin.readline()
    if not line:
        raise MissingInput(
            told("ask_no_answer"), valid=told("ask_no_answer_valid"), next_step=told("ask_no_answer_next")
        )
    if line.strip().lower() in _QUIT:
        raise KeyboardInterrupt
    return line.strip()
