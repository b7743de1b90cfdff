"""``trochanter data``: public recordings to try trochanter on, fetched when a person asks for them."""

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import folder_named, usable_folder
from trochanter.cli.progress import tell

NEXT = {
    "rbds001": "trochanter analyze {folder}/RBDS001runT35.c3d --static {folder}/RBDS001static.c3d "
    "--mass-kg 62 --fix-labels"
}

data = typer.Typer(no_args_is_help=True, help="Public recordings to try trochanter on.")
app.add_typer(data, name="data")


@data.command()
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the recording: rbds001.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", parser=folder_named, help="Folder for the files; its name if left out."
        ),
    ] = None,
    mirror: Annotated[
        str | None, typer.Option("--mirror", metavar="ADDRESS", help="Take the files from a copy at this address.")
    ] = None,
) -> None:
    """Download a public recording, in the version that trochanter knows.

    Every file is checked against its SHA-256. Nothing is ever sent, and only
    'trochanter weights' fetches something besides, when it is asked to. A
    stopped download goes on when asked again.

    rbds001: one runner on a treadmill (Fukuchi 2017, CC BY 4.0), 6 MB.
    """
    from trochanter.exchange.downloads import downloads_of, fetch, room_for

    items = downloads_of(name)
    folder = usable_folder(out or Path(name))
    folder.mkdir(parents=True, exist_ok=True)
    room_for(folder, items)
    for item in items:
        fetch(item, folder, mirror=mirror, progress=_told)
        tell(f"{item.file}: {item.size / 1e6:.1f} MB, as published")
    tell(f"{items[0].credit}, {items[0].licence}")
    print(f"Files: {folder.resolve()}")
    if name in NEXT:
        print(f"Next:  {NEXT[name].format(folder=quote(str(folder)))}")


def _told(file: str, done: int, size: int) -> None:
    """A line that counts up, where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if done >= size else ""
        print(f"\rtrochanter: {file} {done / 1e6:.1f} of {size / 1e6:.1f} MB", end=end, file=sys.stderr, flush=True)
