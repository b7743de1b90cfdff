"""The page with a clock that a test moves: ``python -m tests.browser.page.moved --store FOLDER --clock FILE``.

The file holds how many days the page is ahead of the real clock. Everything else is as ``trochanter serve`` does it.
"""

import datetime as dt
import socket
import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe

from trochanter.exchange.record_documents import check, without_private
from trochanter.store.opening import open_store
from trochanter.web.app import create_app
from trochanter.web.running import run
from trochanter.web.settings import Settings, clock


def main() -> None:
    """Serve until it is stopped."""
    given = ArgumentParser()
    given.add_argument("--store", type=Path, required=True)
    given.add_argument("--port", type=int, default=0)
    given.add_argument("--clock", type=Path, required=True)
    asked = given.parse_args()

    def now() -> dt.datetime:
        return clock() + dt.timedelta(days=int(asked.clock.read_text() or "0"))

    token, listening = token_urlsafe(24), socket.create_server(("127.0.0.1", asked.port), backlog=1)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/enter?token={token}"
    with open_store(asked.store, check=check, hide=without_private) as store, listening:
        app = create_app(Settings(token, store.place.folder, now), store)
        run(app, listening, lambda: print(address, file=sys.stdout, flush=True))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
