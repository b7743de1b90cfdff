"""Records in a folder of their own, and a real PostgreSQL server on a socket in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from tests.plugins.needs import postgresql_programs
from trochanter.store.opening import open_store
from trochanter.store.store import Store

_NUMBERS = count(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """New records in a folder."""
    with open_store(tmp_path / "records") as found:
        yield found


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL server that lives as long as the tests."""
    programs = postgresql_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="trochanter-pg-"))  # a socket's path may have 100 characters: not tmp_path
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    run = _runner(programs, user)
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
    try:
        run("initdb", "-D", str(folder / "data"), "-U", "trochanter", "--auth=trust", "-E", "UTF8", "--locale=C", "-N")
        run("pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-o", options, "-w", "start")
        yield folder
    finally:
        with suppress(subprocess.CalledProcessError):
            run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_database(server: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], str]:
    """Makes an empty database; its address. Files go into a home of the test's own."""
    from sqlalchemy import create_engine

    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path / "home"))

    def made() -> str:
        name = f"records_{next(_NUMBERS)}"
        engine = create_engine(_address(server, "postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return _address(server, name).replace("+psycopg", "")

    return made


def _address(server: Path, database: str) -> str:
    return f"postgresql+psycopg://trochanter@/{database}?host={server}"


def _unprivileged() -> str | None:
    """The user who may run the server: it refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


def _runner(programs: Path, user: str | None) -> Callable[..., None]:
    def run(name: str, *options: str) -> None:
        command = [str(programs / name), *options]
        quiet = subprocess.DEVNULL
        subprocess.run(command, user=user, check=True, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/", timeout=60)

    return run
