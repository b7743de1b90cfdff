"""What may be sent, and what was."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from trochanter.core.errors import TrochanterError

MOST_FILE_BYTES = 512 * 2**20
LONGEST_LABEL = 80
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TooLarge(TrochanterError):
    """More was sent than can be taken."""


class WrongKind(TrochanterError):
    """A file is not what a field of a form is for."""


@dataclass(frozen=True, slots=True)
class FileField:
    """A field of a form that takes files. kinds: names of kinds; most_bytes: of each file; most: how many files."""

    name: str
    kinds: tuple[str, ...]
    most_bytes: int = MOST_FILE_BYTES
    most: int = 1


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent. label: what its owner calls it, to be shown and never to be a path; path: where it lies.

    suffix: the usual ending of its kind.
    """

    field: str
    label: str
    kind: str
    suffix: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Received:
    """A form that was sent: its files, and what was typed, by the names of its fields."""

    files: tuple[Upload, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()

    def of(self, name: str) -> tuple[Upload, ...]:
        """The files of a field."""
        return tuple(each for each in self.files if each.field == name)

    def text(self, name: str) -> str:
        """What was typed into a field, the last of several; '' where nothing was."""
        return next((text for each, text in reversed(self.typed) if each == name), "").strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """All that was typed into fields of a name."""
        return tuple(text.strip() for each, text in self.typed if each == name)


def label_of(name: str) -> str:
    r"""The name of a file as it may be shown: without folders, and without characters that cannot be seen.

    >>> label_of("..\\..\\etc/pass\x00wd\u202e"), label_of("")
    ('passwd', 'file')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(each if each.isprintable() else " " for each in last if each not in _BIDI and each != "\0")
    words = " ".join(shown.split())
    if len(words) > LONGEST_LABEL:
        words = f"{words[: LONGEST_LABEL - 13]}...{words[-10:]}"
    return words if words.strip(". ") else "file"
