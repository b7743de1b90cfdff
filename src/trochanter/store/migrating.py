"""The version of a database: new ones are built, older ones brought up to date after a backup, newer ones refused."""

from collections.abc import Callable
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table

from trochanter.core.errors import UnreadableFile
from trochanter.store.engines import reading, writing

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

HEAD = "0002"  # of migrations/versions; a test holds the two together
VERSION = table("alembic_version", column("version_num"))


def version_of(connection: Connection, where: str) -> str:
    """The version of a database, empty where it has no table at all; raises UnreadableFile for somebody else's."""
    tables = set(inspect(connection).get_table_names())
    if VERSION.name in tables:
        return str(connection.execute(select(VERSION.c.version_num)).scalar() or "")
    if tables:
        raise UnreadableFile(
            "this database has tables of another program", where=where,
            valid="records of trochanter, or an empty database", next_step="choose another folder or database",
        )  # fmt: skip
    return ""


def bring_up_to_date(engine: Engine, where: str, before: Callable[[str], None], to: str = HEAD) -> str:
    """Take the steps that a database lacks, all or none; returns the version that it had, empty for a new one.

    before: called with the old version before a database with data is changed. Raises UnreadableFile for a newer one.
    """
    with reading(engine) as connection:
        had = version_of(connection, where)
    if had == to:
        return had
    refuse_newer(had, where)
    if had:
        before(had)
    with writing(engine) as connection:  # somebody else may have done it meanwhile
        build(connection, version_of(connection, where), to)
    return had


def refuse_newer(version: str, where: str) -> None:
    """Raise UnreadableFile for a version that this trochanter does not know."""
    if version and version not in {each.revision for each in _steps().walk_revisions()}:
        raise UnreadableFile(
            f"these records were written by a newer trochanter (version {version} of the tables)", where=where,
            valid=f"version {HEAD} or older",
            next_step="update trochanter: pip install --upgrade trochanter; nothing was changed",
        )  # fmt: skip


def _steps() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    with as_file(files("trochanter.store") / "migrations") as folder:
        return ScriptDirectory(str(folder))


def build(connection: Connection, had: str, to: str) -> None:
    """Take the steps from one version (empty: none) to another inside a transaction."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    if had == to:
        return
    steps, context = _steps(), MigrationContext.configure(connection)
    with Operations.context(context):
        for step in reversed(list(steps.iterate_revisions(to, had or "base"))):
            step.module.upgrade()
            context.stamp(steps, step.revision)
