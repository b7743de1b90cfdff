"""Safe reading of XML: no document type, no entities, no network, bounded size and depth."""

import re

from lxml import etree

from trochanter.core.errors import UnreadableFile

MAX_BYTES = 64 * 1024 * 1024
_LONGEST_REASON = 200
_ENCODINGS = ("utf-8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1", "windows-1252")
_DECLARATION = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse_xml(data: bytes, where: str) -> etree._Element:
    """Parse ``data`` and return the root element, without comments and processing instructions.

    ``where`` is the file named in errors. Raises UnreadableFile for anything that is not well-formed XML of at most
    64 MB and 256 levels in an ASCII-compatible encoding, and for any document type declaration.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"the file has {len(data)} bytes, too many for XML that is read whole",
            where=where,
            valid=f"at most {MAX_BYTES} bytes",
            next_step="check that this is the file you mean",
        )
    text = data.removeprefix(_BYTE_ORDER_MARK)
    _refuse_other_encodings(text, where)
    _refuse_document_type(text, where)
    return _root(text, where)


def _root(text: bytes, where: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(
            f"this is not well-formed XML: {str(error)[:_LONGEST_REASON]}",
            where=where,
            valid="a complete XML file at most 256 levels deep",
            next_step="check that the file is complete, or export it again",
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _document_type(where)
    return root


def _refuse_other_encodings(text: bytes, where: str) -> None:
    found = _DECLARATION.match(text.lstrip())
    name = found.group(1).decode("ascii").lower() if found else "utf-8"
    # A document type could hide from the check below in an encoding that is no superset of ASCII.
    if name not in _ENCODINGS or b"\0" in text:
        raise UnreadableFile(
            f"the text encoding is {name if name not in _ENCODINGS else 'not a text encoding of 8-bit units'}",
            where=where,
            valid="UTF-8, ASCII, ISO-8859-1 or Windows-1252",
            next_step="save the file as UTF-8",
        )


def _refuse_document_type(text: bytes, where: str) -> None:
    position = 0
    while (position := text.find(b"<", position)) >= 0:
        if text.startswith(b"<!--", position):
            end = text.find(b"-->", position + 4)
        elif text.startswith(b"<?", position):
            end = text.find(b"?>", position + 2)
        elif text.startswith(b"<!", position):
            raise _document_type(where)
        else:
            return
        if end < 0:
            return
        position = end


def _document_type(where: str) -> UnreadableFile:
    return UnreadableFile(
        "the file has a document type declaration, which can hide entity expansion and network access",
        where=where,
        valid="XML without <!DOCTYPE ...> and <!ENTITY ...>",
        next_step="remove the declaration if you trust the file",
    )
