"""What a job's process does before its command: it takes limits on itself, and ends when the server does.

Run as a file, with nothing but the standard library, so that it begins at once. The standard input is a pipe that the
server holds: its first line says what to do, which as arguments every account of the computer could read; where it
ends, the server has ended, however it did, and this process goes with all that it began.
"""

import json
import os
import runpy
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind")


def main() -> None:
    """Run ``trochanter`` with the command and the limits that the server names."""
    order: dict[str, Any] = json.loads(_first_line())
    _watch_server()
    _limit(order)
    if not order["network"]:
        sys.addaudithook(_refuse_network)
    sys.argv = ["trochanter", *order["command"]]
    runpy.run_module("trochanter", run_name="__main__", alter_sys=True)


def _first_line() -> bytes:
    """The first line of the standard input, and not a byte more; a server that has ended says nothing."""
    said = bytearray()
    while not said.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            raise SystemExit(1)
        said += byte
    return bytes(said)


def _watch_server() -> None:
    pipe = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def watch() -> None:
        with suppress(OSError):
            while os.read(pipe, 4096):
                pass
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit(limits: dict[str, Any]) -> None:
    with suppress(OSError, AttributeError):
        os.nice(int(limits["nice"]))
    try:
        import resource
    except ImportError:  # not on Windows
        return
    wanted = ((resource.RLIMIT_AS, limits["memory_bytes"]), (resource.RLIMIT_FSIZE, limits["file_bytes"]))
    for what, most in (*wanted, (resource.RLIMIT_CORE, 0)):
        _, hardest = resource.getrlimit(what)
        least = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (least, least))


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        raise PermissionError(1, "a job does not use the network")


if __name__ == "__main__":
    main()
