"""Headers of ``.mot`` and ``.sto`` files: OpenSim's versions 1 and 3, SIMM motion headers, and mixtures of them."""

import re
from dataclasses import dataclass

from trochanter.core.errors import ImpossibleData, UnreadableFile
from trochanter.core.quality import Notice

HEAD_BYTES = 1 << 20
TIME_NAMES = ("time", "t")

_END = re.compile(rb"(?im)^[ \t]*endheader[ \t]*\r?$")
_KEY = re.compile(r"[A-Za-z][\w .-]*")
_SIMM_KEYS = ("name", "datacolumns", "datarows", "otherdata", "range")
_SENTENCE = re.compile(r"angles?\s+(?:are|is)\s+(?:given\s+)?in\s+(degree|radian)s?", re.IGNORECASE)
_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above a table's rows.

    labels: the column names, time first; rows_start: byte offset of the first row; rows_line: its line number.
    """

    name: str
    pairs: dict[str, str]
    in_degrees: bool
    labels: tuple[str, ...]
    rows_start: int
    rows_line: int
    notices: tuple[Notice, ...]

    def count(self, *keys: str) -> int | None:
        """A number that the header declares under one of ``keys`` (lower case); None if absent or not a number."""
        for key, value in self.pairs.items():
            if key.lower() in keys and value.isdecimal() and len(value) < 16:
                return int(value)
        return None


def has_table_header(head: bytes) -> bool:
    """Whether the first bytes of a file hold the line that ends a table's header."""
    return _END.search(head) is not None


def parse_header(data: bytes, where: str) -> Header:
    """Read header and column names from the beginning of a table file.

    Raises UnreadableFile where they are absent or not text, ImpossibleData where they contradict themselves.
    """
    end = _END.search(data, 0, HEAD_BYTES)
    if end is None:
        raise _no_header(data, where)
    lines = _text(data[: end.start()], where).splitlines()
    name, pairs = _names_and_pairs(lines, where)
    _refuse_other_cells(pairs, where)
    in_degrees, notices = _units(pairs, lines, where)
    labels, start = _labels(data, end.end(), where)
    line = data.count(b"\n", 0, start) + 1
    return Header(name, pairs, in_degrees, labels, start, line, notices)


def _no_header(data: bytes, where: str) -> UnreadableFile:
    head = data[:4096]
    binary = b"\0" in head
    what = "the file is not text" if binary else "the file has no line 'endheader'"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "the file is text in UTF-16"
    return UnreadableFile(
        what,
        where=where,
        valid="a .mot or .sto file: header lines, 'endheader', a line of column names, rows of numbers",
        next_step="save it as UTF-8 text" if "UTF-16" in what else "export the table again",
    )


def _text(data: bytes, where: str) -> str:
    if b"\0" in data:
        raise UnreadableFile("the header is not text", where=where, next_step="export the table again")
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _names_and_pairs(lines: list[str], where: str) -> tuple[str, dict[str, str]]:
    name = ""
    pairs: dict[str, str] = {}
    for number, line in enumerate(lines):
        key, value = _pair(line)
        if not key:
            name = line.strip() if number == 0 else name
            continue
        _refuse_contradiction(pairs, key, value, where)
        pairs[key] = value
    return name or next((value for key, value in pairs.items() if key.lower() == "name"), ""), pairs


def _pair(line: str) -> tuple[str, str]:
    """Key and value of ``key=value`` or of SIMM's ``key value``; two empty words for any other line."""
    key, equals, value = (part.strip() for part in line.partition("="))
    if equals and _KEY.fullmatch(key):
        return key, value
    key, _, value = line.strip().partition("\t" if "\t" in line.strip() else " ")
    return (key, value.strip()) if key.lower() in _SIMM_KEYS and value else ("", "")


def _refuse_contradiction(pairs: dict[str, str], key: str, value: str, where: str) -> None:
    earlier = next((old for known, old in pairs.items() if known.lower() == key.lower()), value)
    if earlier != value and key.lower() in ("indegrees", "datatype"):
        raise ImpossibleData(
            f"the header says both {key}={earlier} and {key}={value}",
            where=where,
            valid="one of them",
            next_step="remove the line that is wrong",
        )


def _refuse_other_cells(pairs: dict[str, str], where: str) -> None:
    kind = next((value for key, value in pairs.items() if key.lower() == "datatype"), "double")
    if kind.lower() not in ("double", "float", ""):
        raise UnreadableFile(
            f"the cells of this table hold {kind} elements, not plain numbers",
            where=where,
            valid="DataType=double",
            next_step="give joint angles, forces or muscle signals, one number a cell",
        )


def _units(pairs: dict[str, str], lines: list[str], where: str) -> tuple[bool, tuple[Notice, ...]]:
    sentence = {word.lower() == "degree" for line in lines for word in _SENTENCE.findall(line)}
    stated = next((value.lower() for key, value in pairs.items() if key.lower() == "indegrees"), "")
    if stated and stated not in (*_YES, *_NO):
        raise ImpossibleData(
            f"the header says inDegrees={stated}",
            where=where,
            valid="inDegrees=yes or inDegrees=no",
            next_step="correct the header",
        )
    if stated:
        sentence.add(stated in _YES)
    if len(sentence) > 1:
        raise ImpossibleData(
            "the header says both that angles are in degrees and that they are in radians",
            where=where,
            valid="one of them",
            next_step="look at the values, then remove the line that is wrong",
        )
    if sentence:
        return sentence.pop(), ()
    return _assumed_units(pairs, where)


def _assumed_units(pairs: dict[str, str], where: str) -> tuple[bool, tuple[Notice, ...]]:
    # A SIMM motion is in degrees unless it says otherwise; OpenSim's own tables are in radians.
    simm = any(key.lower() in ("datacolumns", "datarows") for key in pairs)
    unit = "degrees, as SIMM motions are" if simm else "radians, as OpenSim's tables are"
    text = f"the header does not say the unit of angles; {unit}, is assumed (write inDegrees=yes or inDegrees=no)"
    return simm, (Notice("angle-unit-assumed", text, where),)


def _labels(data: bytes, start: int, where: str) -> tuple[tuple[str, ...], int]:
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line = data[start:end]
        start = min(end + 1, len(data))
        if line.strip():
            return _split_labels(_text(line[:HEAD_BYTES], where), where), start
    raise UnreadableFile(
        "there is nothing after the header",
        where=where,
        valid="a line of column names, then rows of numbers",
        next_step="export or copy the file again: it is incomplete",
    )


def _split_labels(line: str, where: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in line.rstrip().split("\t")]
    labels = cells if len(cells) > 1 else line.split()
    if labels[0].lower() not in TIME_NAMES:
        commas = "," in labels[0] or ";" in labels[0]
        raise UnreadableFile(
            f"the first column is '{labels[0][:60]}', not time",
            where=f"{where}, column names",
            valid="'time' in seconds as the first column, columns separated by tabs",
            next_step="separate columns by tabs, not commas" if commas else "add the time column or correct its name",
        )
    if "" in labels:
        raise ImpossibleData(
            f"column {labels.index('') + 1} has no name",
            where=f"{where}, column names",
            valid="a name for each column",
            next_step="name the column or remove it",
        )
    _refuse_repeated(labels[1:], where)
    return tuple(labels)


def _refuse_repeated(names: list[str], where: str) -> None:
    if len(set(names)) < len(names):
        twice = next(name for number, name in enumerate(names) if name in names[:number])
        raise ImpossibleData(
            f"there are two columns '{twice}'",
            where=f"{where}, column names",
            valid="each name once",
            next_step="remove or rename one of them",
        )
