"""How fast the page is, as a process: ``python -m benchmarks.page``.

The real command serves records of 10,000 people; 200 users, each with a cookie of their own, ask for a page each five
seconds, on loopback.
"""

import asyncio
import datetime as dt
import gzip
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.load import Others
from benchmarks.rows import Row

PEOPLE, USERS, EVERY_S, FOR_S = 10_000, 200, 5.0, 30.0
PAGES = ("today", "plan", "progress", "check", "compare", "clinician", "learn", "settings")
MOST_START_S, MOST_P95_MS, MOST_P99_MS, MOST_JS_KB = 2.0, 50.0, 300.0, 400.0
ADDRESS = re.compile(r"http://[^\s]+/enter\?token=\S+")


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its address, the seconds until it answered, its folder."""

    address: str
    start_s: float
    folder: Path


def page_rows(cores: int) -> list[Row]:
    """Rows of the page: its start, its data, many users at once, the size of its script."""
    print("the page ...", file=sys.stderr, flush=True)
    with TemporaryDirectory() as folder:
        keys = filled(Path(folder) / "records")
        others = Others()
        with served(Path(folder) / "records") as found:
            cookies = _cookies(found.folder, USERS)
            one = asyncio.run(_one_by_one(found.address, cookies[0], keys))
            many, wrong = asyncio.run(_together(found.address, cookies, keys))
        load = others.cores()
    note = f"{USERS} users, a request each {EVERY_S:.0f} s for {FOR_S:.0f} s; {wrong} of {len(many)} failed"
    return [
        Row("page, start", found.start_s, None, "s", None, cores, load, goal=MOST_START_S, note="until it answers"),
        Row("page data, p95", _percentile(one, 95), None, "ms", None, 1, load, goal=MOST_P95_MS,
            note=f"whole pages of one person after the other, of {PEOPLE} people"),
        Row("page, many users, p99", _percentile(many, 99), None, "ms", None, cores, load,
            goal=MOST_P99_MS if not wrong else 0.0, note=note),
        Row("page, script", _script_kb(), None, "kB", None, 1, load, goal=MOST_JS_KB, note="all of it, gzipped"),
    ]  # fmt: skip


def filled(folder: Path, people: int = PEOPLE) -> list[str]:
    """Records of so many people, each with all that a runner has after two weeks; returns the keys of some of them."""
    from tests.web.stories import kept, life_of
    from trochanter.store.audit import Entry, append
    from trochanter.store.documents import document_of
    from trochanter.store.keys import new_key
    from trochanter.store.opening import open_store
    from trochanter.store.saving import insert_documents
    from trochanter.store.tables import people as table

    today = dt.datetime.now().astimezone().date()
    with open_store(folder) as store, TemporaryDirectory() as scratch:
        first = kept(store, "runner 0", life_of(Path(scratch), today), today)
        documents = [document_of(each.body) for each in store.page_data(first.id).documents]
        keys = [first.id]
        for start in range(1, people, 500):
            some = range(start, min(start + 500, people))
            with store.writing() as connection:
                for number in some:
                    key = new_key()
                    row = {"id": key, "name": f"runner {number}", "added_at": first.added_at, "salt": "00" * 16}
                    connection.execute(table.insert(), row)
                    names = [new_key() for _ in documents]
                    entries = [
                        Entry("save", key, one.kind.kind, name) for one, name in zip(documents, names, strict=True)
                    ]
                    last = append(connection, "owner", entries)
                    places = range(last - len(names) + 1, last + 1)
                    insert_documents(connection, key, list(zip(names, places, documents, strict=True)))
                    keys.append(key)
    return Random(7).sample(keys, USERS)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The real command over records, until the block ends."""
    command = [sys.executable, "-m", "trochanter", "serve", "--port", "0", "--no-browser", "--store", str(folder)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        try:
            assert process.stdout is not None
            found = next(filter(None, map(ADDRESS.search, process.stdout)), None)
            if found is None:
                raise SystemExit("the page did not start")
            address = found.group().partition("/enter")[0]
            yield Served(address, time.perf_counter() - start, folder)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def _cookies(folder: Path, number: int) -> list[dict[str, str]]:
    """Cookies as the door gives them: the benchmark leaves entering out."""
    from trochanter.web.guard.entry import COOKIE, Door, key_in

    door = Door("", key_in(folder))
    return [{COOKIE: door.cookie()} for _ in range(number)]


async def _one_by_one(address: str, cookie: dict[str, str], keys: Sequence[str]) -> list[float]:
    from httpx2 import AsyncClient

    seconds = []
    async with AsyncClient(base_url=address, cookies=cookie, timeout=60) as client:
        for warm in (True, False):
            for key in keys[:25]:
                for name in PAGES:
                    start = time.perf_counter()
                    answer = await client.get(f"/p/{key}/{name}")
                    if not warm:
                        seconds.append(time.perf_counter() - start)
                    answer.raise_for_status()
                    await asyncio.sleep(0.03)  # what one browser may ask
    return seconds


async def _together(address: str, cookies: Sequence[dict[str, str]], keys: Sequence[str]) -> tuple[list[float], int]:
    from httpx2 import AsyncClient

    seconds: list[float] = []
    wrong = 0

    async def user(number: int, client: AsyncClient) -> None:
        nonlocal wrong
        dice = Random(number)
        await asyncio.sleep(dice.uniform(0, EVERY_S))
        for _ in range(int(FOR_S / EVERY_S)):
            start = time.perf_counter()
            answer = await client.get(f"/p/{keys[number]}/{dice.choice(PAGES)}")
            seconds.append(time.perf_counter() - start)
            wrong += answer.status_code != 200
            await asyncio.sleep(max(0.0, EVERY_S - (time.perf_counter() - start)))

    async with AsyncExitStack() as stack:  # all of them before the first request: making one takes longer than a page
        clients = [
            await stack.enter_async_context(AsyncClient(base_url=address, cookies=each, timeout=60, verify=False))
            for each in cookies
        ]
        await asyncio.gather(*(user(number, client) for number, client in enumerate(clients)))
    return seconds, wrong


def _percentile(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return 1e3 * ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def _script_kb() -> float:
    folder = files("trochanter.web").joinpath("static")
    return sum(len(gzip.compress(each.read_bytes(), 9)) for each in folder.iterdir() if each.name.endswith(".js")) / 1e3


if __name__ == "__main__":
    from benchmarks.rows import table

    print(table(page_rows(os.cpu_count() or 1)))
