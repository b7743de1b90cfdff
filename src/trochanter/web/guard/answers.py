"""The headers of every answer, and the short answers of the guard itself."""

from starlette.responses import PlainTextResponse, Response

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"x-frame-options", b"DENY"),
)


def with_headers(given: list[tuple[bytes, bytes]], *, lasting: bool) -> list[tuple[bytes, bytes]]:
    """An answer's headers with ours, where it has none of its own; lasting: it may be kept by the browser."""
    have = {name.lower() for name, _ in given}
    keep = (b"cache-control", b"public, max-age=31536000, immutable" if lasting else b"no-store")
    return [*given, *((name, value) for name, value in (*HEADERS, keep) if name not in have)]


def refused(status: int, words: str) -> Response:
    """A short refusal in plain words."""
    return PlainTextResponse(words + "\n", status_code=status)
