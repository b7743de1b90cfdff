"""What the commands about records share: the place, the passphrase, whether a person says yes."""

import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting, MissingInput

if TYPE_CHECKING:
    from trochanter.store.store import Store

PASSPHRASE, PASSPHRASE_FILE = "TROCHANTER_PASSPHRASE", "TROCHANTER_PASSPHRASE_FILE"
MOST_CHARACTERS = 1024

Where = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        help="Where the records are; TROCHANTER_STORE, or your own folder, if left out.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Whom = Annotated[str, typer.Argument(metavar="PERSON", help="A name in the records, or a key.")]
PANEL = "Records"
ForWhom = Annotated[
    str | None,
    typer.Option(
        "--for", metavar="PERSON", help="Also save it in this person's records: a name or key.", rich_help_panel=PANEL
    ),
]
RecordsAt = Annotated[
    str | None,
    typer.Option("--store", metavar="FOLDER|URL", help="Where the records are; beside --for.", rich_help_panel=PANEL),
]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of the person whom a command is for; those of nobody keep nothing."""

    store: "Store | None" = None
    key: str = ""
    name: str = ""

    def keep(self, document: str, files: Sequence[Path] = (), *, quietly: bool = False) -> None:
        """Save a document, the text of its JSON, with the files it came from; what is told to be saved is on the disk.

        A folder among the files is left out, and that is said. Raises what the records raise.
        """
        if self.store is None:
            return
        from trochanter.store.documents import document_of

        kept = [each for each in files if not each.is_dir()]
        self.store.save(self.key, document, files=kept)
        if quietly:
            return
        also = f", with {', '.join(each.name for each in kept)}" if kept else ""
        tell(f"saved in the records of {self.name}: {document_of(document).kind.kind}{also}")
        for each in files:
            if each not in kept:
                tell(f"not in the records, because it is a folder: {each}")


@contextmanager
def records_of(person: str | None, where: str | None) -> Iterator[Records]:
    """The records of a person, open while a command works; raises before its work where there is no such person.

    person: None for nobody. Raises BadSetting where a place is named for nobody, and what opening records raises.
    """
    if person is None:
        if where is not None:
            raise BadSetting("--store", where, "beside --for PERSON", "say whose records, or leave --store out")
        yield Records()
        return
    with opened(where) as store:
        found = store.person(person)
        yield Records(store, found.id, found.name)


@contextmanager
def opened(where: str | None, *, create: bool = False, encrypted: bool = False) -> "Iterator[Store]":
    """The records, open for as long as a command works with them."""
    from trochanter.exchange.record_documents import check, without_private
    from trochanter.store.opening import open_store
    from trochanter.store.places import place_of

    _refuse_password(where)
    place = place_of(where)
    word = None if place.url else _passphrase(place.database, encrypted=encrypted)
    with open_store(where, create=create, passphrase=word, check=check, hide=without_private) as store:
        yield store


def agreed(question: str, *, yes: bool) -> None:
    """Go on only where a person says yes; raises BadSetting where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise _not_agreed("nobody is there to say yes")
    if typer.prompt(f"{question} Type yes to go on", default="no", err=True).strip().lower() != "yes":
        raise _not_agreed("the answer was not yes")


def _not_agreed(why: str) -> MissingInput:
    return MissingInput(f"{why}: nothing was changed", next_step="answer yes, or give --yes")


def _refuse_password(where: str | None) -> None:
    if where is not None and "://" in where and ":" in where.partition("://")[2].partition("@")[0] and "@" in where:
        raise BadSetting(
            "--store", "an address with a password", "an address without it: others on this computer can read it",
            "put the password into ~/.pgpass or PGPASSWORD, or the whole address into TROCHANTER_STORE",
        )  # fmt: skip


def _passphrase(database: Path, *, encrypted: bool) -> str | None:
    """The passphrase out of the environment or a file, or typed where the records need one."""
    from trochanter.store.engines import is_sealed

    if (word := os.environ.get(PASSPHRASE)) is not None:
        return word
    if file := os.environ.get(PASSPHRASE_FILE):
        return _out_of_file(Path(file))
    if is_sealed(database):
        return _typed("Passphrase of the records: ")
    if not encrypted:
        return None
    word = _typed("New passphrase (nobody can recover it): ")
    if word != _typed("The same once more: "):
        raise BadSetting("the passphrase", "(hidden)", "the same twice", "begin again; nothing was changed")
    return word


def _out_of_file(file: Path) -> str:
    from trochanter.capture.files import read_file

    return read_file(file, MOST_CHARACTERS).data.decode("utf-8", "replace").splitlines()[0]


def _typed(question: str) -> str:
    if not sys.stdin.isatty():
        raise MissingInput(
            "the records are encrypted, and nobody is there to type the passphrase",
            next_step=f"set {PASSPHRASE_FILE} to a file that holds it",
        )
    return getpass.getpass(question)
