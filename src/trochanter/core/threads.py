"""Run a kernel over ranges of frames on several threads.

Kernels release the interpreter's lock, so plain threads are enough: safe beside other threads (a web server's), and
without the time that compiling a parallel loop takes. Numba's own setting (NUMBA_NUM_THREADS) says how many; the ranges
do not depend on it, and so the results do not.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache

from numba import config


def over_frames(work: Callable[[int, int], object], frames: int, chunk: int) -> None:
    """Call ``work(first, last)`` on half-open ranges of ``chunk`` frames that cover ``frames``; errors pass through.

    The calling thread takes ranges like the others: short work is done before another thread has woken up.
    """
    waiting = deque((first, min(first + chunk, frames)) for first in range(0, frames, chunk))
    threads = int(vars(config)["NUMBA_NUM_THREADS"])
    failed: list[tuple[int, BaseException]] = []
    others = [_pool(threads).submit(_take, work, waiting, failed) for _ in range(min(threads, len(waiting)) - 1)]
    try:
        _take(work, waiting, failed)
    finally:
        wait([future for future in others if not future.cancel()])
        if failed:
            raise min(failed, key=lambda failure: failure[0])[1]


def _take(
    work: Callable[[int, int], object], waiting: deque[tuple[int, int]], failed: list[tuple[int, BaseException]]
) -> None:
    """Work off ranges until none is left; after an error nobody begins another."""
    while True:
        try:
            first, last = waiting.popleft()
        except IndexError:
            return
        try:
            work(first, last)
        except BaseException as error:
            failed.append((first, error))
            waiting.clear()
            raise


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="trochanter")
