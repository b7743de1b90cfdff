"""What pages load when they are first asked for, loaded in the background from the start of the server."""

import logging
from importlib import import_module
from threading import Thread

from trochanter.web.training.warming import warm_up

log = logging.getLogger("trochanter.web")
MODULES = (
    "trochanter.findings.words",
    "trochanter.exchange.measurement_reading",
    "trochanter.reporting.check",
    "trochanter.exchange.measurement_result",
    "trochanter.reporting.figures.filming",
    "trochanter.reporting.figures.phone_on_shin",
    "trochanter.exchange.plan_result",
    "trochanter.progress.follow",
    "lxml.html",
)


def load_in_background() -> Thread:
    """Begin to load what pages need beyond the first; whoever asks for one meanwhile waits no longer than without."""
    thread = Thread(target=_load, name="loading", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    for name in MODULES:
        try:
            import_module(name)
        except Exception:  # the page that needs it says so
            log.exception("'%s' was not loaded", name)
    try:
        warm_up()
    except Exception:
        log.exception("rules, sentences or exercises were not read")
