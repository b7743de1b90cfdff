"""Where something was found, in words that may be handed on: a file's name without the folders of a computer."""

import re

_FOLDERS = re.compile(r"(?<![\w.:/\\])(?:[A-Za-z]:)?[/\\](?:[^/\\'\s]+[/\\])+")
_QUOTED = re.compile(r"'(?:[A-Za-z]:)?[/\\][^']*[/\\]([^'/\\]+)'")
_FILE = re.compile(r"(?:.*[/\\])?([^/\\]+\.\w+)")


def without_folders(text: str) -> str:
    """Words without the folders of the files that they name.

    >>> without_folders("2 loads as '/data/my runs/grf.xml' describes them")
    "2 loads as 'grf.xml' describes them"
    """
    return _FOLDERS.sub("", _QUOTED.sub(r"'\1'", text))


def file_place(where: str) -> str:
    """A place that begins with a file, without the file's folders.

    >>> file_place("my runs/2026/run.mot, column 'knee_angle_r'")
    "run.mot, column 'knee_angle_r'"
    """
    file = re.split(r"(?:, |: )", where, maxsplit=1)[0]
    found = _FILE.fullmatch(file)
    return without_folders(where) if found is None else found.group(1) + where[len(file) :]
