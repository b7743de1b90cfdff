"""Documents on their way in: JSON objects of a known schema with a day, checked before anything is written."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from trochanter.core.errors import ImpossibleData
from trochanter.store.kinds import Kind, kind_of_schema

MOST_CHARACTERS = 16 * 2**20
Check = Callable[[Kind, str], None]
Hide = Callable[[Kind, str], str]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was checked: its kind, day and JSON text."""

    kind: Kind
    day: str
    body: str = field(repr=False)
    value: Mapping[str, Any] = field(repr=False)


def document_of(given: str | Mapping[str, Any], where: str = "document") -> Document:
    """Check a document, given as JSON text or as its object; the text is kept as it is.

    Raises ImpossibleData for what is no JSON object or has no day, UnknownName for a schema that is not kept.
    """
    body = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, allow_nan=False)
    if len(body) > MOST_CHARACTERS:
        raise ImpossibleData(f"{len(body)} characters are too many", where=where, valid=f"at most {MOST_CHARACTERS}")
    value = _object(body, where)
    kind = kind_of_schema(str(value.get("schema", ""))[:80], where)
    return Document(kind, _day(value.get(kind.day_key), kind, where), body.strip(), value)


def nothing_more(kind: Kind, body: str) -> None:
    """No check beside the one that every document gets."""


def without_private_key(kind: Kind, body: str) -> str:
    """The document without what its kind calls private."""
    if not kind.private_key:
        return body
    value = json.loads(body)
    value.pop(kind.private_key, None)
    return json.dumps(value, ensure_ascii=False)


def _object(body: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(body, parse_constant=_no_number)
        body.encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ImpossibleData(f"this is no JSON: {error}", where=where, valid="a JSON object in UTF-8") from None
    if not isinstance(value, dict):
        raise ImpossibleData("this is no JSON object", where=where, valid="a JSON object with its schema and day")
    if "\\u0000" in body:  # PostgreSQL's text cannot hold it
        raise ImpossibleData("it holds a NUL character", where=where, valid="text without NUL characters")
    return value


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _day(found: object, kind: Kind, where: str) -> str:
    try:
        day = dt.date.fromisoformat(str(found)[:10])
    except ValueError:
        raise ImpossibleData(
            f"'{kind.day_key}' has no day: {str(found)[:40]!r}", where=where, valid="a day as YYYY-MM-DD"
        ) from None
    return day.isoformat()
