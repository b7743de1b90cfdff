"""Sealing of original files where the database is encrypted: AES-256-GCM, piece by piece.

A sealed file is a mark, eight random bytes, and pieces of 1 MiB, each with its own tag. The nonce of a piece is the
random bytes and its number; the last piece is sealed as the last, so that a file that was cut short is noticed (the
STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizar 2015, doi:10.1007/978-3-662-47989-6_24).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from trochanter.core.errors import ImpossibleData, MissingExtra

PIECE = 2**20
MARK = b"TRSEAL1\n"
RANDOM, TAG = 8, 16
MORE, LAST = b"more", b"last"


@dataclass(frozen=True, slots=True)
class Seal:
    """A key of 32 bytes for files."""

    key: bytes = field(repr=False)

    def name(self, sha256: str) -> str:
        """The name of a sealed file: nobody learns from it whether a known file is among them."""
        return hmac.new(self.key, sha256.encode(), hashlib.sha256).hexdigest()

    def sealed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The bytes of a sealed file; pieces of at most 1 MiB, all but the last of exactly that."""
        cipher, start = _cipher(self.key), secrets.token_bytes(RANDOM)
        yield MARK + start
        waiting: bytes | None = None
        number = 0
        for piece in pieces:
            if waiting is not None:
                yield cipher.encrypt(_nonce(start, number), waiting, MORE)
                number += 1
            waiting = piece
        yield cipher.encrypt(_nonce(start, number), waiting or b"", LAST)

    def opened(self, stream: BinaryIO, where: str) -> Iterator[bytes]:
        """The bytes that were sealed; raises ImpossibleData where one was changed or is missing."""
        head = stream.read(len(MARK) + RANDOM)
        if head[: len(MARK)] != MARK or len(head) < len(MARK) + RANDOM:
            raise _broken(where)
        cipher, start, number = _cipher(self.key), head[len(MARK) :], 0
        piece = stream.read(PIECE + TAG)
        while True:
            following = stream.read(PIECE + TAG)
            yield _unsealed(cipher, _nonce(start, number), piece, MORE if following else LAST, where)
            if not following:
                return
            piece, number = following, number + 1


def new_seal_key() -> bytes:
    """A new key for files."""
    return secrets.token_bytes(32)


def _nonce(start: bytes, number: int) -> bytes:
    return start + number.to_bytes(4, "big")


def _unsealed(cipher: Any, nonce: bytes, piece: bytes, which: bytes, where: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        found: bytes = cipher.decrypt(nonce, piece, which)
    except (InvalidTag, ValueError):
        raise _broken(where) from None
    return found


def _cipher(key: bytes) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError:
        raise MissingExtra("cryptography", "encrypted", "sealing files") from None
    return AESGCM(key)


def _broken(where: str) -> ImpossibleData:
    return ImpossibleData(
        "a sealed file was changed or cut short", where=where, next_step="bring back a backup: trochanter restore"
    )
