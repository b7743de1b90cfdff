"""Every registered format: it knows its own files and no other's, and bytes that break never break the reader."""

import random
from pathlib import Path

import pytest

from trochanter.anatomy.body import Body
from trochanter.capture.files import FileContent
from trochanter.capture.formats import HEAD_BYTES, Format, known_formats, read
from trochanter.capture.trial import Table
from trochanter.core.errors import TrochanterError, UnknownFormat, UnreadableFile

TABLE = b"angles\ninDegrees=yes\nendheader\ntime\thip_flexion_r\n0\t1\n0.01\t2\n"
MODEL = b"""<?xml version="1.0"?><OpenSimDocument Version="40000"><Model name="m"><gravity>0 -9.8 0</gravity>
</Model></OpenSimDocument>"""
LOADS = b"""<?xml version="1.0"?><!-- <Model/> --><OpenSimDocument Version="30000"><ExternalLoads name="l"><objects/>
</ExternalLoads></OpenSimDocument>"""

# The bytes that a format knows, by the module that registers it; a new format adds its own.
EXAMPLES = {
    "OpenSim table (.mot, .sto)": TABLE,
    "OpenSim model (.osim)": MODEL,
    "OpenSim external loads (.xml, with forces=)": LOADS,
}
FORMATS = pytest.mark.parametrize("known", known_formats(), ids=lambda known: known.name)


def attempt(known: Format, data: bytes) -> Table | Body | None:
    """What the reader makes of ``data``; None where it refuses as it should."""
    try:
        found = known.read(FileContent("some file", data))
    except TrochanterError as error:
        if "some file" not in error.where:
            pytest.fail(f"this error does not name the file: {error}")
        return None
    assert isinstance(found, Table | Body)
    return found


def test_each_format_has_an_example() -> None:
    assert {known.name for known in known_formats()} == set(EXAMPLES)


@FORMATS
def test_it_knows_its_own(known: Format) -> None:
    recognised = [name for name, data in EXAMPLES.items() if known.recognises(data[:HEAD_BYTES])]
    assert recognised == [known.name]


@FORMATS
@pytest.mark.parametrize("data", [b"", b"\0" * 500, b"\xff\xfe\0", b"PK\3\4", b"<", b"<!--", b"<a><b>", b"\xe9"])
def test_it_does_not_know_what_is_none(known: Format, data: bytes) -> None:
    assert known.recognises(data) is False


@FORMATS
def test_anything_else_is_refused_with_its_place(known: Format) -> None:
    for data in (b"", b"\0", b"<a/>", b"endheader", b"endheader\n", bytes(range(256)) * 4):
        assert attempt(known, data) is None


@FORMATS
def test_no_broken_example_breaks_it(known: Format) -> None:
    chance = random.Random(11)
    example = EXAMPLES[known.name]
    for _ in range(300):
        broken = bytearray(example)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.choice(b"\0\n\t <>&/-.,;0179eENn\xff")
        attempt(known, bytes(broken[: chance.randint(1, len(broken))]))


@FORMATS
def test_the_verb_reads_by_content_not_by_name(known: Format, tmp_path: Path) -> None:
    path = tmp_path / "no_extension"
    path.write_bytes(EXAMPLES[known.name])
    try:
        read(path)
    except TrochanterError as error:
        if isinstance(error, UnknownFormat) or not error.where.startswith(str(path)):
            pytest.fail(f"not recognised, or not named: {error}")


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "a.mot").write_bytes(b"GIF89a")
    with pytest.raises(UnknownFormat) as caught:
        read(tmp_path / "a.mot")
    assert all(name in str(caught.value) for name in EXAMPLES)


def test_loads_alone_are_no_trial(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(LOADS)
    with pytest.raises(UnreadableFile, match="forces="):
        read(tmp_path / "a.xml")
