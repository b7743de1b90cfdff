"""OpenSim's ``.mot`` and ``.sto`` tables."""

from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format
from trochanter.capture.table_header import has_table_header
from trochanter.capture.tables import parse_table
from trochanter.capture.trial import Table


def _read(content: FileContent) -> Table:
    return parse_table(content)


FORMAT = Format("OpenSim table (.mot, .sto)", has_table_header, _read)
