"""Ways in which a ``.c3d`` file goes wrong between a laboratory and a reader: bytes, not text."""

import struct
from collections.abc import Callable
from random import Random

from trochanter.capture.c3d_structure import structure_of

Mutation = Callable[[Random, bytes], bytes]

_REALS = (0.0, -1.0, 1.0, 1e-3, 1e3, 1e30, -1e30, float("nan"), float("inf"), 3.4e38, 1e-40)


def _data_start(data: bytes) -> int:
    return (int(struct.unpack_from("<H", data, 16)[0]) - 1) * 512


def _real(chance: Random, value: float) -> float:
    odd = chance.random() < 0.2
    return chance.choice(_REALS) if odd else (value or 1.0) * chance.choice((-1.0, 0.5, 1.5, 10.0, 1000.0))


def _with_real(chance: Random, data: bytes, place: int) -> bytes:
    value = _real(chance, struct.unpack_from("<f", data, place)[0])
    try:
        new = struct.pack("<f", value)
    except OverflowError:
        new = struct.pack("<f", 3e38)
    return data[:place] + new + data[place + 4 :]


def numbers(chance: Random, data: bytes) -> bytes:
    """Other positions, residuals and analog values in a few places."""
    start = _data_start(data)
    for _ in range(chance.randint(1, 5)):
        data = _with_real(chance, data, start + 4 * chance.randrange((len(data) - start) // 4))
    return data


def _parameter_place(chance: Random, data: bytes, *names: tuple[str, str]) -> tuple[int, int, int]:
    """Where a parameter's data stand, how long they are, and of what kind."""
    parameters = structure_of(data, "").parameters
    known = [parameters[name] for name in names if name in parameters and parameters[name].data]
    chosen = chance.choice(known)
    return data.find(chosen.data), len(chosen.data), chosen.kind


def parameters(chance: Random, data: bytes) -> bytes:
    """Another place, scale, rate or kind of plate."""
    group = "FORCE_PLATFORM"
    names = [(group, name) for name in ("CORNERS", "ORIGIN", "TYPE", "CHANNEL", "ZERO", "CAL_MATRIX")]
    names += [("POINT", "RATE"), ("POINT", "SCALE"), ("ANALOG", "SCALE"), ("ANALOG", "OFFSET"), ("ANALOG", "GEN_SCALE")]
    place, length, kind = _parameter_place(chance, data, *names)
    if kind == 4:
        return _with_real(chance, data, place + 4 * chance.randrange(length // 4))
    where = place + chance.randrange(length)
    return data[:where] + bytes([chance.choice((0, 1, 2, 3, 5, 255))]) + data[where + 1 :]


def names(chance: Random, data: bytes) -> bytes:
    """Another letter in a label."""
    place, length, _ = _parameter_place(chance, data, ("POINT", "LABELS"))
    where = place + chance.randrange(length)
    return data[:where] + bytes([chance.choice(b"ABxyz_* \0\xe9")]) + data[where + 1 :]


def units(chance: Random, data: bytes) -> bytes:
    """Another unit of points or channels."""
    place, length, _ = _parameter_place(chance, data, ("POINT", "UNITS"), ("ANALOG", "UNITS"))
    new = chance.choice((b"mm", b"cm", b"m ", b"in", b"Nm", b"V ", b"  ", b"\xb5m"))[:length]
    return data[:place] + new + data[place + len(new) :]


def headers(chance: Random, data: bytes) -> bytes:
    """Another number in the header."""
    place = 2 * chance.randrange(0, 12)
    return data[:place] + struct.pack("<H", chance.choice((0, 1, 2, 7, 60, 255, 9999, 65535))) + data[place + 2 :]


def structure(chance: Random, data: bytes) -> bytes:
    """Other bytes among the parameters: lengths, kinds, dimensions, offsets, names."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(512, _data_start(data))] = chance.randrange(256)
    return bytes(changed)


def truncation(chance: Random, data: bytes) -> bytes:
    """The file ends anywhere."""
    return data[: chance.randrange(1, len(data))]


def garbage(chance: Random, data: bytes) -> bytes:
    """A few bytes overwritten by anything, put in or taken out."""
    where = chance.randrange(len(data))
    junk = chance.randbytes(chance.choice((1, 1, 8, 300)))
    return data[:where] + junk + data[where + chance.choice((0, len(junk), len(junk))) :]


C3D_MUTATIONS: tuple[Mutation, ...] = (
    *(numbers, numbers, numbers, parameters, parameters, parameters, names, units),
    *(headers, structure, structure, truncation, garbage),
)
