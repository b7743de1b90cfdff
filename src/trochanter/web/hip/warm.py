"""The engine is compiled and asked once in the background, so that nobody waits for it at a slider."""

import logging
from functools import cache
from threading import Event, Lock, Thread

from trochanter.core.sides import SIDES

log = logging.getLogger("trochanter.web")
MOST_TRIES = 3


class Warmth:
    """Whether the engine is ready; ``start`` makes it so without being waited for, and tries again where it failed."""

    def __init__(self) -> None:
        self._lock, self._ready = Lock(), Event()
        self._thread: Thread | None = None
        self._tries = 0

    def start(self) -> None:
        """Begin, if nobody has, or if the last try failed."""
        with self._lock:
            idle = self._thread is None or not self._thread.is_alive()
            if idle and not self.ready and self._tries < MOST_TRIES:
                self._tries += 1
                self._thread = Thread(target=self._work, name="hip-engine", daemon=True)
                self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether a posture is answered at once."""
        return self._ready.is_set()

    @property
    def given_up(self) -> bool:
        """Whether every try has failed."""
        with self._lock:
            alive = self._thread is not None and self._thread.is_alive()
            return self._tries >= MOST_TRIES and not alive and not self.ready

    def wait(self, seconds: float) -> bool:
        """Wait for it that long; whether it is ready."""
        return self._ready.wait(seconds)

    def _work(self) -> None:
        try:
            _ask_once()
        except Exception:  # whatever it is: the page says that there is no answer, and others go on
            log.exception("the engine of the hip did not start")
            return
        self._ready.set()
        _lay_out_all()


def _ask_once() -> None:
    """Compile what a posture needs, and read the bones."""
    from trochanter.web.hip.bones import BONES, bone, twisted_femur_m
    from trochanter.web.hip.posture import Wish, look
    from trochanter.web.words import FIRST, Words

    look(Wish(30.0, 5.0, 5.0), SIDES, Words(FIRST))
    for name in BONES:
        bone(name)
    twisted_femur_m(1)


def _lay_out_all() -> None:
    """Every whole degree of anteversion, so that its slider is as quick as the others."""
    from trochanter.mechanics.hip_leg import laid_out
    from trochanter.web.hip.limits import LIMITS_DEG

    low, high = LIMITS_DEG["anteversion_deg"]
    for degrees in range(int(low), int(high) + 1):
        laid_out(degrees)


@cache
def warmth() -> Warmth:
    """The one of this process."""
    return Warmth()
