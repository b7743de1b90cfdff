"""Who may enter: an address that works once gives a cookie, signed with a key on this computer's disk."""

import hmac
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock

COOKIE = "trochanter"
KEY_FILE = "web.key"
LASTS_S = 90 * 24 * 3600
KEY_BYTES = 32


def key_in(folder: Path) -> bytes:
    """The key that signs cookies, made at the first start; only its owner can read the file."""
    file = folder / KEY_FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        found = file.read_bytes()
        if len(found) == KEY_BYTES:
            return found
        file.unlink()  # broken off while it was written: nobody has a cookie of it
        return key_in(folder)
    with os.fdopen(handle, "wb") as stream:
        key = secrets.token_bytes(KEY_BYTES)
        stream.write(key)
        stream.flush()
        os.fsync(stream.fileno())
    return key


@dataclass
class Door:
    """The token of the address that was printed, which opens once, and the cookies that it gives."""

    token: str = field(repr=False)
    key: bytes = field(repr=False)
    seconds: Callable[[], float] = time.time
    used: bool = False
    lock: Lock = field(default_factory=Lock, repr=False)

    def enter(self, token: str) -> str | None:
        """A new cookie for the right token that nobody has used; None else."""
        right = hmac.compare_digest(token.encode(), self.token.encode())
        with self.lock:
            if not right or self.used:
                return None
            self.used = True
        return self.cookie()

    def cookie(self) -> str:
        """A cookie: when it was given, a word nobody can guess, and the signature of both."""
        body = f"{int(self.seconds())}.{secrets.token_urlsafe(18)}"
        return f"{body}.{self._signature(body)}"

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is one of ours and not too old."""
        body, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            return False
        given = body.partition(".")[0]
        return given.isdecimal() and 0 <= self.seconds() - int(given) + 60 <= LASTS_S

    def _signature(self, body: str) -> str:
        return hmac.new(self.key, body.encode(), sha256).hexdigest()
