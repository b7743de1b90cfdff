"""External loads files: which columns of which table act on which segment (OpenSim's ExternalLoads XML)."""

from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from trochanter.capture.files import FileContent, is_file, missing_file
from trochanter.capture.load_columns import LoadColumns, columns_of
from trochanter.capture.trial import Table
from trochanter.capture.xml import parse_xml
from trochanter.core.errors import ImpossibleData, MissingInput, UnreadableFile, UnsupportedElement, one_of
from trochanter.core.quality import Notice

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOTHING = ("", "unassigned")


@dataclass(frozen=True, slots=True)
class ExternalLoad:
    """One ExternalForce of the file: the segment and the identifiers of its columns (moment: empty where unused)."""

    name: str
    segment: str
    force: str
    point: str
    moment: str


@dataclass(frozen=True, slots=True)
class ExternalLoads:
    """What an external loads file says: its active loads and the table that holds their numbers."""

    where: str
    loads: tuple[ExternalLoad, ...]
    datafile: Path
    notices: tuple[Notice, ...]

    def columns_in(self, table: Table) -> tuple[LoadColumns, ...]:
        """Where the loads stand in ``table``; raises UnknownName for an identifier without columns."""
        return tuple(self._columns(load, table) for load in self.loads)

    def _columns(self, load: ExternalLoad, table: Table) -> LoadColumns:
        place = f"{self.where}, '{load.name}'"
        return LoadColumns(
            load.name,
            load.segment,
            columns_of(table, load.force, "force", place),
            columns_of(table, load.point, "point", place),
            columns_of(table, load.moment, "moment", place) if load.moment else None,
        )


def parse_external_loads(content: FileContent) -> ExternalLoads:
    """Read an external loads file, written by OpenSim 2 to 4.

    Raises UnreadableFile (not such a file), UnsupportedElement (a load that is not a force at a point in ground axes),
    ImpossibleData (no active load) and MissingInput (no data file).
    """
    where = content.where
    root = parse_xml(content.data, where)
    loads = root if root.tag == "ExternalLoads" else root.find("ExternalLoads")
    if loads is None:
        raise UnreadableFile(
            f"the file holds <{root.tag}>, not external loads",
            where=where,
            valid="an OpenSim file with the element ExternalLoads",
            next_step="give the external loads XML, or the table of forces itself",
        )
    elements = [*loads.iterfind("objects/*"), *loads.iterfind("ExternalForce")]
    active = [element for element in elements if _is_active(element, where)]
    if not active:
        raise ImpossibleData(
            f"none of the {len(elements)} loads is applied" if elements else "there is no load in the file",
            where=where,
            valid="at least one ExternalForce with appliesForce=true",
            next_step="apply the loads, or read the trial without forces",
        )
    idle = len(elements) - len(active)
    notice = Notice("loads-not-applied", f"{idle} loads of the file are switched off and left out", where)
    datafile, notices = _datafile(loads, active, where)
    named = tuple(_load(element, where) for element in active)
    return ExternalLoads(where, named, datafile, notices if not idle else (*notices, notice))


def _is_active(element: "_Element", where: str) -> bool:
    applies = _text(element, "appliesForce").lower() or "true"
    disabled = _text(element, "isDisabled").lower() or "false"
    for tag, value in (("appliesForce", applies), ("isDisabled", disabled)):
        if value not in ("true", "false", "1", "0"):
            what = f"<{tag}> is '{value[:40]}'"
            raise ImpossibleData(what, where=_place(element, where), valid="true or false", next_step="correct it")
    return applies in ("true", "1") and disabled in ("false", "0")


def _load(element: "_Element", where: str) -> ExternalLoad:
    name, place = element.get("name") or "unnamed", _place(element, where)
    if element.tag != "ExternalForce":
        raise UnsupportedElement(place, f"<{element.tag}>", name, ["ExternalForce"])
    for tag in ("force_expressed_in_body", "point_expressed_in_body"):
        frame = _segment(_text(element, tag)) or "ground"
        if frame not in ("ground", *_NOTHING):
            raise UnsupportedElement(
                place, f"{tag}={frame}", name, ["ground"], "express force and point in ground and write the file again"
            )
    segment = _segment(_text(element, "applied_to_body"))
    force, point = _text(element, "force_identifier"), _text(element, "point_identifier")
    for tag, value in (("applied_to_body", segment), ("force_identifier", force), ("point_identifier", point)):
        if value.lower() in _NOTHING:
            raise ImpossibleData(
                f"<{tag}> is empty",
                where=place,
                valid="a force at a point: applied_to_body, force_identifier and point_identifier",
                next_step="fill it in, or switch the load off",
            )
    moment = _text(element, "torque_identifier")
    return ExternalLoad(name, segment, force, point, "" if moment.lower() in _NOTHING else moment)


def _datafile(loads: "_Element", active: list["_Element"], where: str) -> tuple[Path, tuple[Notice, ...]]:
    named = _text(loads, "datafile")
    if named.lower() in _NOTHING:
        sources = {_text(element, "data_source_name") for element in active}
        named = next((source for source in sources if source.lower() not in _NOTHING and len(sources) == 1), "")
    if not named:
        raise MissingInput(
            "<datafile> is empty",
            where=where,
            valid="the name of the table that holds the forces, relative to this file",
            next_step="fill it in",
        )
    folder = Path(where).parent
    given = folder / named.replace("\\", "/")
    beside = folder / PureWindowsPath(named).name
    if is_file(given):
        return given, ()
    if is_file(beside):
        text = f"the data file '{named}' is not there; '{beside.name}' beside the XML is used"
        return beside, (Notice("datafile-moved", text, where),)
    tried = sorted({str(given), str(beside)})
    raise missing_file(beside, f"the data file '{named}' of '{where}' is missing; tried {one_of(tried)}")


def _segment(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _text(element: "_Element", tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _place(element: "_Element", where: str) -> str:
    return f"{where}, '{element.get('name') or 'unnamed'}'"
