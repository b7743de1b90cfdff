"""How much one browser may ask: a bucket of requests that fills again at a steady rate."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_KEYS = 10_000


class Rates:
    """Buckets by key (a cookie, or 'nobody'): ``burst`` requests at once, ``a_second`` in the long run."""

    def __init__(self, a_second: float, burst: int, seconds: Callable[[], float] = time.monotonic) -> None:
        self.a_second, self.burst, self.seconds = a_second, burst, seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def takes(self, key: str) -> bool:
        """Take one request out of a bucket; False where it is empty."""
        now = self.seconds()
        with self._lock:
            left, then = self._left.pop(key, (float(self.burst), now))
            left = min(float(self.burst), left + (now - then) * self.a_second)
            taken = left >= 1.0
            self._left[key] = (left - 1.0 if taken else left, now)
            while len(self._left) > MOST_KEYS:
                self._left.popitem(last=False)
        return taken
