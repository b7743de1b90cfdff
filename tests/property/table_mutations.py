"""Ways in which a table or an external loads file goes wrong between a laboratory and a reader."""

import re
from collections.abc import Callable
from functools import partial
from random import Random

Mutation = Callable[[Random, str], str]

_WORDS = (
    "NaN",
    "1.#QNAN",
    "-nan(ind)",
    "inf",
    "1e999",
    "0,5",
    "",
    "x",
    "--1",
    "1_0",
    "0x1F",
    "9" * 400,
    "1e-320",
    "-0",
)
_NAMES = (
    "hip_flexion_r",
    "/jointset/hip_r/hip_flexion_r/value",
    "time",
    "a b",
    "é",
    "x" * 500,
    "1_ground_force_vx",
    "",
)


def _split(text: str) -> tuple[list[str], list[str]]:
    """Header with the line of names, and rows."""
    lines = text.split("\n")
    end = next((k for k, line in enumerate(lines) if line.strip().lower() == "endheader"), 0) + 2
    return lines[:end], [line for line in lines[end:] if line.strip()]


def _join(head: list[str], rows: list[str]) -> str:
    return "\n".join((*head, *rows)) + "\n"


def counted(head: list[str], rows: list[str]) -> list[str]:
    """The header with the number of rows that there are."""
    return [re.sub(r"(?i)^(nrows=|datarows )\d+", rf"\g<1>{len(rows)}", line) for line in head]


def _cell(chance: Random, rows: list[str], change: Callable[[str], str]) -> None:
    row = chance.randrange(len(rows))
    cells = rows[row].split("\t")
    column = chance.randrange(len(cells))
    cells[column] = change(cells[column])
    rows[row] = "\t".join(cells)


def _scaled(word: str, factor: float) -> str:
    try:
        return repr((float(word) or 1.0) * factor)
    except ValueError:
        return word


def numbers(chance: Random, text: str) -> str:
    """Other digits, signs and powers of ten in a few cells."""
    head, rows = _split(text)
    for _ in range(chance.randint(1, 5)):
        odd = chance.random() < 0.2
        factor = chance.choice((-1.0, 1000.0, 1e-3, 57.29577951308232, 1e30)) if odd else chance.uniform(0.5, 2.0)
        _cell(chance, rows, partial(_scaled, factor=factor))
    return _join(head, rows)


def words(chance: Random, text: str) -> str:
    """A cell that is no plain number."""
    head, rows = _split(text)
    _cell(chance, rows, lambda _: chance.choice(_WORDS))
    return _join(head, rows)


def units(chance: Random, text: str) -> str:
    """Another unit in the header, or of whole columns."""
    head, rows = _split(text)
    if chance.random() < 0.4:
        lines = ("inDegrees=yes", "inDegrees=no", "Angles are in degrees.", "Angles are in radians.", "inDegrees=?")
        head = [line for line in head if "degrees" not in line.lower()]
        head.insert(1, chance.choice(lines))
        return _join(head, rows)
    factor = chance.choice((1000.0, 0.001, 57.29577951308232, 0.017453292519943295, -1.0))
    first = chance.randrange(len(head[-1].split("\t")))
    last = first + chance.choice((1, 1, 3, 100))
    changed = []
    for row in rows:
        cells = row.split("\t")
        changed.append("\t".join(_scaled(cell, factor) if first <= k < last else cell for k, cell in enumerate(cells)))
    return _join(head, changed)


def reordered(chance: Random, rows: list[str], most: int) -> list[str]:
    """Up to ``most`` rows left out, repeated, exchanged, turned round."""
    first = chance.randrange(len(rows))
    last = min(first + chance.randint(1, most), len(rows))
    match chance.choice(("drop", "drop", "drop", "keep", "thin", "twice", "swap", "turn")):
        case "drop":
            del rows[first:last]
        case "keep":
            rows = rows[first:last]
        case "thin":
            rows = rows[:: chance.randint(2, 5)]
        case "twice":
            rows.insert(first, rows[first])
        case "swap":
            rows[first], rows[last - 1] = rows[last - 1], rows[first]
        case _:
            rows.reverse()
    return rows


def row_order(chance: Random, text: str) -> str:
    """Rows left out, repeated, exchanged, turned round."""
    head, rows = _split(text)
    rows = reordered(chance, rows, 20)
    return _join(counted(head, rows) if chance.random() < 0.8 else head, rows)


def relengthened(chance: Random, rows: list[str], most: int) -> tuple[list[str], bool]:
    """A row or all rows with more or up to ``most`` fewer cells, blank lines, tabs; whether all lost a cell."""
    row = chance.randrange(len(rows))
    match chance.choice(("more", "fewer", "tab", "blank", "column")):
        case "more":
            rows[row] += "\t1.0"
        case "fewer":
            rows[row] = rows[row].rsplit("\t", chance.randint(1, most))[0]
        case "tab":
            rows = [line + "\t" for line in rows]
        case "blank":
            rows.insert(row, " \t")
        case _:
            return [line.rsplit("\t", 1)[0] for line in rows], True
    return rows, False


