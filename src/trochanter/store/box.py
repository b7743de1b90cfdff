"""The box of original files that belongs to records: sealed where their database is encrypted."""

from sqlalchemy import Engine, insert, select

from trochanter.store.blobs import BlobBox
from trochanter.store.engines import writing
from trochanter.store.places import BLOBS, Place
from trochanter.store.sealing import Seal, new_seal_key
from trochanter.store.tables import settings

SEAL_KEY = "seal key"


def box_at(place: Place, engine: Engine, *, sealed: bool) -> BlobBox:
    """The box beside a database; its key lies in the encrypted database, and is made for new records."""
    return BlobBox(place.folder / BLOBS, Seal(_seal_key(engine)) if sealed else None)


def _seal_key(engine: Engine) -> bytes:
    with writing(engine) as connection:
        found = connection.execute(select(settings.c.value).where(settings.c.name == SEAL_KEY)).scalar()
        if found is None:
            found = new_seal_key().hex()
            connection.execute(insert(settings).values(name=SEAL_KEY, value=found))
    return bytes.fromhex(found)
