"""Ways in which ``.trc`` files and delimited tables go wrong between a laboratory and a reader."""

import re
from random import Random

from tests.property.table_mutations import Mutation, garbage, relengthened, reordered, truncation

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_WORDS = ("NaN", "", " ", "inf", "1e999", "0,5", "x", "--1", "0x1F", "9" * 400, "1e-320", "-0", "0", "1 2", '"3"')
_LABELS = ("R.ASIS", "", "a b", "é", "x" * 500, "*12", "X", "Time", "Fx", "COPx", "R.ASISX", "Frame#", "1")


def _split(text: str) -> tuple[list[str], list[str]]:
    """Lines above the rows, and rows: a row begins with a number and has at least as many as words."""
    lines = text.split("\n")
    first = next(k for k, line in enumerate(lines) if k and re.match(r"[\d.]+[\t,;]", line) and len(line) > 25)
    return lines[:first], [line for line in lines[first:] if line.strip()]


def _join(head: list[str], rows: list[str]) -> str:
    return "\n".join((*head, *rows)) + "\n"


def _names_line(head: list[str]) -> int:
    return next(k for k, line in enumerate(head) if re.match(r"(?:Frame#|Time)\t", line))


def _cell(chance: Random, rows: list[str], new: str | None = None) -> None:
    row = chance.randrange(len(rows))
    cells = rows[row].split("\t")
    column = chance.randrange(len(cells))
    factor = chance.choice((-1.0, 1000.0, 1e-3, 1e30, 0.0)) if chance.random() < 0.2 else chance.uniform(0.5, 2.0)
    cells[column] = new if new is not None else repr(float(cells[column] or 1.0) * factor)
    rows[row] = "\t".join(cells)


def numbers(chance: Random, text: str) -> str:
    """Other digits, signs and powers of ten in a few cells."""
    head, rows = _split(text)
    for _ in range(chance.randint(1, 5)):
        _cell(chance, rows)
    return _join(head, rows)


def words(chance: Random, text: str) -> str:
    """A cell that is no plain number."""
    head, rows = _split(text)
    _cell(chance, rows, chance.choice(_WORDS))
    return _join(head, rows)


def missing(chance: Random, text: str) -> str:
    """A marker that is not seen for a while, written in one of the ways that programs have."""
    head, rows = _split(text)
    width = len(rows[0].split("\t"))
    first = chance.randrange(len(rows))
    column = chance.randrange(1, width)
    word = chance.choice(("", "0", "0.000", "NaN", " "))
    for row in range(first, min(first + chance.randint(1, 9), len(rows))):
        cells = rows[row].split("\t")
        cells[column : column + 3] = [word] * len(cells[column : column + 3])
        rows[row] = "\t".join(cells)
    return _join(head, rows)


def units(chance: Random, text: str) -> str:
    """Another unit in the header, or of whole columns."""
    head, rows = _split(text)
    if chance.random() < 0.5:
        new = chance.choice(("mm", "cm", "m", "M", "in", "", "meters"))
        return _join([re.sub(r"\t *mm\t", f"\t{new}\t", line) for line in head], rows)
    factor = chance.choice((1000.0, 0.001, -1.0, 0.1))
    first = chance.randrange(1, len(rows[0].split("\t")))
    last = first + chance.choice((1, 3, 400))
    return _join(head, [_scaled(row, first, last, factor) for row in rows])


def _scaled(row: str, first: int, last: int, factor: float) -> str:
    cells = row.split("\t")
    return "\t".join(repr(float(c) * factor) if first <= k < last and c.strip() else c for k, c in enumerate(cells))


def row_order(chance: Random, text: str) -> str:
    """Rows left out, repeated, exchanged, turned round."""
    head, rows = _split(text)
    return _join(head, reordered(chance, rows, 12))


def row_length(chance: Random, text: str) -> str:
    """A row or all rows with more or fewer cells; blank lines and trailing tabs."""
    head, rows = _split(text)
    rows, _ = relengthened(chance, rows, 4)
    return _join(head, rows)


def names(chance: Random, text: str) -> str:
    """Columns renamed, exchanged, repeated or lost."""
    head, rows = _split(text)
    line = _names_line(head)
    labels = head[line].split("\t")
    named = [k for k, label in enumerate(labels) if k > 0 and label]
    one, other = chance.choice(named), chance.choice(named)
    match chance.choice(("rename", "odd", "swap", "swap", "repeat", "lose", "case")):
        case "rename":
            labels[one] = f"{chance.randrange(100)}_{labels[one].strip()}"
        case "odd":
            labels[one] = chance.choice(_LABELS)
        case "swap":
            labels[one], labels[other] = labels[other], labels[one]
        case "repeat":
            labels[one] = labels[other]
        case "lose":
            del labels[one]
        case _:
            labels[one] = labels[one].swapcase()
    head[line] = "\t".join(labels)
    return _join(head, rows)


def times(chance: Random, text: str) -> str:
    """Another clock: shifted, slower, rounded, uneven, missing, an index."""
    head, rows = _split(text)
    column = head[_names_line(head)].lower().split("\t").index("time")
    slow, shift, digits = chance.uniform(0.2, 3.0), chance.uniform(-5.0, 5.0), chance.randint(0, 6)
    how = chance.choice(("slow", "shift", "round", "uneven", "index", "milliseconds", "lost"))
    changed = []
    for number, row in enumerate(rows):
        cells = row.split("\t")
        at = float(cells[column])
        shown = {
            "slow": at * slow,
            "shift": at + shift,
            "round": round(at, digits),
            "uneven": at + chance.uniform(0.0, 0.003),
            "index": float(number),
            "milliseconds": at * 1000.0,
            "lost": at + (1.0 if number > 7 else 0.0),
        }
        cells[column] = f"{shown[how]:g}" if how == "index" else f"{shown[how]:.6f}"
        changed.append("\t".join(cells))
    return _join(head, changed)


def header(chance: Random, text: str) -> str:
    """Header lines changed, lost or added; other line ends, delimiters and marks."""
    head, rows = _split(text)
    line = chance.randrange(len(head))
    match chance.choice(("count", "lose", "add", "ends", "twice", "delimiter", "commas", "mark")):
        case "count":
            head = [_NUMBER.sub(lambda _: str(chance.randint(-9, 9999)), text, count=3) for text in head]
        case "lose":
            del head[line]
        case "add":
            head.insert(line, chance.choice(("", "a remark", "key\tvalue", "#", "PathFileType", "\u00e9" * 50)))
        case "ends":
            return _join(head, rows).replace("\n", chance.choice(("\r\n", "\r", "\n\n")))
        case "delimiter":
            return _join(head, rows).replace("\t", chance.choice((",", ";", " ")))
        case "commas":
            return _join(head, [row.replace(".", ",") for row in rows])
        case "mark":
            return "\ufeff" + _join(head, rows)
        case _:
            head.insert(line, head[line])
    return _join(head, rows)


MARKER_MUTATIONS: tuple[Mutation, ...] = (
    *(numbers, numbers, numbers, missing, units, row_order, row_order, times, times),
    *(words, row_length, names, names, header, truncation, garbage),
)
BELT_MUTATIONS: tuple[Mutation, ...] = (
    *(numbers, numbers, numbers, numbers, units, units, row_order, times, times),
    *(words, row_length, names, header, truncation, garbage),
)
