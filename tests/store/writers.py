"""A process that saves and says so, for tests that kill it, starve it or let two of them write: run as a module.

``python -m tests.store.writers FOLDER PERSON FIRST COUNT [FILM]`` prints ``Saved NUMBER KEY`` after each session.
"""

import sys
from pathlib import Path

from tests.store.made_records import document
from trochanter.core.errors import TrochanterError
from trochanter.store.opening import open_store


def main(folder: str, person: str, first: str, count: str, film: str = "") -> int:
    """Save sessions one by one; exit code 2 where the records say no."""
    try:
        with open_store(folder) as store:
            for number in range(int(first), int(first) + int(count)):
                files = [] if not film else [own_film(Path(film), number)]
                key = store.save(person, document("session", number=number, note="x" * (number % 7) * 500), files=files)
                print(f"Saved {number} {key}", flush=True)
    except TrochanterError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def own_film(film: Path, number: int) -> Path:
    """A film that no other session has."""
    film.write_bytes(f"film {number} ".encode() * 20_000)
    return film


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
