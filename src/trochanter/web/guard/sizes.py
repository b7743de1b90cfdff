"""How many bytes a request may bring: little for a form, much for a film; counted as they come."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

MOST_FORM = 1 * 2**20
MOST_UPLOAD = 4 * 2**30
UPLOAD = "/upload"


WORDS = "This is larger than what this page takes."


def most_bytes(path: str) -> int:
    """What may be sent to a path: uploads end in '/upload'.

    >>> most_bytes("/p/1/check/upload") > most_bytes("/p/1/today")
    True
    """
    return MOST_UPLOAD if path.endswith(UPLOAD) else MOST_FORM


def counted(receive: Receive, most: int) -> Receive:
    """The bytes of a request, with an end where they become too many; raises HTTPException 413."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413, WORDS)
        return message

    return receiving
