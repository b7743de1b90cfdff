"""A form with files, read as it comes: what is typed into memory, files to the disk, both with limits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError, MultipartParseError
from python_multipart.multipart import parse_options_header

from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.web.uploads.given import FileField, TooLarge, Upload, label_of
from trochanter.web.uploads.kinds import HEAD_BYTES, kind_of

MOST_PARTS, LONGEST_TEXT = 200, 64 * 1024
_LONGEST_NAME = 100


@dataclass
class _Part:
    """One part of a form under way. head: the first bytes of a file, until its kind is known."""

    name: str
    label: str | None
    wanted: FileField | None = None
    head: bytearray = field(default_factory=bytearray)
    size: int = 0
    kind: tuple[str, str] | None = None
    path: Path | None = None
    stream: BinaryIO | None = None
    digest: Any = field(default_factory=hashlib.sha256)


class Body:
    """Takes the bytes of a form in pieces; ``finish`` gives what it was, ``discard`` takes all files away.

    Raises WrongKind for a file of another kind, TooLarge, ImpossibleData for what is no whole form, and OSError.
    """

    def __init__(self, boundary: bytes, fields: Mapping[str, FileField], folder: Path) -> None:
        self.fields, self.folder = fields, folder
        self.files: list[Upload] = []
        self.typed: list[tuple[str, str]] = []
        self.paths: list[Path] = []
        self._part: _Part | None = None
        self._header: list[bytearray] = []
        self._said: dict[bytes, bytes] = {}
        self._parts, self._ended = 0, False
        try:
            self._parser = MultipartParser(boundary, self._callbacks())
        except FormParserError:
            raise _broken() from None

    def feed(self, data: bytes) -> None:
        """Take a piece."""
        try:
            self._parser.write(data)
        except MultipartParseError:
            raise _broken() from None

    def finish(self) -> tuple[tuple[Upload, ...], tuple[tuple[str, str], ...]]:
        """Files and texts of the whole form; raises ImpossibleData where it was broken off."""
        if not self._ended:
            raise _broken()
        return tuple(self.files), tuple(self.typed)

    def discard(self) -> None:
        """Take away every file that was begun."""
        if self._part is not None and self._part.stream is not None:
            self._part.stream.close()
        for path in self.paths:
            path.unlink(missing_ok=True)

    def _callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_begin": self._begin_header,
            "on_header_end": self._end_header,
            "on_headers_finished": self._headers_finished,
            "on_part_data": lambda data, start, end: self._data(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._end_all,
        }

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise TooLarge("the form has too many fields", valid=f"at most {MOST_PARTS}")
        self._said = {}

    def _begin_header(self) -> None:
        self._header = [bytearray(), bytearray()]

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def _end_header(self) -> None:
        self._said[bytes(self._header[0]).lower()] = bytes(self._header[1])

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._said.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")[:_LONGEST_NAME]
        given = options.get(b"filename")
        label = None if given is None else label_of(given.decode("utf-8", "replace"))
        self._part = _Part(name, label, self.fields.get(name) if given else None)

    def _data(self, data: bytes) -> None:
        part = self._part
        assert part is not None
        part.size += len(data)
        if part.label is None:
            if part.size > LONGEST_TEXT:
                raise TooLarge(
                    "a field of the form is too long", where=part.name, valid=f"at most {LONGEST_TEXT} bytes"
                )
            part.head.extend(data)
        else:
            self._file_data(part, part.label, data)

    def _file_data(self, part: _Part, label: str, data: bytes) -> None:
        if part.wanted is None:
            raise BadSetting("the form's field", part.name, f"one that takes a file: {', '.join(self.fields)}")
        if part.size > part.wanted.most_bytes:
            raise TooLarge(
                "the file is too large", where=label, valid=f"at most {part.wanted.most_bytes / 2**20:.0f} MB",
                next_step="check that this is the file you mean, or cut it shorter",
            )  # fmt: skip
        part.digest.update(data)
        if part.kind is None:
            part.head.extend(data)
            if len(part.head) >= HEAD_BYTES:
                self._open(part, part.wanted, label)
        else:
            assert part.stream is not None
            part.stream.write(data)

    def _open(self, part: _Part, wanted: FileField, label: str) -> None:
        if len([each for each in self.files if each.field == wanted.name]) >= wanted.most:
            raise TooLarge("these are too many files", where=label, valid=f"at most {wanted.most} here")
        part.kind = kind_of(bytes(part.head), wanted.kinds, label)
        part.path = self.folder / token_hex(16)
        self.paths.append(part.path)
        part.stream = part.path.open("xb")
        part.stream.write(part.head)

    def _end(self) -> None:
        part, self._part = self._part, None
        assert part is not None
        if part.label is None:
            self.typed.append((part.name, part.head.decode("utf-8", "replace")))
        elif part.size:
            self._end_file(part, part.label)

    def _end_file(self, part: _Part, label: str) -> None:
        assert part.wanted is not None
        if part.kind is None:
            self._open(part, part.wanted, label)
        assert part.kind is not None
        assert part.path is not None
        assert part.stream is not None
        part.stream.close()
        kind, suffix = part.kind
        self.files.append(Upload(part.wanted.name, label, kind, suffix, part.path, part.size, part.digest.hexdigest()))

    def _end_all(self) -> None:
        self._ended = True


def _broken() -> ImpossibleData:
    return ImpossibleData(
        "the upload was broken off", valid="a form that arrives whole", next_step="send it again; nothing was kept"
    )
