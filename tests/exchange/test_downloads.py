"""Downloads from a real server on this computer: whole, resumed, changed, cut off, absent."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName, UnwritableFile
from trochanter.exchange.downloads import Download, downloads, downloads_of, fetch, room_for

CONTENT = bytes(range(256)) * 1000


@dataclass
class Server:
    """A server of files; ``cut`` ends an answer early, ``ranges`` are the ranges that were asked for."""

    files: dict[str, bytes]
    cut: int | None = None
    ranges: list[str | None] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server({"/run.c3d": CONTENT})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.ranges.append(self.headers.get("Range"))
            content = state.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            first = int((self.headers.get("Range") or "bytes=0-")[6:-1])
            self.send_response(206 if first else 200)
            self.send_header("Content-Length", str(len(content) - first))
            self.end_headers()
            self.wfile.write(content[first : first + state.cut] if state.cut else content[first:])

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.address = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield state
        http.shutdown()
        thread.join()


def item(server: Server, content: bytes = CONTENT, file: str = "run.c3d") -> Download:
    digest = hashlib.sha256(content).hexdigest()
    return Download("made", file, f"{server.address}/{file}", len(content), digest, "CC0", "nobody")


def test_a_file_comes_whole_and_is_not_fetched_twice(server: Server, tmp_path: Path) -> None:
    told: list[int] = []
    first = fetch(item(server), tmp_path, progress=lambda _file, done, _size: told.append(done))
    assert first.read_bytes() == CONTENT
    assert told[-1] == len(CONTENT)
    assert sorted(told) == told
    fetch(item(server), tmp_path)
    assert len(server.ranges) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["run.c3d"]


def test_a_cut_download_is_told_kept_and_resumed(server: Server, tmp_path: Path) -> None:
    server.cut = 100_000
    with pytest.raises(MissingInput, match=r"after 100000 of 256000 bytes|IncompleteRead"):
        fetch(item(server), tmp_path)
    assert not (tmp_path / "run.c3d").exists()
    server.cut = None
    assert fetch(item(server), tmp_path).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=100000-"]


@pytest.mark.parametrize("served", [CONTENT[:-1] + b"!", CONTENT + b"more"])
def test_other_content_is_refused_and_not_kept(server: Server, tmp_path: Path, served: bytes) -> None:
    server.files["/run.c3d"] = served
    with pytest.raises(ImpossibleData, match="not the pinned version"):
        fetch(item(server), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_that_name_with_other_content_stays_untouched(server: Server, tmp_path: Path) -> None:
    (tmp_path / "run.c3d").write_bytes(b"mine")
    with pytest.raises(ImpossibleData, match="there already"):
        fetch(item(server), tmp_path)
    assert (tmp_path / "run.c3d").read_bytes() == b"mine"
    assert server.ranges == []


def test_what_cannot_be_reached_is_said(server: Server, tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="answered 404"):
        fetch(item(server, file="other.c3d"), tmp_path)
    with pytest.raises(MissingInput, match="cannot be downloaded"):
        fetch(item(server), tmp_path, mirror="http://127.0.0.1:9")
    with pytest.raises(BadSetting, match="mirror"):
        fetch(item(server), tmp_path, mirror="file:///etc")


def test_a_mirror_serves_instead(server: Server, tmp_path: Path) -> None:
    elsewhere = Download(
        "made", "run.c3d", "https://unreachable.invalid/run.c3d", len(CONTENT), item(server).sha256, "", ""
    )
    assert fetch(elsewhere, tmp_path, mirror=server.address).read_bytes() == CONTENT


def test_the_table_is_pinned_and_complete() -> None:
    for row in downloads():
        assert row.address.startswith("https://")
        assert row.address.endswith(f"/{row.file}")
        assert len(row.sha256) == 64
        assert row.size > 0
        assert row.licence
        assert row.credit
    with pytest.raises(UnknownName, match="rbds001"):
        downloads_of("rbds002")


@pytest.mark.needs("shared-data")
def test_the_pinned_versions_are_those_that_everything_is_tested_with(shared_data: Path) -> None:
    for row in downloads_of("rbds001"):
        content = (shared_data / "rbds001" / row.file).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (row.size, row.sha256)


def test_a_full_disk_is_told_before(tmp_path: Path) -> None:
    huge = Download("made", "huge", "https://example.org/huge", 10**18, "", "", "")
    with pytest.raises(UnwritableFile, match="are free"):
        room_for(tmp_path, (huge,))
