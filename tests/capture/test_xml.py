"""XML is read safely: what could expand, fetch, hide or overflow is refused, quickly and with a reason."""

import pytest

from trochanter.capture.xml import MAX_BYTES, parse_xml
from trochanter.core.errors import UnreadableFile

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))


def test_elements_come_without_comments_and_instructions() -> None:
    root = parse_xml(
        b"\xef\xbb\xbf \n<?xml version='1.0' encoding='utf-8'?><!-- <!DOCTYPE a> --><?x y?><a><!-- b --><c/></a>", "f"
    )
    assert [element.tag for element in root] == ["c"]


def test_text_around_comments_is_kept() -> None:
    assert (parse_xml(b"<a>1 <!-- 2 -->3</a>", "f").text or "").split() == ["1", "3"]


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "iso-8859-1", "us-ascii", "windows-1252"])
def test_common_encodings_are_read(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><a>1</a>".encode()
    assert parse_xml(text, "f").text == "1"


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l11;</a>',
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a b="&l11;"/>',
        "<?xml version='1.0'?><!-- c --><?p i?><!DOCTYPE a><a/>",
    ],
)
def test_document_types_are_refused(text: str) -> None:
    with pytest.raises(UnreadableFile, match="document type") as error:
        parse_xml(text.encode(), "model.osim")
    assert error.value.where == "model.osim"


@pytest.mark.parametrize(
    "data",
    [
        "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16"),
        "<a/>".encode("utf-32"),
        b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4APA-a/+AD4-",
        b"<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>",
        b"<a>\0</a>",
    ],
)
def test_encodings_that_could_hide_something_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="encoding"):
        parse_xml(data, "f")


@pytest.mark.parametrize(
    "data",
    [
        b"", b" \n", b"a", b"<a>", b"<a></b>", b"<a/><b/>", b"<a>&unknown;</a>", b"<a b='1' b='2'/>", b"<a>\xff</a>",
        b"<!-- <a/>", b"<?xml version='1.0' encoding='utf-8'", b"<a>" * 300 + b"</a>" * 300, b"<a><![CDATA[",
    ],
)  # fmt: skip
def test_anything_else_is_not_well_formed(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="not well-formed"):
        parse_xml(data, "f")


def test_a_file_that_is_too_large_is_refused_unparsed() -> None:
    with pytest.raises(UnreadableFile, match="too many"):
        parse_xml(b"<" * (MAX_BYTES + 1), "f")
