"""Mapping files: two columns a line, a recorded marker's name and the model's marker or the landmark it stands for.

Columns are parted by a comma, a semicolon, a tab or, in lines without these, by spaces; '#' starts a comment; '-' in
the second column leaves the marker out; a first line such as ``recorded,model`` is taken as a header.
"""

import os
import re

from trochanter.capture.files import read_file
from trochanter.core.errors import UnreadableFile

MAX_BYTES = 1 << 20
_HEADER = {"recorded", "recorded name", "marker", "name", "from", "file"}
_VALID = "one line a marker: recorded name, comma, the model's marker or a landmark such as asis_r"


def read_marker_mapping(path: str | os.PathLike[str]) -> dict[str, str]:
    """Read a mapping file: model marker, landmark or '-' by recorded name.

    Raises MissingInput (no such file) and UnreadableFile: no text, a line without two names, a name given twice, or no
    name at all.
    """
    content = read_file(path, MAX_BYTES)
    try:
        text = content.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable("this is not a text file", content.where) from None
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        names = _names(line)
        if not names or (not found and names[0].lower() in _HEADER):
            continue
        place = f"{content.where}, line {number}"
        if len(names) != 2 or not all(names):
            raise _unreadable(f"there are {len(names)} names where two are needed: {line.strip()[:80]!r}", place)
        if names[0] in found:
            raise _unreadable(f"'{names[0]}' is mapped twice", place)
        found[names[0]] = names[1]
    if not found:
        raise _unreadable("the file names no marker", content.where)
    return found


def _names(line: str) -> list[str]:
    line = line.partition("#")[0].strip()
    if not line:
        return []
    parted = re.split(r"[,;\t]", line) if re.search(r"[,;\t]", line) else line.split()
    names = [name.strip().strip("\"'") for name in parted]
    while len(names) > 2 and not names[-1]:
        names.pop()
    return names


def _unreadable(what: str, where: str) -> UnreadableFile:
    return UnreadableFile(what, where=where, valid=_VALID, next_step="correct the file; a text editor is enough")
