"""Files written whole or not at all: a temporary file in the same folder, then one rename."""

import os
from pathlib import Path
from secrets import token_hex

from trochanter.capture.files import is_folder
from trochanter.core.errors import UnwritableFile


def write_whole(path: str | os.PathLike[str], content: bytes | str) -> Path:
    """Write ``content`` (text as UTF-8) to ``path`` and return the path; an older file is replaced in one step.

    What is no character, as in a file's name that is not text, becomes a question mark. A reader sees the old file or
    the new one, never half of it, also where the process dies. Raises UnwritableFile, and then leaves nothing behind.
    The folder must exist.
    """
    data = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    try:
        _replace(Path(os.path.realpath(path)), data)
    except (OSError, ValueError) as error:
        raise _unwritable(Path(path), error) from None
    return Path(path)


def _replace(target: Path, data: bytes) -> None:
    part = target.with_name(f".{token_hex(8)}.part")
    try:
        # Not tempfile: its files are readable by their owner alone, and the rename would keep that.
        with part.open("xb") as stream:
            stream.write(data)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError | ValueError) -> UnwritableFile:
    reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    if not is_folder(path.parent):
        step = f"make the folder '{path.parent}' first"
    elif is_folder(path):
        step = "this is a folder: name a file in it"
    else:
        step = "check permissions and free space, and that no other program has the file open"
    return UnwritableFile(f"the file cannot be written: {reason}", where=str(path), next_step=step)
