"""Clearances get a table of their own, filled from the screens that are there; backups are noted."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY, DAY = sa.String(36), sa.String(10)
SCREENS = sa.table("screens", sa.column("id"), sa.column("person_id"), sa.column("body"))


def upgrade() -> None:
    """Build the two tables and fill the first."""
    clearances = op.create_table(
        "clearances",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("screen_id", KEY, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("given_on", DAY, nullable=False),
        sa.Column("until_on", DAY),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("allows", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_clearances_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name="fk_clearances_screen_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_clearances"),
    )
    op.create_index("ix_clearances_screen_id", "clearances", ["screen_id"])
    op.create_index("ix_clearances_person_day", "clearances", ["person_id", "given_on"])
    found = op.get_bind().execute(sa.select(SCREENS).order_by(SCREENS.c.id)).all()
    rows = [row for screen in found for row in _clearances(screen)]
    if rows:
        op.bulk_insert(clearances, rows)
    op.create_table(
        "backups",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("saved", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_backups"),
    )


def _clearances(screen: Any) -> list[dict[str, Any]]:
    from trochanter.store.keys import new_key

    return [
        {
            "id": new_key(),
            "person_id": screen.person_id,
            "screen_id": screen.id,
            "given_by": str(each.get("by", "")),
            "given_on": str(each.get("on", ""))[:10],
            "until_on": str(each["until"])[:10] if each.get("until") else None,
            "flags": json.dumps(each.get("flags", [])),
            "allows": json.dumps(each.get("allows", [])),
        }
        for each in json.loads(screen.body).get("clearances", [])
    ]
