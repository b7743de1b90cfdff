"""The structure of a ``.c3d`` file: nothing that it declares may lie outside the file or contradict itself.

The C3D user guide (c3d.org): blocks of 512 bytes; byte 1 of the file names the first block of parameters, byte 2 is
0x50; parameters stand one after the other, each with the offset of the next. A reader that trusts such numbers reads
without end where one of them is damaged: ezc3d 1.7 takes minutes over some files with two wrong bytes, which is why
trochanter decodes the format itself and ezc3d checks it in the tests.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

from trochanter.core.errors import ImpossibleData, UnreadableFile

BLOCK = 512
MAGIC = 0x50
INTEL, DEC, MIPS = 84, 85, 86
_SIZES = {-1: 1, 1: 1, 2: 2, 4: 4}
_SIGN_BYTE = {INTEL: 15, DEC: 13, MIPS: 12}  # of the header's scale, a real of 4 bytes from byte 12 on
_MOST_PARAMETERS = 5000
_MOST_POINTS, _MOST_ANALOG = 5000, 20000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as bytes: kind -1 text, 1 byte, 2 integer, 4 real; dimensions; data."""

    kind: int
    dimensions: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Structure:
    """What a file declares: parameters by (group, name) in capitals, and how much data there have to be."""

    parameters: dict[tuple[str, str], Parameter]
    processor: int
    points: int
    frames: int
    analog_per_frame: int
    data_start: int
    first_frame: int
    is_real: bool


def is_c3d(head: bytes) -> bool:
    """Whether a file begins as a ``.c3d`` file does: magic bytes of header and parameters.

    >>> is_c3d(b"PK")
    False
    """
    if len(head) < BLOCK or head[1] != MAGIC or not 2 <= head[0] <= 64:
        return False
    start = (head[0] - 1) * BLOCK
    return len(head) < start + 4 or head[start + 3] in (INTEL, DEC, MIPS)


def structure_of(data: bytes, where: str) -> Structure:
    """Read header and parameters; raises UnreadableFile or ImpossibleData where they contradict the file's size."""
    if not is_c3d(data):
        raise UnreadableFile(
            "this is no .c3d file, or its beginning is damaged", where=where, next_step="export or copy the file again"
        )
    start = (data[0] - 1) * BLOCK
    if len(data) < start + BLOCK:
        raise _cut_off(where)
    processor = data[start + 3]
    order = ">" if processor == MIPS else "<"
    words = struct.unpack_from(f"{order}10H", data, 0)
    parameters = dict(_parameters(data, start, order, where))
    points, analog = words[1], words[2]
    if points > _MOST_POINTS or analog > _MOST_ANALOG:
        raise _bad(f"the header declares {points} points and {analog} analog values a frame", where)
    counted = number_of(parameters.get(("POINT", "FRAMES")), processor)
    # The guide: the header's first and last frame say where a trial was cut from, POINT:FRAMES how many there are.
    frames = words[4] - words[3] + 1 if counted is None else int(counted)
    # A negative scale says that numbers are stored as reals of 4 bytes, not as integers of 2.
    is_real = bool(data[_SIGN_BYTE[processor]] & 0x80)
    found = Structure(parameters, processor, points, frames, analog, (words[8] - 1) * BLOCK, words[3], is_real)
    _check_room(found, data, where)
    _check_agreement(found, where)
    return found


def number_of(parameter: Parameter | None, processor: int) -> float | None:
    """The first value of a parameter as a finite number; None where it has none."""
    if parameter is None or len(parameter.data) < _SIZES.get(parameter.kind, 9) or parameter.kind < 0:
        return None
    order = ">" if processor == MIPS else "<"
    data = parameter.data[: parameter.kind]
    if processor == DEC and parameter.kind == 4:  # words in the other order, exponents two higher
        value = struct.unpack("<f", data[2:] + data[:2])[0] / 4.0
    else:
        value = struct.unpack(order + {1: "B", 2: "H", 4: "f"}[parameter.kind], data)[0]
    return float(value) if np.isfinite(value) else None


