"""What passes between the process that decodes a film and the one that uses its pictures: order, facts, pixels.

A message is the length of its head in four bytes, the head in JSON, and, of a picture, its pixels. The film itself is
the standard input of the decoding process, and messages are its standard output: it needs no name and opens no file.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from trochanter.core.errors import TrochanterError

MOST_HEAD_BYTES = 1 << 20
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What the decoding process is asked to do, and how much it may take.

    whole: whether the file goes on to where it says; slow_motion: None for what the file says.
    """

    container: str
    whole: bool
    longest_px: int
    most_hz: float
    slow_motion: float | None
    mirrored: bool
    longest_s: float
    shortest_s: float
    most_pictures: int
    most_pixels: int
    memory_bytes: int
    computing_s: int

    def packed(self) -> str:
        """As one line of text."""
        return json.dumps(asdict(self))

    @classmethod
    def unpacked(cls, text: str) -> "Order":
        """From a line of text."""
        return cls(**json.loads(text))


class Refused(TrochanterError):
    """The film cannot be used, as a code of ``film_words.ERRORS`` and the numbers of its sentence."""

    def __init__(self, code: str, **facts: float | str) -> None:
        super().__init__(f"the film is refused ({code})")
        self.code, self.facts = code, facts


def packed(kind: str, **facts: Any) -> bytes:
    """The head of a message with its length before it."""
    head = json.dumps({"kind": kind, **facts}).encode()
    return len(head).to_bytes(4, "big") + head


def unpacked(read: Callable[[int], bytes]) -> Facts | None:
    """The next head that ``read`` (so many bytes, or fewer at the end) gives; None at the end or of nonsense."""
    length = int.from_bytes(read(4), "big")
    if not 0 < length <= MOST_HEAD_BYTES:
        return None
    try:
        head = json.loads(read(length))
    except ValueError:
        return None
    return head if isinstance(head, dict) and isinstance(head.get("kind"), str) else None
