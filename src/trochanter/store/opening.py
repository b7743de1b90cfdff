"""Opening records: where they are, their version, their passphrase; what a crash left half done is finished first."""

import os
from pathlib import Path

from sqlalchemy import Engine

from trochanter.core.errors import BadSetting, MissingInput
from trochanter.store import engines
from trochanter.store.box import box_at
from trochanter.store.documents import Check, Hide, nothing_more, without_private_key
from trochanter.store.faults import told
from trochanter.store.migrating import bring_up_to_date
from trochanter.store.places import Place, place_of, private_file, private_folder
from trochanter.store.store import Store
from trochanter.store.unfinished import BACKUP, RESTORE, SCRUB, SWEEP, stale


def open_store(
    where: str | os.PathLike[str] | None = None,
    *,
    create: bool = True,
    passphrase: str | None = None,
    who: str = "owner",
    check: Check = nothing_more,
    hide: Hide = without_private_key,
) -> Store:
    """Open the records in a folder or at a server's URL; the person's own if left out; new ones are begun.

    An older database is brought up to date after a backup. create: False refuses where nothing is there yet.
    passphrase: of an encrypted database; a new one is encrypted with it. Raises MissingInput, MissingExtra,
    UnreadableFile (another program's, a newer trochanter's, a wrong passphrase), UnwritableFile.
    """
    place = place_of(where)
    _check_there(place, create=create)
    _check_sealed(place, passphrase)
    if not place.url:
        private_folder(place.folder)
        private_file(place.database)
    with told(place.shown):
        engine = engines.engine_of(place, passphrase)
        try:
            return _opened(place, engine, passphrase, (who, check, hide))
        except BaseException:
            engine.dispose()
            raise


def _opened(place: Place, engine: Engine, passphrase: str | None, ways: tuple[str, Check, Hide]) -> Store:
    _bring_up_to_date(place, engine, passphrase, ways[0])
    store = Store(place, engine, box_at(place, engine, sealed=passphrase is not None), *ways, passphrase)
    if stale(place.folder, SWEEP, BACKUP, RESTORE):
        store.sweep()
    if stale(place.folder, SCRUB):
        store.scrub()
    return store


def _bring_up_to_date(place: Place, engine: Engine, passphrase: str | None, who: str) -> None:
    from trochanter.store.backups import Backup, backup_before_change, note_backup

    made: list[Backup] = []

    def before(version: str) -> None:
        assert version
        made.append(
            backup_before_change(place, engine, box_at(place, engine, sealed=passphrase is not None), passphrase)
        )

    bring_up_to_date(engine, place.shown, before)
    for each in made:
        note_backup(engine, each, who)


def _check_there(place: Place, *, create: bool) -> None:
    if not create and not place.url and not place.database.is_file():
        raise MissingInput(
            "there are no records yet", where=str(place.folder), next_step="begin them: trochanter people add NAME"
        )


def _check_sealed(place: Place, passphrase: str | None) -> None:
    if passphrase == "":
        raise BadSetting("the passphrase", "", "at least one character")
    if place.url:
        if passphrase is not None:
            raise BadSetting("the passphrase", "(hidden)", "none: a server encrypts its own disk", "leave it out")
        return
    sealed = engines.is_sealed(place.database)
    if sealed and passphrase is None:
        raise MissingInput(
            "these records are encrypted, and there is no passphrase", where=str(place.database),
            next_step="set TROCHANTER_PASSPHRASE_FILE to a file that holds it, or type it when asked",
        )  # fmt: skip
    if passphrase is not None and not sealed and _has_bytes(place.database):
        raise BadSetting(
            "the passphrase", "(hidden)", "none: these records are not encrypted",
            "to encrypt them: export everybody, move the folder away, and import into new records with a passphrase",
        )  # fmt: skip


def _has_bytes(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0
