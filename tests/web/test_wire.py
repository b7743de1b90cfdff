"""The real server attacked with bytes that no browser sends, by many at once, and from beyond this computer."""

import socket
import stat
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.browser.page.serving import Served, serving
from tests.web import hostile


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served") / "records") as found:
        yield found


OWN = b"Host: 127.0.0.1\r\nConnection: close\r\n"
SOCKET = (
    b"Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://evil.test\r\n"
)
WIRE = {
    "two hosts": (b"GET /people HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n", 400),
    "no host": (b"GET /people HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "old": (b"GET /people HTTP/1.0\r\n\r\n", 400),
    "proxy": (b"GET http://evil.test/people HTTP/1.1\r\n" + OWN + b"\r\n", 401),
    "proxy, foreign": (b"GET http://127.0.0.1/people HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n", 400),
    "up": (b"GET //p/.. HTTP/1.1\r\n" + OWN + b"\r\n", 401),
    "tunnel": (b"CONNECT evil.test:80 HTTP/1.1\r\n" + OWN + b"\r\n", 401),
    "socket": (b"GET /people HTTP/1.1\r\nHost: 127.0.0.1\r\n" + SOCKET + b"\r\n", 401),
    "two lengths": (b"POST /people HTTP/1.1\r\n" + OWN + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "long length": (b"POST /people HTTP/1.1\r\n" + OWN + b"Content-Length: " + b"9" * 4000 + b"\r\n\r\n", 400),
    "large": (b"POST /people HTTP/1.1\r\n" + OWN + b"Content-Length: 99999999999999\r\n\r\n", 413),
    "odd coding": (b"POST /people HTTP/1.1\r\n" + OWN + b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", 400),
    "long header": (b"GET /people HTTP/1.1\r\n" + OWN + b"X: " + b"a" * 200_000 + b"\r\n\r\n", 400),
    "no http": (b"\x16\x03\x01\x02\x00\x01\x00", 400),
    "cookie": (b"GET /people HTTP/1.1\r\n" + OWN + b'Cookie: trochanter="\\400\xff.\xfe"; =; a\r\n\r\n', 401),
    "token": (b"GET /enter?token=%ed%a0%80%ff HTTP/1.1\r\n" + OWN + b"\r\n", 401),
}


@pytest.mark.parametrize("name", WIRE)
def test_what_no_browser_sends_is_answered_calmly(served: Served, name: str) -> None:
    request, status = WIRE[name]
    said = hostile.answered(served.port, request)
    assert said.startswith(b"HTTP/1.1 %d " % status), said[:80]
    assert b"set-cookie" not in said.lower()
    if status in (401, 413):
        assert b"content-security-policy" in said.lower()


def test_a_stranger_says_who_he_is_and_is_not_believed(served: Served) -> None:
    said = hostile.answered(
        served.port,
        b"GET /people/ HTTP/1.1\r\n" + OWN + b"X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.test\r\n\r\n",
    )
    assert b"evil.test" not in said
    assert b"https://" not in said


def test_many_that_hang_do_not_keep_others_out(served: Served) -> None:
    hanging = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(200)]
    try:
        for each in hanging:
            each.sendall(b"POST /people HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\na")
        assert b" 401 " in hostile.answered(served.port, b"GET /enter HTTP/1.1\r\n" + OWN + b"\r\n")[:20]
    finally:
        for each in hanging:
            each.close()


def test_what_the_server_writes_is_for_its_owner_alone(served: Served) -> None:
    files = [each for each in served.folder.rglob("*") if each.is_file()]
    assert files
    assert [each for each in files if stat.S_IMODE(each.stat().st_mode) & 0o077] == []


def test_it_does_not_listen_beyond_this_computer() -> None:
    for host in ("0.0.0.0", "localhost.evil.test"):
        command = [sys.executable, "-m", "trochanter", "serve", "--no-browser", f"--host={host}", "--port=0"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2
        assert "this computer only" in done.stderr
