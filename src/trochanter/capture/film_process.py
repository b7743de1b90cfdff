"""The process that decodes a film, seen from the one that uses its pictures: started, listened to, ended."""

import os
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from queue import Empty, Full, Queue
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from trochanter.capture.film_messages import Facts, Order, Refused, unpacked

READY = 3  # pictures that wait, so that decoding and what is done with them run side by side
START_S = 60.0  # the process may need so long to start on a busy computer
_PIPE_BYTES = 1 << 20
_LOOK_S = 0.2
_XCPU = 24


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its head, and the pixels of a picture (height, width, 3)."""

    head: Facts
    pixels: npt.NDArray[np.uint8] | None = None


class Decoder:
    """A running decoder of the film that ``stream`` stands for; ``close`` ends it at once, and may come twice."""

    def __init__(self, stream: BinaryIO, order: Order, stall_s: float) -> None:
        self._stall_s = stall_s
        stream.seek(0)
        try:
            self._process = _started(stream, order)
        except OSError as error:
            raise Refused("no-process", reason=error.strerror or str(error)) from None
        self._queue: Queue[Message | None] = Queue(READY)
        self._pump = _Pump(self._process, self._queue)
        self._thread = threading.Thread(target=self._pump.run, daemon=True)
        self._thread.start()
        self._end = weakref.finalize(self, _ended, self._process, self._pump, self._thread)

    def next(self) -> Message:
        """The next message; a standstill and a death of the process are messages of kind ``refused``, too."""
        waited_from = time.monotonic()
        while True:
            with suppress(Empty):
                found = self._queue.get(timeout=_LOOK_S)
                return found or self._obituary()
            still_s = time.monotonic() - max(waited_from, self._pump.worked_at)
            if still_s > (self._stall_s if self._pump.started else max(self._stall_s, START_S)):
                self.close()
                return Message({"kind": "refused", "code": "standstill", "facts": {}})

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self._end()

    def _obituary(self) -> Message:
        self._process.wait()
        code = self._process.returncode
        how = f"signal {-code}" if code < 0 else f"code {code & 0xFFFFFFFF:#x}"
        return Message({"kind": "refused", "code": "computing" if code == -_XCPU else "crash", "facts": {"how": how}})


class _Pump:
    """Takes messages off the pipe into the queue, until the pipe ends or ``stopped``."""

    def __init__(self, process: "subprocess.Popen[bytes]", queue: "Queue[Message | None]") -> None:
        assert isinstance(process.stdout, FileIO)  # as bufsize 0 makes it
        self._pipe, self._queue = process.stdout, queue
        self._shape: tuple[int, int, int] | None = None
        self._work = -1
        self.worked_at = time.monotonic()
        self.started = False
        self.stopped = threading.Event()

    def run(self) -> None:
        """Pump; the last thing in the queue is None."""
        while (message := self._taken()) is not None:
            self.started = True
            if message.head["kind"] == "beat":
                if message.head.get("work") == self._work:
                    continue
                self._work = int(message.head["work"])
            self.worked_at = time.monotonic()
            if message.head["kind"] != "beat":
                self._put(message)
        self._put(None)

    def _put(self, message: Message | None) -> None:
        while not self.stopped.is_set():
            with suppress(Full):
                self._queue.put(message, timeout=_LOOK_S)
                return

    def _taken(self) -> Message | None:
        head = unpacked(self._read)
        if head is None:
            return None
        if head["kind"] == "film":
            self._shape = (int(head["height_px"]), int(head["width_px"]), 3)
        if head["kind"] != "picture":
            return Message(head)
        if self._shape is None:
            return None
        pixels = np.empty(self._shape, dtype=np.uint8)
        return Message(head, pixels) if self._fill(pixels.data.cast("B")) else None

    def _read(self, count: int) -> bytes:
        data = bytearray(count)
        return bytes(data) if self._fill(memoryview(data)) else b""

    def _fill(self, left: memoryview) -> bool:
        with suppress(OSError, ValueError):  # the pipe was closed while it was read
            while left:
                count = self._pipe.readinto(left)
                if not count:
                    return False
                left = left[count:]
            return True
        return False


def _started(stream: BinaryIO, order: Order) -> "subprocess.Popen[bytes]":
    # The path that this process uses, without the working folder: nothing that lies beside a film is ever imported.
    path = os.pathsep.join(part for part in sys.path if part)
    environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "trochanter.capture.film_child", order.packed()],
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    _widen(process)
    return process


def _widen(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ImportError, AttributeError, OSError):  # only Linux has wider pipes, and may refuse them
        import fcntl

        if process.stdout is not None:
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _ended(process: "subprocess.Popen[bytes]", pump: _Pump, thread: threading.Thread) -> None:
    pump.stopped.set()
    process.kill()
    process.wait()
    thread.join()
    if process.stdout is not None:
        process.stdout.close()