def row_length(chance: Random, text: str) -> str:
    """A row or all rows with more or fewer cells; blank lines and trailing tabs."""
    head, rows = _split(text)
    rows, column_lost = relengthened(chance, rows, 3)
    if column_lost:
        head[-1] = head[-1].rstrip().rsplit("\t", 1)[0]
    return _join(head, rows)


def names(chance: Random, text: str) -> str:
    """Columns renamed, exchanged, repeated or lost."""
    head, rows = _split(text)
    labels = head[-1].split("\t")
    one, other = chance.randrange(1, len(labels)), chance.randrange(1, len(labels))
    match chance.choice(("rename", "odd", "swap", "swap", "repeat", "lose", "case")):
        case "rename":
            labels[one] = f"{labels[one].strip()}_{chance.randrange(100)}"
        case "odd":
            labels[one] = chance.choice(_NAMES)
        case "swap":
            labels[one], labels[other] = labels[other], labels[one]
        case "repeat":
            labels[one] = labels[other]
        case "lose":
            del labels[one]
        case _:
            labels[one] = labels[one].swapcase()
    head[-1] = "\t".join(labels)
    return _join(head, rows)


def header(chance: Random, text: str) -> str:
    """Header lines changed, lost or added; other line ends."""
    head, rows = _split(text)
    line = chance.randrange(len(head))
    match chance.choice(("count", "lose", "add", "type", "crlf", "twice")):
        case "count":
            counts = r"(?i)(nrows=|ncolumns=|datarows |datacolumns ).*"
            head = [re.sub(counts, rf"\g<1>{chance.randint(-9, 9999)}", text) for text in head]
        case "lose":
            del head[line]
        case "add":
            head.insert(line, chance.choice(("", "a remark", "key = value", "=", "#", "endheader", "\u00e9" * 50)))
        case "type":
            head.insert(1, f"DataType={chance.choice(('double', 'Vec3', 'float', ''))}")
        case "crlf":
            return _join(head, rows).replace("\n", chance.choice(("\r\n", "\r", "\n\n")))
        case _:
            head.insert(line, head[line])
    return _join(head, rows)


def truncation(chance: Random, text: str) -> str:
    """The file ends anywhere."""
    return text[: chance.randrange(len(text))]


def garbage(chance: Random, text: str) -> str:
    """A few characters overwritten by anything, put in or taken out."""
    where = chance.randrange(len(text))
    junk = "".join(chr(chance.randrange(256)) for _ in range(chance.choice((1, 1, 1, 8, 300))))
    if chance.random() < 0.5:
        junk = "".join(chance.choice("0123456789.-+eE\t \n") for _ in junk)
    return text[:where] + junk + text[where + chance.choice((0, len(junk))) :]


TABLE_MUTATIONS: tuple[Mutation, ...] = (
    *(numbers, numbers, numbers, numbers, units, units, row_order, row_order),
    *(words, row_length, names, names, header, truncation, garbage),
)

_XML_VALUES = (
    "",
    "true",
    "false",
    "calcn_l",
    "/bodyset/toes_r",
    "Unassigned",
    "../grf.mot",
    "grf.mot",
    "R_ground_force_",
    "é&lt;",
)


def _element(chance: Random, text: str) -> re.Match[str]:
    return chance.choice(list(re.finditer(r"<(\w+)>([^<]*)</\1>", text)))


def xml_value(chance: Random, text: str) -> str:
    """Another value in an element."""
    found = _element(chance, text)
    old = found.group(2)
    new = chance.choice(
        (*_XML_VALUES, old.upper(), old[:-1], old.replace("R_", "L_"), old.replace("_r", "_l"), f" {old} ")
    )
    return text[: found.start(2)] + new + text[found.end(2) :]


def xml_segment(chance: Random, text: str) -> str:
    """Another segment or another name of a load."""
    new = f"segment_{chance.randrange(99)}"
    if chance.random() < 0.5:
        return re.sub(r"(<applied_to_body>)[^<]*", rf"\g<1>{new}", text, count=chance.randint(0, 1))
    return re.sub(r'(<ExternalForce name=")[^"]*', rf"\g<1>{new}", text, count=chance.randint(0, 1))


def xml_columns(chance: Random, text: str) -> str:
    """Identifiers of the two feet, or of force, point and torque, exchanged."""
    pairs = (("R_ground_force_v", "L_ground_force_v"), ("R_ground_force_p", "L_ground_force_p"),
             ("R_ground_torque_", "L_ground_torque_"), ("calcn_r", "calcn_l"), ("R_ground_force_v", "R_ground_force_p"),
             ("RightFoot", "LeftFoot"))  # fmt: skip
    one, other = chance.choice(pairs)
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def xml_element(chance: Random, text: str) -> str:
    """An element lost, repeated or renamed."""
    found = _element(chance, text)
    new = chance.choice(
        ("", "", found.group() * 2, found.group().replace(found.group(1), "other"), f"<!-- {found.group(2)} -->")
    )
    return text[: found.start()] + new + text[found.end() :]


LOADS_MUTATIONS: tuple[Mutation, ...] = (
    *(xml_value, xml_value, xml_segment, xml_segment, xml_columns, xml_columns, xml_element, truncation, garbage),
)
