"""``trochanter serve``: the page, on this computer and for nobody beyond it."""

import os
import socket
import sys
import webbrowser
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell
from trochanter.cli.record_options import Where, opened
from trochanter.core.errors import BadSetting

USUAL_PORT = 8000
OTHERS = 20


@app.command()
def serve(
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="8000, or the next one that is free, if left out.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in a browser.")] = False,
    host: Annotated[str, typer.Option("--host", help="Only this computer: 127.0.0.1, ::1 or localhost.")] = "127.0.0.1",
    where: Where = None,
) -> None:
    """Open the page: check your hips, see your plan and your progress.

    It runs on this computer alone, works without a network, and sends nothing
    anywhere. The address that it prints works once. Ctrl-C ends it; what you
    saved is kept in your records.
    """
    _refuse_beyond(host)
    os.umask(0o077)  # whatever is written from here on, also by the work that it begins, is for its owner alone
    listening = _listening(host, port)
    with opened(where, create=True) as store, listening:
        from secrets import token_urlsafe

        from trochanter.web.app import create_app
        from trochanter.web.running import run
        from trochanter.web.settings import Settings

        token = token_urlsafe(24)
        address = f"http://{_shown(host)}:{listening.getsockname()[1]}/enter?token={token}"
        page = create_app(Settings(token, store.place.folder), store)
        run(page, listening, lambda: _tell(address, no_browser=no_browser))


def _refuse_beyond(host: str) -> None:
    from trochanter.web.settings import LOOPBACK

    if host not in LOOPBACK:
        raise BadSetting(
            "--host", host, " or ".join(LOOPBACK),
            "leave --host out: there are no accounts yet, so the page is for this computer only",
        )  # fmt: skip


def _listening(host: str, port: int | None) -> socket.socket:
    """A socket that listens; raises BadSetting where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = range(USUAL_PORT, USUAL_PORT + OTHERS) if port is None else (port,)
    for each in tried:
        # Named as TCP, so that answers leave at once: asyncio leaves Nagle's waiting on for what is not.
        found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if sys.platform != "win32":
                found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((host, each))
        except OSError:
            found.close()
        else:
            if port is None and each != USUAL_PORT:
                tell(f"port {USUAL_PORT} is taken, perhaps by another page: this one is at {each}")
            return found
    raise BadSetting("--port", port or USUAL_PORT, "a port that no other program has", "give another one, or --port 0")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _tell(address: str, *, no_browser: bool) -> None:
    print(f"The page is open at\n\n  {address}\n")
    print("This address works once. Ctrl-C ends the page; nothing is lost.", flush=True)
    if not no_browser and sys.stdout.isatty() and sys.stdin.isatty():
        tell("opening it in your browser (--no-browser leaves that to you)")
        webbrowser.open(address)
