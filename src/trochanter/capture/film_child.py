"""The process that decodes a film: the film is its standard input, messages are its standard output.

It limits itself before it touches a byte of the film: memory, computing time, no file written and, where the system
can, none opened. It ends when nobody reads its messages any more.
"""

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from io import FileIO
from typing import TYPE_CHECKING

from trochanter.capture.film_messages import Order, Refused, packed

if TYPE_CHECKING:
    from trochanter.capture.film_decoding import Tally

BEAT_S = 0.5


class Outlet:
    """Where messages go, from the decoding thread and from the one that tells that it still works."""

    def __init__(self, raw: FileIO) -> None:
        self._raw, self._lock = raw, threading.Lock()

    def say(self, kind: str, pixels: memoryview | None = None, **facts: object) -> None:
        """Write one message; ends this process where nobody listens."""
        try:
            with self._lock:
                self._write(memoryview(packed(kind, **facts)))
                if pixels is not None:
                    self._write(pixels)
        except OSError:
            os._exit(1)

    def _write(self, left: memoryview) -> None:
        while left:
            left = left[self._raw.write(left) :]


def main() -> None:
    """Decode the film on standard input as the order in the first argument says."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    order = Order.unpacked(sys.argv[1])
    outlet = Outlet(_own_output())
    limit_size(order)
    try:
        from trochanter.capture.film_decoding import Decoding, Tally
        from trochanter.capture.film_rehearsal import rehearse

        rehearse()
        limit_files()
        tally = Tally()
        threading.Thread(target=_beat, args=(outlet, tally), daemon=True).start()
        with FileIO(0, "rb", closefd=False) as stream:
            decoding = Decoding(stream, order, tally)
            outlet.say("film", **decoding.facts())
            for time_s, pixels in decoding.pictures():
                outlet.say("picture", pixels.data.cast("B"), time_s=time_s)
            outlet.say("end", notices=decoding.last_notices())
    except Refused as refused:
        outlet.say("refused", code=refused.code, facts=refused.facts)
    except MemoryError:
        outlet.say("refused", code="memory", facts={})
    os._exit(0)  # nothing of a damaged film's state is tidied up


def limit_size(order: Order) -> None:
    """Let this process take no more memory and time than ordered, and write no file; Windows knows no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, order.memory_bytes),
        (resource.RLIMIT_CPU, order.computing_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(what, most)


def limit_files() -> None:
    """Let this process open nothing more, neither files nor connections; Windows knows no such limit."""
    try:
        import resource
    except ImportError:
        return
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(what: int, most: int) -> None:
    import resource

    _, hardest = resource.getrlimit(what)
    least = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
    with suppress(ValueError, OSError):  # macOS refuses some limits
        resource.setrlimit(what, (least, hardest))


def _own_output() -> FileIO:
    """Standard output as bytes; what a library prints goes where errors go, and does not disturb the messages."""
    own = os.dup(1)
    os.dup2(2, 1)
    return FileIO(own, "wb")


def _beat(outlet: Outlet, tally: "Tally") -> None:
    while True:
        time.sleep(BEAT_S)
        outlet.say("beat", work=tally.work)


if __name__ == "__main__":
    main()
