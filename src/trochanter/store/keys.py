"""Keys of rows: UUIDs of version 7 (RFC 9562), which begin with the time, so that rows of one time lie together.

Nothing relies on their order: a clock may jump. What came after what is told by the numbers of the audit.
"""

from datetime import UTC, datetime
from uuid import UUID

from trochanter.core.errors import ImpossibleData


def new_key() -> str:
    """A new key; in one process each is above the one before, also where the clock has jumped back."""
    from uuid6 import uuid7

    return str(uuid7())


def checked_key(text: str, where: str = "") -> str:
    """A key from a file, as it is written in the records; raises ImpossibleData."""
    try:
        found = str(UUID(text))
    except ValueError:
        found = ""
    if not found or found != text:
        raise ImpossibleData(f"'{text[:60]}' is no key of a record", where=where, valid="a UUID in small letters")
    return found


def now_text() -> str:
    """This instant in universal time, as ISO 8601 text with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
