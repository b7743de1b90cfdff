"""Silence for libraries that write to the standard error of the process by themselves."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_errors() -> Iterator[None]:
    """Send what native code writes to standard error nowhere; where there is no such stream, do nothing."""
    try:
        stream = sys.__stderr__.fileno() if sys.__stderr__ else -1
        kept = os.dup(stream)
    except (OSError, ValueError):
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream)
        yield
    finally:
        os.dup2(kept, stream)
        os.close(nowhere)
        os.close(kept)
