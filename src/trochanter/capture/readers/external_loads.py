"""OpenSim's external loads: they describe the forces of a trial and are no trial."""

from typing import NoReturn

from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format, xml_elements
from trochanter.core.errors import UnreadableFile


def _recognises(head: bytes) -> bool:
    return "ExternalLoads" in xml_elements(head)


def _read(content: FileContent) -> NoReturn:
    raise UnreadableFile(
        "these are external loads: they belong to a trial and are none",
        where=content.where,
        valid="a trial, with this file as its forces",
        next_step="read the trial's coordinates with forces=<this file>",
    )


FORMAT = Format("OpenSim external loads (.xml, with forces=)", _recognises, _read)
