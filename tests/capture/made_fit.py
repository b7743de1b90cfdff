"""A small encoder of .fit files for tests, written from the protocol: header, definitions, data, both checksums."""

import datetime as dt
import struct
from collections.abc import Sequence

EPOCH = dt.datetime(1989, 12, 31, tzinfo=dt.UTC)
UINT8, UINT16, UINT32, ENUM = 0x02, 0x84, 0x86, 0x00
SIZES = {UINT8: "B", UINT16: "H", UINT32: "I", ENUM: "B"}
FILE_ID, SPORT, SESSION, RECORD, ACTIVITY = 0, 12, 18, 20, 34
RUNNING, CYCLING = 1, 2
Field = tuple[int, int, int]  # number, base type, value
_TABLE = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip


def checksum(data: bytes) -> int:
    """CRC-16 of the protocol, nibble by nibble."""
    crc = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            crc = ((crc >> 4) & 0x0FFF) ^ _TABLE[crc & 0xF] ^ _TABLE[nibble]
    return crc


def seconds(when: dt.datetime) -> int:
    return int((when - EPOCH).total_seconds())


def message(number: int, fields: Sequence[Field]) -> bytes:
    """A definition of local type 0 and its one row of data."""
    head = struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields))
    shape = b"".join(struct.pack("<BBB", field, struct.calcsize(SIZES[kind]), kind) for field, kind, _ in fields)
    return head + shape + b"\0" + b"".join(struct.pack("<" + SIZES[kind], value) for _, kind, value in fields)


def fit(*messages: bytes) -> bytes:
    """A whole file."""
    body = b"".join(messages)
    head = struct.pack("<BBHI4s", 14, 0x20, 2158, len(body), b".FIT")
    whole = head + struct.pack("<H", checksum(head)) + body
    return whole + struct.pack("<H", checksum(whole))


def session(start: dt.datetime, metres: float | None = 5020.0, timer_s: float = 1800.0, sport: int = RUNNING) -> bytes:
    fields = [(253, UINT32, seconds(start) + int(timer_s)), (2, UINT32, seconds(start)), (5, ENUM, sport)]
    fields += [(8, UINT32, int(1000 * timer_s))]
    fields += [] if metres is None else [(9, UINT32, int(100 * metres))]
    return message(SESSION, fields)


def activity(when: dt.datetime, offset_h: int) -> bytes:
    return message(ACTIVITY, [(253, UINT32, seconds(when)), (5, UINT32, seconds(when) + 3600 * offset_h)])


def record(when: dt.datetime, metres: float) -> bytes:
    return message(RECORD, [(253, UINT32, seconds(when)), (5, UINT32, int(100 * metres))])


def sport(number: int = RUNNING) -> bytes:
    return message(SPORT, [(0, ENUM, number)])