def _parameters(data: bytes, start: int, order: str, where: str) -> Iterator[tuple[tuple[str, str], Parameter]]:
    stop = min(start + max(data[start + 2], 1) * BLOCK, len(data))
    groups: dict[int, str] = {}
    waiting: list[tuple[int, str, Parameter]] = []
    place = start + 4
    for _ in range(_MOST_PARAMETERS):
        if place + 2 > stop or data[place] == 0:
            break
        length, group = (value - 256 if value > 127 else value for value in data[place : place + 2])
        name = data[place + 2 : place + 2 + abs(length)]
        here = place + 2 + abs(length)
        if here + 2 > stop or not name.isascii() or group == 0:
            raise _bad(f"a parameter at byte {place} has no readable name", where)
        offset = struct.unpack_from(f"{order}H", data, here)[0]
        if offset and (offset < 3 or here + offset > stop):
            raise _bad(f"the parameter '{name.decode()}' points outside the parameters", where)
        end = here + offset if offset else stop
        if group < 0:
            groups[-group] = name.decode().strip().upper()
            _check_description(data, here + 2, end, where)
        else:
            waiting.append((group, name.decode().strip().upper(), _parameter(data, here + 2, end, where)))
        if offset == 0:
            break
        place = here + offset
    else:
        raise _bad("there is no end of the parameters", where)
    orphans = [name for group, name, _ in waiting if group not in groups]
    if orphans:
        raise _bad(f"the parameter '{orphans[0]}' belongs to no group", where)
    return (((groups[group], name), parameter) for group, name, parameter in waiting)


def _check_description(data: bytes, place: int, end: int, where: str) -> None:
    """A length and as many letters must end where the next parameter begins, or before."""
    if place >= end or place + 1 + data[place] > end:
        raise _bad(f"the parameter that ends at byte {place} runs into the next one", where)


def _parameter(data: bytes, place: int, end: int, where: str) -> Parameter:
    if place + 2 > end:
        raise _cut_off(where)
    kind, count = struct.unpack_from("<bB", data, place)
    dimensions = tuple(data[place + 2 : place + 2 + count])
    first = place + 2 + count
    size = _SIZES.get(kind, 0) * prod(dimensions)
    if kind not in _SIZES or count > 7:
        raise _bad(f"the parameter at byte {place} is of no known kind", where)
    _check_description(data, first + size, end, where)
    return Parameter(kind, dimensions, data[first : first + size])


def _check_room(found: Structure, data: bytes, where: str) -> None:
    if found.frames < 1 or found.data_start < BLOCK or found.points + found.analog_per_frame == 0:
        raise _bad(f"the header declares {found.frames} frames of {found.points} points", where)
    needed = found.frames * (4 * found.points + found.analog_per_frame) * (4 if found.is_real else 2)
    if found.data_start + needed > len(data):
        raise _cut_off(where)


def _check_agreement(found: Structure, where: str) -> None:
    """POINT and ANALOG say again what the header says; a library may believe either."""

    def value(group: str, name: str) -> float | None:
        return number_of(found.parameters.get((group, name)), found.processor)

    used, rate = value("POINT", "USED"), value("POINT", "RATE")
    if used is None or rate is None or rate <= 0.0:
        raise _bad("the parameters POINT:USED and POINT:RATE are missing or zero", where)
    if used != found.points:
        raise _bad(f"the header declares {found.points} points, POINT:USED {used:g}", where)
    scale = value("POINT", "SCALE")
    if scale is None or scale == 0.0 or (scale < 0.0) != found.is_real:
        raise _bad("the header and POINT:SCALE do not agree whether data are reals or integers", where)
    start = value("POINT", "DATA_START")
    if start is not None and (start - 1.0) * BLOCK != found.data_start:
        raise _bad(f"the data begin at block {found.data_start // BLOCK + 1} and at block {start:g}", where)
    channels, analog_rate = value("ANALOG", "USED") or 0.0, value("ANALOG", "RATE") or 0.0
    expected = channels * round(analog_rate / rate) if analog_rate / rate < _MOST_ANALOG else -1.0
    if expected != found.analog_per_frame:
        text = f"{channels:g} channels at {analog_rate:g} Hz with points at {rate:g} Hz"
        raise _bad(f"the header declares {found.analog_per_frame} analog values a frame, ANALOG {text}", where)


def _bad(what: str, where: str) -> ImpossibleData:
    return ImpossibleData(
        what,
        where=where,
        valid="a .c3d file whose header, parameters and data agree",
        next_step="export or copy the file again: it is damaged",
    )


def _cut_off(where: str) -> UnreadableFile:
    return UnreadableFile(
        "the file ends before its data do",
        where=where,
        valid="as many frames as the header declares",
        next_step="export or copy the file again: it is incomplete",
    )
