"""How busy the machine is with other things: a benchmark on a busy machine says little."""

import os
import resource
import time
from pathlib import Path

LIMIT = 0.5
_STAT = Path("/proc/stat")


def load_average() -> float:
    """Processes that wanted to run over the last minute, by average."""
    return os.getloadavg()[0]


class Others:
    """Cores that other processes kept busy since this was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter(), _busy_s(), _own_s()

    def cores(self) -> float:
        """Busy cores, less what this process and its ended children used; the load average where unknown."""
        start, busy, own = self._start
        now = _busy_s()
        if busy is None or now is None:
            return load_average()
        return max(0.0, (now - busy - (_own_s() - own)) / max(time.perf_counter() - start, 1e-9))


def _busy_s() -> float | None:
    """Seconds that all cores together have been busy since the start of the machine; Linux only."""
    if not _STAT.is_file():
        return None
    ticks = [int(word) for word in _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK")


def _own_s() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))
