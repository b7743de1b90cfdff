"""Running the app on a socket until somebody stops it."""

import asyncio
import socket
from collections.abc import Callable

from fastapi import FastAPI


def run(app: FastAPI, listening: socket.socket, when_open: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C; ``when_open`` is called once, as soon as the page answers."""
    import uvicorn

    # The strict parser whatever else is installed; no sockets; nobody stands before us whose headers would count.
    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                await asyncio.to_thread(when_open)

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024, lifespan="on", http="h11", ws="none", proxy_headers=False,
    )  # fmt: skip
    Server(config).run([listening])
