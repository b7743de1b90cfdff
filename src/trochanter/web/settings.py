"""What a server of the page is told when it starts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HOSTS = ("127.0.0.1", "localhost", "[::1]", "::1")  # with and without the brackets of an address with a port


def clock() -> dt.datetime:
    """The time here and now, with its zone."""
    return dt.datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Settings:
    """One server. token: opens the page once; folder: for jobs and the key of the cookies; now: the clock.

    requests_a_second, burst: what one browser may ask; a page asks for about ten things.
    """

    token: str = field(repr=False)
    folder: Path
    now: Callable[[], dt.datetime] = clock
    requests_a_second: float = 50.0
    burst: int = 300
    hosts: tuple[str, ...] = HOSTS
