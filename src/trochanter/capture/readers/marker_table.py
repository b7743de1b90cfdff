"""Delimited tables of markers, such as RBDS's: Time, R.ASISX, R.ASISY, R.ASISZ, ..."""

from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format
from trochanter.capture.marker_tables import is_marker_table, parse_marker_table
from trochanter.capture.table_header import has_table_header
from trochanter.capture.trc_header import is_trc
from trochanter.capture.trial import Trajectories


def _recognises(head: bytes) -> bool:
    return not is_trc(head) and not has_table_header(head) and is_marker_table(head)


def _read(content: FileContent) -> Trajectories:
    return parse_marker_table(content)


FORMAT = Format("table of markers (.txt, .csv)", _recognises, _read, parse_marker_table)
