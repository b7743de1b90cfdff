"""Ways in which a film's bytes get damaged: cut off, overwritten, moved, and numbers of its structure put anew."""

from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]
# Marks behind which a container or a picture tells sizes, times, counts and places.
MARKS = (
    b"tkhd", b"mdhd", b"mvhd", b"stts", b"ctts", b"stsz", b"stsc", b"stco", b"stss", b"stsd", b"avc1", b"avcC", b"elst",
    b"trun", b"tfdt", b"mdat", b"moov", b"trak", b"avih", b"strh", b"strf", b"movi", b"idx1", b"00dc", b"\xff\xc0",
    b"\x1f\x43\xb6\x75", b"\x16\x54\xae\x6b", b"\xa3", b"\xe7", b"\xb0", b"\xba",
)  # fmt: skip
EXTREMES = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def cut(chance: Random, data: bytes) -> bytes:
    return data[: chance.randrange(1, len(data))]


def flip(chance: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 60))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def blank(chance: Random, data: bytes) -> bytes:
    start, length = chance.randrange(len(data)), chance.choice((4, 64, 500, 4_000))
    return data[:start] + bytes(len(data[start : start + length])) + data[start + length :]


def repeat(chance: Random, data: bytes) -> bytes:
    start, length = chance.randrange(len(data)), chance.choice((8, 200, 3_000))
    place = chance.randrange(len(data))
    return data[:place] + data[start : start + length] + data[place:]


def leave_out(chance: Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 8, 200, 3_000)) :]


def number(chance: Random, data: bytes) -> bytes:
    """A number near a mark of the structure gets an extreme or a random value."""
    marks = [mark for mark in MARKS if mark in data]
    mark = chance.choice(marks)
    places = [k for k in range(len(data)) if data.startswith(mark, k)]
    size = chance.choice((1, 2, 4))
    place = max(0, chance.choice(places) + len(mark) + chance.randrange(-8, 48))
    value = chance.choice((*EXTREMES, chance.randrange(1 << 32))) & (1 << 8 * size) - 1
    return data[:place] + value.to_bytes(size, chance.choice(("big", "little"))) + data[place + size :]


MUTATIONS: tuple[Mutation, ...] = (cut, flip, blank, repeat, leave_out, number, number, number)
