"""Run a kernel over ranges of frames on several threads.

Kernels release the interpreter's lock, so plain threads are enough: safe beside other threads (a web server's), and
without the time that compiling a parallel loop takes. Numba's own setting (NUMBA_NUM_THREADS) says how many; the ranges
do not depend on it, and so the results do not.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from numba import config


def over_frames(work: Callable[[int, int], object], frames: int, chunk: int) -> None:
    """Call ``work(first, last)`` on half-open ranges of ``chunk`` frames that cover ``frames``; errors pass through."""
    ranges = [(first, min(first + chunk, frames)) for first in range(0, frames, chunk)]
    threads = int(vars(config)["NUMBA_NUM_THREADS"])
    if threads == 1 or len(ranges) < 2:
        for first, last in ranges:
            work(first, last)
        return
    for future in [_pool(threads).submit(work, first, last) for first, last in ranges]:
        future.result()


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="trochanter")
