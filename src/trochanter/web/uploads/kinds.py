"""What a file is, by its first bytes; a wrong one is told what it is and what would be right."""

import re
from collections.abc import Mapping, Sequence

from trochanter.capture.film_kind import film_kind
from trochanter.capture.formats import known_formats
from trochanter.core.errors import UnknownFormat
from trochanter.web.uploads.given import WrongKind

HEAD_BYTES = 1 << 16
TRIALS = ("trc", "c3d", "opensim_table", "marker_table")
PHONE = ("phone_log", "zip", "table")
_FILMS = {"mov": ".mp4", "matroska": ".mkv", "avi": ".avi"}
# Words for people, and the ending that a reader of this kind expects.
WORDS: Mapping[str, tuple[str, str]] = {
    "film": ("a film (MP4, MOV, WebM, MKV or AVI)", ".mp4"),
    "trc": ("markers (.trc)", ".trc"),
    "c3d": ("markers and force plates (.c3d)", ".c3d"),
    "opensim_table": ("joint angles or other numbers of OpenSim (.mot, .sto)", ".mot"),
    "opensim_model": ("an OpenSim model (.osim)", ".osim"),
    "external_loads": ("external loads of OpenSim (.xml)", ".xml"),
    "marker_table": ("a table of markers (.csv, .txt)", ".csv"),
    "force_table": ("a table of ground forces (.csv, .txt)", ".csv"),
    "phone_log": ("the recording of a phone's sensors (.csv)", ".csv"),
    "zip": ("an archive (.zip)", ".zip"),
    "table": ("a table as text (.csv)", ".csv"),
    "fit": ("a run out of a watch (.fit)", ".fit"),
    "json": ("a result of trochanter (.json)", ".json"),
    "archive": ("an archive or backup of the records (.zip)", ".zip"),
}
_MODULES = {each: each for each in (
    "trc", "c3d", "opensim_table", "opensim_model", "external_loads", "marker_table", "force_table", "phone_log",
)}  # fmt: skip
_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def kind_of(head: bytes, kinds: Sequence[str], label: str) -> tuple[str, str]:
    """Which of some kinds a file is, and its ending; raises WrongKind, which says what it is instead."""
    found = found_kinds(head)
    for kind in kinds:
        if kind in found:
            return kind, _FILMS[film_kind(head, label)] if kind == "film" else WORDS[kind][1]
    looks = WORDS[found[0]][0] if found else _looks_like(head, label)
    raise WrongKind(
        f"this file is {looks}" if looks else "nobody here knows what this file is", where=label,
        valid="; ".join(WORDS[each][0] for each in kinds), next_step="choose another file: this one was not kept",
    )  # fmt: skip


def found_kinds(head: bytes) -> tuple[str, ...]:
    """All kinds that the first bytes of a file fit, the most special one first."""
    found = [*_films(head)]
    if head[8:12] == b".FIT":
        found.append("fit")
    if head.startswith(b"PK\x03\x04"):
        found += ["zip", "archive"]
    if _DECLARED.search(head) is None:  # a document type is how entities explode; no file of ours has one
        found += [name for each in known_formats() if (name := _name(each.read.__module__)) and each.recognises(head)]
    if head[:1] in (b"{", b"["):
        found.append("json")
    elif _is_text(head) and not head.lstrip().startswith(b"<") and any(mark in head for mark in (b",", b";", b"\t")):
        found.append("table")
    return tuple(found)


def _films(head: bytes) -> tuple[str, ...]:
    try:
        film_kind(head, "")
    except UnknownFormat:
        return ()
    return ("film",)


def _name(module: str) -> str:
    return _MODULES.get(module.rpartition(".")[2], "")


def _looks_like(head: bytes, label: str) -> str:
    if _DECLARED.search(head):
        return "XML with a document type, which is never opened"
    try:
        film_kind(head, label)
    except UnknownFormat as error:
        return error.what.partition(": it is ")[2]
    return ""


def _is_text(head: bytes) -> bool:
    return bool(head.strip()) and not any(byte < 9 or 13 < byte < 27 for byte in head)
