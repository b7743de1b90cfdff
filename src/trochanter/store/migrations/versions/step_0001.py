"""The first tables: people, their documents and files, and the audit, which can only grow."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DOCUMENTS = ("screens", "histories", "measurements", "assessments", "plans", "sessions")
KEY, DAY, INSTANT, HASH = sa.String(36), sa.String(10), sa.String(32), sa.String(64)


def upgrade() -> None:
    """Build the tables."""
    op.create_table(
        "people",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_index("ix_people_name", "people", ["name"])
    for name in DOCUMENTS:
        _documents(name)
    _recordings()
    _audit()
    _only_growing()
    op.create_table(
        "settings",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )


def _of_a_person(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return sa.Column("person_id", KEY, nullable=False), sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=f"fk_{table}_person_id", ondelete="CASCADE"
    )


def _documents(name: str) -> None:
    column, key = _of_a_person(name)
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        column,
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("schema", sa.String(60), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("saved", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        key,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_person_day", name, ["person_id", "day", "saved"])


def _recordings() -> None:
    column, key = _of_a_person("recordings")
    op.create_table(
        "recordings",
        sa.Column("id", KEY, nullable=False),
        column,
        sa.Column("document_id", KEY),
        sa.Column("sha256", HASH, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("saved", sa.BigInteger, nullable=False),
        key,
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
    )
    op.create_index("ix_recordings_sha256", "recordings", ["sha256"])
    op.create_index("ix_recordings_person_day", "recordings", ["person_id", "day", "saved"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("person_id", KEY),
        sa.Column("kind", sa.String(20)),
        sa.Column("object_id", KEY),
        sa.Column("before", HASH),
        sa.Column("after", HASH),
        sa.Column("previous", HASH, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def _only_growing() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{action.lower()} BEFORE {action} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
    )
