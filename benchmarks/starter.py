"""Run one command and write down what it took: ``python -S starter.py RESULT.json COMMAND ...``.

It is started by its path and imports next to nothing. The system counts what a process held before it became another
program as that program's memory: a command that a large process starts has that process's peak, not its own.
"""

import json
import os
import sys
import time
from pathlib import Path

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss

if __name__ == "__main__":
    start = time.perf_counter()
    process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(process, 0)
    found = {
        "status": os.waitstatus_to_exitcode(status),
        "wall_s": time.perf_counter() - start,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss * BYTES_PER_UNIT / 1e6,
    }
    Path(sys.argv[1]).write_text(json.dumps(found), encoding="utf-8")
