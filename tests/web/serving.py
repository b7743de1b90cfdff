"""A server in a process of its own, for tests that kill it: begins a job, tells its key, and stays."""

import sys
import time

from trochanter.exchange.record_documents import check, without_private
from trochanter.store.opening import open_store
from trochanter.web import jobs
from trochanter.web.app import create_app
from trochanter.web.settings import Settings


def main(folder: str, person: str) -> None:
    """Serve the records of a folder until somebody ends it."""
    with open_store(folder, check=check, hide=without_private) as store:
        state = create_app(Settings("t", store.place.folder), store).state.shared
        with state.jobs.at_work(state):
            print(jobs.start(state, person, "demo", {}).key, flush=True)
            time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
