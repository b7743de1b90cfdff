"""Files of one JSON object read into what they mean, in one way, and what is said of a file that is none."""

import json
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from pydantic import ValidationError

from trochanter.capture.files import read_file
from trochanter.core.errors import TrochanterError, UnreadableFile

MOST_BYTES = 1024 * 1024


class Versioned(Protocol):
    """A shape that tells the name and version of its format."""

    @property
    def schema_(self) -> str:
        """Name and version."""

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray) -> Self:
        """The shape of a JSON text; raises ValidationError."""


_Made = TypeVar("_Made")
_Found = TypeVar("_Found", bound=Versioned)


@dataclass(frozen=True, slots=True)
class NoDocument:
    """What is said of a file that is not what it should be: what it is not, what would be valid, what to do next.

    keeps_advice: whether an answer that cannot be given is told with the advice that belongs to it, as to somebody who
    typed the file, and not with that for the whole file.
    """

    what: str
    valid: str
    next_step: str
    keeps_advice: bool = False

    def because(self, reason: str, where: str) -> UnreadableFile:
        """The error for a reason."""
        return UnreadableFile(f"{self.what}: {reason}", where=where, valid=self.valid, next_step=self.next_step)

    def of(self, error: TrochanterError, where: str) -> UnreadableFile:
        """The error for something in the file that cannot be."""
        if not self.keeps_advice:
            return self.because(error.what, where)
        place = f"{where}, {error.where}" if error.where else where
        return UnreadableFile(error.what, where=place, valid=error.valid, next_step=error.next_step)


def read_document(
    path: str | os.PathLike[str], shape: type[_Found], schema: str, build: Callable[[_Found], _Made], none: NoDocument
) -> _Made:
    """What a file of JSON means: read in its shape, its schema checked, and built.

    Raises MissingInput and UnreadableFile, in the words of ``none`` where the file is another thing.
    """
    content = read_file(path, MOST_BYTES)
    return document_of(content.data, content.where, shape, schema, build, none)


def document_of(
    text: bytes | str,
    where: str,
    shape: type[_Found],
    schema: str,
    build: Callable[[_Found], _Made],
    none: NoDocument,
) -> _Made:
    """The same for a text that is read already; raises UnreadableFile, which names ``where``."""
    return built(lambda: shape.model_validate_json(text), where, schema, build, none)


def built(
    load: Callable[[], _Found], where: str, schema: str, build: Callable[[_Found], _Made], none: NoDocument
) -> _Made:
    """What ``load`` finds and ``build`` makes of it; all that the two complain about becomes UnreadableFile."""
    try:
        found = load()
        if found.schema_ != schema:
            raise ValueError(f"its schema is '{found.schema_[:60]}'")
        return build(found)
    except ValidationError as error:
        reason = first_fault(error)
    except TrochanterError as error:
        raise none.of(error, where) from None
    except RecursionError:
        reason = "it is nested too deeply"
    except (ValueError, KeyError) as error:
        reason = str(error)
    raise none.because(reason, where)


def toml_or_json(data: bytes, where: str) -> Any:
    """The object in a file that people type: TOML, or JSON where its name, ``where``, ends so; raises ValueError."""
    text = data.decode("utf-8-sig")
    return json.loads(text) if Path(where).suffix.lower() == ".json" else tomllib.loads(text)


def first_fault(error: ValidationError) -> str:
    """The first thing wrong with a file, and where in it."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the file"
    return f"{place}: {first['msg'].lower()}"
