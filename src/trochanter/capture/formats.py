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
from trochanter.capture.trial import Forces, Plates, Table, Trajectories, Trial
from trochanter.core.errors import BadSetting, UnknownFormat
from trochanter.core.expected import expect

HEAD_BYTES = 1 << 16
MAX_RATE_HZ = 1e5
_ELEMENT = re.compile(rb"<([A-Za-z_][\w.-]*)")
_FOREIGN = (  # first bytes of files that people have instead, what they are, and what to do
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it, and name the file that was in it"),
    (b"PK\x03\x04", "an archive or a spreadsheet (.zip, .xlsx)", "unpack it, or save the sheet as text (.csv)"),
    (b"\xff\xfe", "text in UTF-16", "save it again as plain text (UTF-8)"),
    (b"\xfe\xff", "text in UTF-16", "save it again as plain text (UTF-8)"),
    (b"MATLAB ", "a MATLAB file (.mat)", "export the recording as .c3d or .trc"),
    (b"\x89HDF", "an HDF5 or newer MATLAB file", "export the recording as .c3d or .trc"),
)

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name for people, how to know it by its first bytes, and its reader.

    A module of ``trochanter.capture.readers`` that has a ``FORMAT`` is registered by being there. ``read`` raises
    only errors of the TrochanterError family, whatever the bytes are. ``read_at`` reads files whose time is a sample
    index, given their rate in Hz; ``read_movement`` leaves out forces that stand in the same file.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[FileContent], Table | Trajectories | Trial | Body]
    read_at: Callable[[FileContent, float], Trajectories] | None = None
    read_movement: Callable[[FileContent], Trajectories] | None = None


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


def read(
    path: PathLike,
    *,
    forces: PathLike | None = None,
    emg: PathLike | None = None,
    rate_hz: float | None = None,
    forces_rate_hz: float | None = None,
) -> Trial | Body:
    """Read a recording as a Trial or a model as a Body.

    ``forces``: ground forces by foot (external loads, a table whose columns name the feet) or by plate (a ``.c3d``
    file, a table of Fx, COPx, Ty); a ``.c3d`` trial brings its own unless they are given. ``emg``: a table of muscle
    signals.
    ``rate_hz``, ``forces_rate_hz``: samples a second, for files whose time is a sample index. Positions stay in the
    laboratory's axes. Raises MissingInput (no such file), UnknownFormat, UnreadableFile, ImpossibleData, UnknownName,
    UnsupportedElement and BadSetting.
    """
    _expect_paths(path, forces=forces, emg=emg)
    content = read_file(path)
    found = _parse(content, rate_hz, with_forces=forces is None)
    if isinstance(found, Body):
        _refuse_companions(content.where, forces=forces, emg=emg)
        return found
    if isinstance(found, Table):
        return _with_emg(_of_angles(found, forces, forces_rate_hz), emg)
    trial = found if isinstance(found, Trial) else Trial(name=Path(content.where).stem, markers=found)
    return _with_emg(_with_ground(trial, forces, forces_rate_hz), emg)


def _expect_paths(path: object, **companions: object) -> None:
    expect("path", path, (str, os.PathLike), "the name of a file")
    for name, value in companions.items():
        expect(name, value, (str, os.PathLike, type(None)), "the name of a file, or None")


def _parse(content: FileContent, rate_hz: float | None, *, with_forces: bool) -> Table | Trajectories | Trial | Body:
    head = content.data[:HEAD_BYTES]
    for known in known_formats():
        if known.recognises(head):
            if rate_hz is not None:
                return _at_rate(known, content, rate_hz)
            # Forces that are given replace those of the file, which may be what is wrong with it.
            return known.read(content) if with_forces or not known.read_movement else known.read_movement(content)
    raise UnknownFormat(content.where, [known.name for known in known_formats()], *_foreign(head))


def _foreign(head: bytes) -> tuple[str, str]:
    """What a file is that no reader knows, and what to do with it; empty where nobody knows."""
    return next(((what, step) for first, what, step in _FOREIGN if head.startswith(first)), ("", ""))


def _at_rate(known: Format, content: FileContent, rate_hz: float) -> Trajectories:
    if known.read_at is None:
        step = f"'{content.where}' says its own time ({known.name}): leave rate_hz away"
        raise BadSetting("rate_hz", rate_hz, "nothing, with a file that says its own time", step)
    if not 0.0 < rate_hz < MAX_RATE_HZ:
        raise BadSetting("rate_hz", rate_hz, "samples a second, more than 0")
    return known.read_at(content, rate_hz)


def _refuse_companions(where: str, **companions: PathLike | None) -> None:
    for option, value in companions.items():
        if value is not None:
            raise BadSetting(option, os.fspath(value), "nothing, with a model", f"'{where}' is a model: read it alone")


def _of_angles(table: Table, forces: PathLike | None, rate_hz: float | None) -> Trial:
    from trochanter.capture.loads import forces_within

    name = Path(table.source).stem
    if forces is not None:
        return _with_ground(Trial(name=name, coordinates=table), forces, rate_hz)
    found, notices = forces_within(table)
    if notices:
        table = replace(table, notices=(*table.notices, *notices))
    return Trial(name=name, coordinates=table, forces=found)


def _with_ground(trial: Trial, forces: PathLike | None, rate_hz: float | None) -> Trial:
    """The trial with the forces given; those that its own file has stay where none are."""
    if forces is None:
        return trial
    from trochanter.capture.ground import read_ground

    time_s = trial.angles.time_s if trial.markers is None else trial.markers.time_s
    steps = len(time_s) - 1
    span = float(time_s[-1] - time_s[0])
    duration = span * (steps + 1) / steps if steps else None
    ground: Forces | Plates = read_ground(forces, rate_hz=rate_hz, duration_s=duration, start_s=float(time_s[0]))
    if isinstance(ground, Forces):
        return replace(trial, forces=ground, plates=None)
    return replace(trial, forces=None, plates=ground)


def _with_emg(trial: Trial, emg: PathLike | None) -> Trial:
    from trochanter.capture.tables import read_table

    return trial if emg is None else replace(trial, emg=read_table(emg))
