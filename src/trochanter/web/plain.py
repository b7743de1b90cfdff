"""Sentences of the rooms without what only a terminal knows: options and commands mean nothing on a page."""

import re

_SAID = (
    ("add --not-mirrored", "say that it is not mirrored"),
    ("add --mirrored", "say that it is mirrored"),
    ("--mirrored or --not-mirrored", "whether it is mirrored"),
    ("it with --side", "which leg it is"),
    ("how much with --slow-motion", "how much"),
    ("--position ", ""),
)
_TYPED = r"(?:(?<!\w)--[a-z]|\btrochanter [a-z])"
_ASIDE = re.compile(rf"\s*\((?=[^)]*{_TYPED})[^)]*\)")
_OPTION = re.compile(_TYPED)
_FOLDERS = re.compile(r"(?<![\w.:/])(?:[A-Za-z]:)?[\\/](?:[^\s'\":,;\\/]+[\\/])+([^\s'\":,;\\/]*)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"\s*;\s*")


def plain(text: str) -> str:
    """A text without the clauses that name an option or a command; those that a page knows are said in words.

    >>> plain("In a mirrored film they would be exchanged. Say --mirrored or --not-mirrored.")
    'In a mirrored film they would be exchanged. Say whether it is mirrored.'
    >>> plain("more light; or tap knee and ankle (--knee, --ankle)"), plain("alone in the picture; or add --person")
    ('more light; or tap knee and ankle', 'alone in the picture')
    >>> plain("Note it: trochanter screen --clearance FILE (docs/screen.md shows one).")
    ''
    """
    for typed, said in _SAID:
        text = text.replace(typed, said)
    kept = []
    for sentence in _SENTENCE.split(_ASIDE.sub("", text)):
        clauses = [each for each in _CLAUSE.split(sentence) if each and not _OPTION.search(each)]
        if clauses:
            words = "; ".join(clauses)
            kept.append(words if words[-1] in ".!?" or not sentence.endswith(".") else f"{words}.")
    return " ".join(kept)


def without_folders(text: str) -> str:
    """A text in which files have no folders: where they lie on this computer tells nobody anything.

    >>> without_folders("cannot write /srv/ann/x/report.html"), without_folders("see https://simtk.org/a/b")
    ('cannot write report.html', 'see https://simtk.org/a/b')
    """
    return _FOLDERS.sub(r"\1", text)
