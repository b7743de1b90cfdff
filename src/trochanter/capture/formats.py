"""The verb ``read`` and the formats it knows: a file is recognised by its content, never by its name."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from trochanter.anatomy.body import Body
from trochanter.capture.files import FileContent, read_file
from trochanter.capture.trial import Table, Trial
from trochanter.core.errors import BadSetting, UnknownFormat

HEAD_BYTES = 1 << 16
_ELEMENT = re.compile(rb"<([A-Za-z_][\w.-]*)")

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name for people, how to know it by its first bytes, and its reader.

    A module of ``trochanter.capture.readers`` that has a ``FORMAT`` is registered by being there. ``read`` raises
    only errors of the TrochanterError family, whatever the bytes are.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[FileContent], Table | Body]


@cache
def known_formats() -> tuple[Format, ...]:
    """All registered formats, in the order of their modules' names."""
    from trochanter.capture import readers

    names = sorted(module.name for module in iter_modules(readers.__path__))
    found = [import_module(f"{readers.__name__}.{name}").FORMAT for name in names]
    return tuple(found)


def xml_elements(head: bytes, most: int = 3) -> tuple[str, ...]:
    """Names of the first elements of an XML document; empty where it is none.

    >>> xml_elements(b"<?xml version='1.0'?><OpenSimDocument Version='40000'><Model name='m'>")
    ('OpenSimDocument', 'Model')
    """
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<"):
        return ()
    text = re.sub(rb"<!--.*?(?:-->|\Z)", b"", text, flags=re.DOTALL)
    return tuple(name.decode("ascii", "replace") for name in _ELEMENT.findall(text)[:most])


def read(path: PathLike, *, forces: PathLike | None = None, emg: PathLike | None = None) -> Trial | Body:
    """Read a recording as a Trial or a model as a Body.

    ``forces``: ground forces, as external loads or as a table with columns that name the feet; ``emg``: a table of
    muscle signals. Raises MissingInput (no such file), UnknownFormat, UnreadableFile, ImpossibleData and BadSetting.
    """
    content = read_file(path)
    found = _parse(content)
    if isinstance(found, Body):
        _refuse_companions(content.where, forces=forces, emg=emg)
        return found
    return _trial(found, forces, emg)


def _parse(content: FileContent) -> Table | Body:
    head = content.data[:HEAD_BYTES]
    for known in known_formats():
        if known.recognises(head):
            return known.read(content)
    raise UnknownFormat(content.where, [known.name for known in known_formats()])


def _refuse_companions(where: str, **companions: PathLike | None) -> None:
    for option, value in companions.items():
        if value is not None:
            raise BadSetting(option, os.fspath(value), "nothing, with a model", f"'{where}' is a model: read it alone")


def _trial(table: Table, forces: PathLike | None, emg: PathLike | None) -> Trial:
    from trochanter.capture.loads import forces_within, read_forces
    from trochanter.capture.tables import read_table

    found, notices = forces_within(table) if forces is None else (read_forces(forces), ())
    return Trial(
        name=Path(table.source).stem,
        coordinates=replace(table, notices=(*table.notices, *notices)) if notices else table,
        forces=found,
        emg=None if emg is None else read_table(emg),
    )
