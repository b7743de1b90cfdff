"""A file that a form brought, written where the rooms can read it by a path."""

import shutil
from pathlib import Path

from fastapi import UploadFile

from trochanter.core.errors import UnwritableFile


def spooled_to(file: UploadFile, path: Path) -> Path:
    """Write what a form brought to ``path``, which is ours: the name that came with it is not used."""
    try:
        with path.open("wb") as stream:
            shutil.copyfileobj(file.file, stream)
    except OSError as error:
        raise UnwritableFile(
            f"the file could not be kept: {error.strerror or 'no room'}", next_step="free space on the disk, then again"
        ) from None
    return path
