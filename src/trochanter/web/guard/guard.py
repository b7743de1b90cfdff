"""One layer before all pages: rate, host, origin, size, entry; every answer leaves with the headers."""

import re
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trochanter.web.guard.answers import refused, with_headers
from trochanter.web.guard.entry import COOKIE, Door
from trochanter.web.guard.origin import is_own
from trochanter.web.guard.rates import Rates
from trochanter.web.guard.sizes import WORDS, counted, most_bytes
from trochanter.web.settings import Settings

ENTER = "/enter"
OPEN = (ENTER, "/locked")
STATIC = "/static/"
FOUND = (200, 206, 304)
_PORT = re.compile(r":\d{1,5}$")


class Guard:
    """What no page needs to think of, because it never sees a request that does not pass here."""

    def __init__(self, app: ASGIApp, settings: Settings, door: Door) -> None:
        self.app, self.settings, self.door = app, settings, door
        self.rates = Rates(settings.requests_a_second, settings.burst)
        self.strangers = Rates(1.0, 60)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if scope["type"] != "http":  # no page speaks over a socket
            return
        answering = _leaving(send, lasting=scope["path"].startswith(STATIC) and b"v=" in scope["query_string"])
        if refusal is not None:
            await refused(*refusal)(scope, receive, answering)
            return
        await self.app(scope, counted(receive, most_bytes(scope["path"])), answering)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Status and words of a refusal; None where a request may go on. Notes in its scope whether it has entered."""
        if _PORT.sub("", headers.get("host", "").lower()) not in self.settings.hosts:
            return 400, "This address is not one of this page. Open the address that the terminal printed."
        if not is_own(scope.get("method", "GET"), headers):
            return 403, "This request came from another site, and was not followed."
        cookie = _cookie(headers)
        entered = bool(cookie) and self.door.knows(cookie)
        scope["entered"] = entered
        free = scope["path"].startswith(STATIC)
        if not free and not (self.rates.takes(cookie) if entered else self.strangers.takes(_stranger(scope["path"]))):
            return 429, "That was more than this page answers at once. Wait some seconds, then try again."
        announced = headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > most_bytes(scope["path"]):
            return 413, WORDS
        if not entered and not free and scope["path"] not in OPEN:
            scope.update(asked=scope["path"], path="/locked", raw_path=b"/locked", method="GET")
        return None


def _stranger(path: str) -> str:
    """The bucket of somebody who has not entered: pages that were left open do not use up the way in."""
    return ENTER if path == ENTER else "nobody"


def _cookie(headers: Headers) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _leaving(send: Send, *, lasting: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            found = lasting and message["status"] in FOUND
            message["headers"] = with_headers(list(message.get("headers", [])), lasting=found)
        await send(message)

    return sending
