"""Set-ups of several measurements of a day told apart: a name stands for one time of putting everything in place."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

_ALIKE = ("measured_on", "position", "mode", "method")


def told_apart(body: str, others: Iterable[str]) -> str:
    """The text of a measurement whose set-ups have names that no alike one of its day has.

    body: the text of a ``measurement.json``; others: texts of those that are kept. Where nothing has the same name the
    text is returned as it is.
    """
    found: dict[str, Any] = json.loads(body)
    alike = [each for each in map(json.loads, others) if all(each.get(name) == found[name] for name in _ALIKE)]
    taken = {name for each in alike for name in _names(each)}
    if not taken & set(_names(found)):
        return body
    new: dict[str, str] = {}
    for name in _names(found):
        number = len(taken) + 1
        while (other := f"set-up {number}") in taken:
            number += 1
        taken.add(other)
        new[name] = other
    for each in found["set_ups"]:
        each["name"] = new[each["name"]]
    for each in found.get("films", ()):
        each["set_up"] = new.get(each["set_up"], each["set_up"])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _names(measurement: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(each["name"] for each in measurement.get("set_ups", ())))
