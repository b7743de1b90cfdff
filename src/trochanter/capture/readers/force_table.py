"""Tables of a belt's or plate's forces: they belong to a trial and are none."""

from typing import NoReturn

from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format
from trochanter.capture.table_header import has_table_header
from trochanter.capture.trc_header import is_trc
from trochanter.core.errors import MissingInput


def _recognises(head: bytes) -> bool:
    from trochanter.capture.ground import is_force_table

    return not has_table_header(head) and not is_trc(head) and is_force_table(head)


def _read(content: FileContent) -> NoReturn:
    raise MissingInput(
        "the table holds ground forces and no movement",
        where=content.where,
        valid="markers or joint angles, with the forces beside them",
        next_step="read the markers with forces=<this file>",
    )


FORMAT = Format("table of ground forces (.txt, .csv, with forces=)", _recognises, _read)
