"""OpenSim's ``.osim`` models."""

from trochanter.anatomy.body import Body
from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format, xml_elements


def _recognises(head: bytes) -> bool:
    return "Model" in xml_elements(head)


def _read(content: FileContent) -> Body:
    from trochanter.capture.osim import parse_osim  # loads lxml

    return parse_osim(content.data, content.where)


FORMAT = Format("OpenSim model (.osim)", _recognises, _read)
