"""What somebody who means harm would send: archives whose files and names are not what they should be, raw bytes."""

import hashlib
import io
import json
import socket
import uuid
from collections.abc import Mapping
from html.parser import HTMLParser
from zipfile import ZIP_DEFLATED, ZipFile

from trochanter.store.archive_shapes import ARCHIVE, MANIFEST, README, RECORD

KEY = "0123456789abcdef" * 2
NAME = "</script><script>alert(1)</script>\"'&{{7*7}}"
REPORT = """<!doctype html><html><head><META charset="utf-8" HTTP-EQUIV = "&#114;efresh" content="0;url=https://evil.test/">
<script>alert(1)</script></head><body><p class="kicker"><script>alert(1)</script></p><h1 class="answer">
<span>&lt;img src=x onerror=alert(1)&gt;</span></h1><main id="main"><h2 id="words">Words</h2><h3 id="toasts">T</h3>
<p id="fig-1">kept</p><img src=x onerror=alert(1)><img src="https://evil.test/x.png"><svg onload=alert(1)>
<a href="javascript:alert(1)">a</a><a xlink:href="javascript:alert(2)">b</a><image href="https://evil.test/x.png"/>
<use href="https://evil.test/#a"/><foreignObject><iframe srcdoc="x"></iframe></foreignObject>
<style>*{background:url(https://evil.test)}</style><rect fill="url(https://evil.test/#x)"/>
<rect fill="u\\72l(https://evil.test)"/><rect fill="red url(https://evil.test)"/>
<set attributeName="href" to="javascript:alert(1)"/></svg><form action="https://evil.test"><input name="a"></form>
<div hx-get="/people" hx-trigger="load" data-module="queue" onclick="alert(1)" style="position:fixed">d</div>
<a href="data:text/html,<script>alert(1)</script>">c</a><a href="https://x.test/&quot; onclick=&quot;alert(1)">d</a>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><math><mtext><table><style><!--</style>
<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></main></body></html>"""
LISTED = json.dumps({
    "kind": "analyze", "label": "<img src=x onerror=alert(1)>\r\nSet-Cookie: a=b",
    "told": {"kicker": "<script>alert(1)</script>", "answer": ["</script><script>alert(1)"], "lead": "<b>x</b>"},
})  # fmt: skip


def archive(files: Mapping[str, bytes], name: str = NAME) -> tuple[str, bytes]:
    """An export of somebody with files under these names, every fingerprint right; their key, and the zip."""
    person = str(uuid.uuid4())
    inside: dict[str, bytes] = {README: b"read me"}
    recordings = []
    for number, (shown, data) in enumerate(files.items(), 1):
        digest = hashlib.sha256(data).hexdigest()
        inside[f"recordings/{digest}.html"] = data
        recordings.append({
            "id": str(uuid.uuid4()), "document_id": None, "name": shown, "sha256": digest, "size": len(data),
            "day": "2026-01-02", "saved": number, "file": f"recordings/{digest}.html",
        })  # fmt: skip
    inside[f"people/{person}/record.json"] = json.dumps({
        "schema": RECORD, "person": {"id": person, "name": name, "added_at": "2026-01-02T10:00:00+00:00"},
        "documents": {}, "recordings": recordings,
    }).encode()  # fmt: skip
    listed = {path: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for path, data in inside.items()}
    manifest = {
        "schema": ARCHIVE, "made_at": "2026-01-02T10:00:00+00:00", "trochanter": "0.1.0", "private": True,
        "files": listed,
    }  # fmt: skip
    return person, zipped({**inside, MANIFEST: json.dumps(manifest).encode()})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return stream.getvalue()


def answered(port: int, request: bytes, seconds: float = 5.0) -> bytes:
    """What a server says to bytes that no browser would send."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as stream:
        stream.sendall(request)
        try:
            while piece := stream.recv(65536):
                said += piece
        except (TimeoutError, ConnectionResetError):
            pass
    return said


class _Running(HTMLParser):
    """Collects what of a page would run or go elsewhere by itself, beside its own scripts and blocks of data."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        own = given.get("src", "").startswith("/static/") or given.get("type") == "application/json"
        if tag in ("iframe", "object", "embed", "base", "foreignobject", "set", "use") or (tag == "script" and not own):
            self.found.append(tag)
        if tag == "form" and not given.get("action", "/").startswith("/"):
            self.found.append(f"form {given['action']}")
        for name, value in given.items():
            where = value.replace("\t", "").replace("\n", "").strip().lower()
            if name.startswith("on") or name == "style" or where.startswith(("javascript:", "data:text/html")):
                self.found.append(f"{tag} {name}={value}")
            if "evil.test" in value and name not in ("value", "title", "aria-label", "alt"):
                self.found.append(f"{tag} {name}={value}")


def active(html: str) -> list[str]:
    """What would run in a browser, or go elsewhere by itself; none in a page that only tells."""
    parser = _Running()
    parser.feed(html)
    parser.close()
    return parser.found
