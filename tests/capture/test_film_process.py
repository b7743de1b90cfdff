"""The process that decodes: it is limited, it ends whatever happens, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.capture.made_films import Made, made_film, number_of
from trochanter.capture.film import FilmLimits, open_film
from trochanter.core.errors import TrochanterError, UnreadableFile

pytestmark = pytest.mark.needs("video", "linux")
SOON_S = 20.0
# Enough pictures that the decoder waits with the next ones while this process looks at it.
LONG = Made(pictures=300, width=640, height=360)


def decoders(parent: int) -> list[int]:
    """Processes that decode films for ``parent``, and have not ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            is_decoder = b"film_child" in (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(words[1]) == parent and words[0] != "Z" and is_decoder:
            found.append(int(folder.name))
    return found


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON_S
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def things() -> tuple[int, int, list[int]]:
    """Open files, threads and decoders of this process."""
    files = len(list(Path("/proc/self/fd").iterdir()))
    return files, threading.active_count(), decoders(os.getpid())


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_film(tmp_path_factory.mktemp("films") / "film.mp4", LONG)


def test_nothing_is_left_behind(long_film: Path, tmp_path: Path) -> None:
    before = things()
    with open_film(long_film) as opened:
        assert len(list(opened)) == 300
    assert things() == before
    with open_film(long_film) as opened:
        next(iter(opened))
        assert len(decoders(os.getpid())) == 1
    assert things() == before
    with pytest.raises(ZeroDivisionError), open_film(long_film) as opened:
        1 / next(iter(opened)).index
    assert things() == before
    (tmp_path / "film.mp4").write_bytes(long_film.read_bytes()[:20_000])
    with pytest.raises(TrochanterError):
        open_film(tmp_path / "film.mp4")
    assert things() == before
    forgotten = open_film(long_film)
    next(iter(forgotten))
    del forgotten
    assert things() == before


@pytest.mark.parametrize(
    ("how", "said"), [(signal.SIGSEGV, "signal 11"), (signal.SIGKILL, "signal 9"), (signal.SIGXCPU, "more computing")]
)
def test_a_decoder_that_dies_is_an_error(long_film: Path, how: signal.Signals, said: str) -> None:
    with open_film(long_film) as opened:
        next(iter(opened))
        (process,) = decoders(os.getpid())
        os.kill(process, how)
        with pytest.raises(UnreadableFile, match=said):
            list(opened)
        assert not alive(process)
        assert list(opened) == []


def test_a_decoder_that_stands_still_is_ended(long_film: Path) -> None:
    with open_film(long_film, limits=FilmLimits(stall_s=0.5)) as opened:
        next(iter(opened))
        (process,) = decoders(os.getpid())
        os.kill(process, signal.SIGSTOP)
        with pytest.raises(UnreadableFile, match="standstill"):
            list(opened)
        assert not alive(process)


def test_slow_use_of_the_pictures_is_no_standstill(long_film: Path) -> None:
    with open_film(long_film, limits=FilmLimits(stall_s=0.4)) as opened:
        for frame in opened:
            if frame.index == 20:
                time.sleep(1.5)
    assert frame.index == 299


WAITING = """
import sys, time
from trochanter.capture.film import open_film
with open_film(sys.argv[1]) as opened:
    next(iter(opened))
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_the_decoder_ends_with_its_parent(long_film: Path, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, long_film], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        (process,) = decoders(parent.pid)
        parent.send_signal(how)
        parent.wait(SOON_S)
        assert soon(lambda: not alive(process))


def test_interrupted_from_the_keyboard_the_decoder_leaves_the_word_to_its_parent(long_film: Path) -> None:
    with open_film(long_film) as opened:
        next(iter(opened))
        os.kill(decoders(os.getpid())[0], signal.SIGINT)
        assert len(list(opened)) == 299


def test_memory_stays_flat_over_a_minute_of_film(tmp_path: Path) -> None:
    """Resident memory of both processes after a quarter of 1,800 pictures, and after all of them."""
    made = Made(pictures=1_800, width=320, height=180, options={"preset": "ultrafast", "crf": "40"})
    sizes_kb: list[tuple[int, int]] = []
    with open_film(made_film(tmp_path / "film.mp4", made)) as opened:
        (process,) = decoders(os.getpid())
        for frame in opened:
            if frame.index in {450, 1_780}:
                sizes_kb.append((resident_kb(os.getpid()), resident_kb(process)))
    assert number_of(frame.pixels) == 1_799
    grown_kb = [late - early for early, late in zip(*sizes_kb, strict=True)]
    print(f"grown by {grown_kb[0]} kB here, {grown_kb[1]} kB in the decoder")
    # All pictures between the two are 230 MB.
    assert max(grown_kb) < 6_000


def resident_kb(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


CONFINED = """
import os, socket, sys
from trochanter.capture.film_child import limit_files, limit_size
from trochanter.capture.film_messages import Order
order = Order("mov", True, 1280, 60.0, None, False, 9.0, 1.0, 9, 9, 1 << 29, 5)
script = sys.argv[1]
import encodings.idna, errno
limit_size(order)
limit_files()
try:
    exec(script)
except OSError as error:
    os.write(1, errno.errorcode[error.errno].encode())
except MemoryError:
    os.write(1, b"MemoryError")
"""


@pytest.mark.parametrize(
    ("attempt", "outcome"),
    [
        ("open('/etc/passwd')", b"EMFILE"),
        ("open('new', 'w')", b"EMFILE"),
        ("socket.socket()", b"EMFILE"),
        ("bytearray(1 << 30)", b"MemoryError"),
        ("os.write(1, b'fine')", b"fine"),
    ],
)
def test_the_decoder_confines_itself(tmp_path: Path, attempt: str, outcome: bytes) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CONFINED, attempt], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert ran.stdout == outcome
    assert not list(tmp_path.iterdir())


def test_limits_are_in_force_while_a_film_is_decoded(long_film: Path) -> None:
    with open_film(long_film, limits=FilmLimits(memory_bytes=3 << 30, computing_s=77)) as opened:
        next(iter(opened))
        told = Path(f"/proc/{decoders(os.getpid())[0]}/limits").read_text().splitlines()
    soft = {line[:26].strip(): line[26:47].strip() for line in told}
    assert soft["Max open files"] == soft["Max file size"] == soft["Max core file size"] == "0"
    assert soft["Max address space"] == str(3 << 30)
    assert soft["Max cpu time"] == "77"


def test_computing_is_limited(tmp_path: Path) -> None:
    endless = "while True: pass"
    ran = subprocess.run([sys.executable, "-c", CONFINED.replace(", 5)", ", 1)"), endless], check=False, timeout=60)
    assert ran.returncode == -signal.SIGXCPU


def test_too_little_memory_is_an_error(long_film: Path) -> None:
    with pytest.raises(UnreadableFile, match="more memory"):
        open_film(long_film, limits=FilmLimits(memory_bytes=1))


def test_no_room_for_another_process(long_film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(UnreadableFile, match="the system refused"):
        open_film(long_film)
