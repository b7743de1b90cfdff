"""'Explore the hip': how long a step of a slider takes through the whole app, and a frame of the stride."""

import gzip
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from fastapi import FastAPI
from starlette.testclient import TestClient

from benchmarks.load import Others
from benchmarks.rows import Row

STEPS, SEED = 400, 20_261_122
STEP_MS, FRAME_MS, BONES_KB = 50.0, 8.0, 300.0
HOST, PORT, TOKEN = "127.0.0.1", 8653, "bench"
PLAYED_S, PATIENCE_MS = 12.0, 60_000
RANGES = {"flexion_deg": (-20, 120), "abduction_deg": (-30, 45), "rotation_deg": (-40, 40), "tilt_deg": (-20, 20)}


def explore_rows(folder: Path, cores: int) -> list[Row]:
    """Rows on slider steps, the bones' size and the played stride; the last only where there is Chromium."""
    print("explore the hip ...", file=sys.stderr, flush=True)
    others = Others()
    found: list[tuple[str, float, str, float | None, str]] = []
    with app_in(folder / "asked") as app, TestClient(app, base_url=f"http://{HOST}:{PORT}") as client:
        client.get("/enter", params={"token": TOKEN}, follow_redirects=False)
        while not client.get("/api/hip/ready").json()["ready"]:
            time.sleep(0.5)
        for words, fixed in (("one hip", {"side": "right"}), ("both hips", {"side": "both"})):
            steps = _steps_ms(client, fixed)
            note = f"{STEPS} postures, request to answer in one process, 500 attachment samples a line and posture"
            found.append((f"slider step, {words}, p95", float(np.quantile(steps, 0.95)), "ms", STEP_MS, note))
            found.append((f"slider step, {words}, median", float(np.median(steps)), "ms", None, note))
        found.append(("bones", _bones_kb(client), "kB", BONES_KB, "all surfaces of the page, gzipped"))
    with app_in(folder / "played") as app:  # one of its own: a token opens the page once
        found += _played(app)
    load = others.cores()
    return [
        Row(name, value, None, unit, None, cores, load, goal=goal, note=note) for name, value, unit, goal, note in found
    ]


@contextmanager
def app_in(folder: Path) -> Iterator[FastAPI]:
    """The real app over new records."""
    from trochanter.exchange.record_documents import check, without_private
    from trochanter.store.opening import open_store
    from trochanter.web.app import create_app
    from trochanter.web.settings import Settings

    folder.mkdir(parents=True, exist_ok=True)
    with open_store(folder / "records", check=check, hide=without_private) as store:
        store.add_person("A bench")
        yield create_app(Settings(TOKEN, store.place.folder, requests_a_second=1e4, burst=10_000), store)


def _steps_ms(client: TestClient, fixed: Mapping[str, str]) -> list[float]:
    """How long each of STEPS requests takes, over seeded postures."""
    generator = np.random.default_rng(SEED)
    took = []
    for _ in range(STEPS):
        query = {name: int(generator.integers(low, high + 1)) for name, (low, high) in RANGES.items()}
        start = time.perf_counter()
        answer = client.get("/api/hip/posture", params={**query, **fixed})
        took.append(1e3 * (time.perf_counter() - start))
        assert answer.status_code == 200, answer.text
    return took


def _bones_kb(client: TestClient) -> float:
    from trochanter.web.hip.bones import BONES

    return sum(len(gzip.compress(client.get(f"/api/hip/bones/{name}").content)) for name in BONES) / 1000.0


def _played(app: FastAPI) -> list[tuple[str, float, str, float | None, str]]:
    """Script a frame while the built-in stride plays in Chromium; nothing where there is none."""
    chromium = shutil.which("chromium")
    if chromium is None or find_spec("playwright") is None:
        return []
    from playwright.sync_api import sync_playwright

    with served(app), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--enable-unsafe-swiftshader"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://{HOST}:{PORT}/enter?token={TOKEN}")
        page.goto(page.url.replace("today", "explore") + "?side=both&group=all")
        page.wait_for_selector(".mus li", timeout=PATIENCE_MS)
        page.click("[data-play]")
        page.wait_for_selector(".through:not([hidden])", timeout=PATIENCE_MS)
        page.wait_for_timeout(1000 * PLAYED_S)
        told = page.evaluate("() => ({...document.querySelector('.explore').dataset})")
        browser.close()
    note = f"68 lines of both legs, drawn by {told['drawnBy']}, {told['frames']} frames in {PLAYED_S:g} s"
    return [
        ("played stride, script a frame, p95", float(told["scriptMs95"]), "ms", FRAME_MS, note),
        ("played stride, script a frame, mean", float(told["scriptMs"]), "ms", None, note),
        ("played stride, frames a second", float(told["frames"]) / PLAYED_S, "1/s", None, note),
    ]


@contextmanager
def served(app: FastAPI) -> Iterator[None]:
    """The app on loopback, in a thread of this process."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=PORT, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10.0)


if __name__ == "__main__":
    for each in explore_rows(Path(sys.argv[1]), 2):
        print(f"{each.name}: {each.ours:.1f} {each.unit} (goal {each.goal}) {each.note}")
