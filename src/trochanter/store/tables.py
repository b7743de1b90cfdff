"""The tables of the records, the same in SQLite and PostgreSQL; ``migrations`` builds them step by step.

``saved`` is the number of the audit row of the transaction that wrote a row: it tells what came after what, whatever
the clock did. Days are ISO text (YYYY-MM-DD), instants ISO text in universal time: both sort as they are.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
KEY, DAY, INSTANT, HASH = String(36), String(10), String(32), String(64)

people = Table(
    "people",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("added_at", INSTANT, nullable=False),
    # Keys the fingerprints of this person's documents in the audit; it goes when the person is forgotten.
    Column("salt", String(32), nullable=False),
)


def _of_a_person() -> Column[str]:
    return Column("person_id", KEY, ForeignKey("people.id", ondelete="CASCADE"), nullable=False)


def _documents(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("id", KEY, primary_key=True),
        _of_a_person(),
        Column("kind", String(20), nullable=False),
        Column("schema", String(60), nullable=False),
        Column("day", DAY, nullable=False),
        Column("saved", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
        Index(f"ix_{name}_person_day", "person_id", "day", "saved"),
    )


screens = _documents("screens")
histories = _documents("histories")
measurements = _documents("measurements")
assessments = _documents("assessments")
plans = _documents("plans")
sessions = _documents("sessions")

# What a clinician has cleared, out of the screens that say so: who, when, for what, until when.
clearances = Table(
    "clearances",
    metadata,
    Column("id", KEY, primary_key=True),
    _of_a_person(),
    Column("screen_id", KEY, ForeignKey("screens.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("given_by", Text, nullable=False),
    Column("given_on", DAY, nullable=False),
    Column("until_on", DAY),
    Column("flags", Text, nullable=False),
    Column("allows", Text, nullable=False),
    Index("ix_clearances_person_day", "person_id", "given_on"),
)

# Original files: the bytes lie beside the database, in blobs/<sha256>.
recordings = Table(
    "recordings",
    metadata,
    Column("id", KEY, primary_key=True),
    _of_a_person(),
    Column("document_id", KEY),
    Column("sha256", HASH, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("day", DAY, nullable=False),
    Column("saved", BigInteger, nullable=False),
    Index("ix_recordings_person_day", "person_id", "day", "saved"),
)

# Each row holds the hash of the row before. No name, no measured value: keys and keyed fingerprints only.
audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", INSTANT, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(20), nullable=False),
    Column("person_id", KEY),
    Column("kind", String(20)),
    Column("object_id", KEY),
    Column("before", HASH),
    Column("after", HASH),
    Column("previous", HASH, nullable=False),
    Column("hash", HASH, nullable=False),
)

# The last row of the audit once more: rows that were cut off at the end are missed.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", HASH, nullable=False),
)

# Where backups were written and when: 'forget' says what remains.
backups = Table(
    "backups",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("made_at", INSTANT, nullable=False),
    Column("folder", Text, nullable=False),
    Column("saved", BigInteger, nullable=False),
)

# The key of sealed blobs, in an encrypted database only.
settings = Table(
    "settings", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)

DOCUMENTS = (screens, histories, measurements, assessments, plans, sessions)
OF_A_PERSON = (clearances, recordings, *DOCUMENTS)  # in the order in which they can be deleted
EVERYTHING = (
    people,
    *DOCUMENTS,
    clearances,
    recordings,
    audit,
    audit_head,
    backups,
    settings,
)  # in the order of insertion
