"""What kind of file claims to be a film, by its first bytes: only containers of phones and cameras go further.

The container is chosen here and never guessed by the decoder, so that no list of files or addresses can be taken for
a film and make it open something else.
"""

import os
from collections.abc import Callable
from typing import BinaryIO, Literal

from trochanter.core.errors import UnknownFormat, UnreadableFile

Container = Literal["mov", "matroska", "avi"]
KNOWN = ("MP4", "MOV", "MKV", "WebM", "AVI")
HEAD_BYTES = 1024
_MOST_BOXES = 10_000
_ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_VIDEO = "film the movement as a video, not as a photo, and name the video"
_UNPACK = "unpack it, and name the film that was in it"
_EXPORT = "export the film again as MP4 (H.264), and name that file"
_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
_FOREIGN = (  # first bytes of what people have instead, what it is, and what to do
    (b"\xff\xd8\xff", "a photo (JPEG)", _VIDEO),
    (b"\x89PNG", "a picture (PNG)", _VIDEO),
    (b"GIF8", "an animated or still picture (GIF), which has no true times", _VIDEO),
    (b"BM", "a picture (BMP)", _VIDEO),
    (b"II*\x00", "a picture (TIFF or raw)", _VIDEO),
    (b"MM\x00*", "a picture (TIFF or raw)", _VIDEO),
    (b"\xff\x0a", "a picture (JPEG XL)", _VIDEO),
    (b"PK\x03\x04", "an archive (.zip)", _UNPACK),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"7z\xbc\xaf", "an archive (7z)", _UNPACK),
    (b"Rar!", "an archive (.rar)", _UNPACK),
    (b"\xfd7zXZ", "a compressed file (xz)", _UNPACK),
    (b"BZh", "a compressed file (bzip2)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", _UNPACK),
    (b"%PDF", "a document (PDF)", "name the film"),
    (b"OggS", "an Ogg file", _EXPORT),
    (b"FLV", "a Flash film", _EXPORT),
    (b"\x30\x26\xb2\x75", "a Windows Media film (WMV)", _EXPORT),
    (b"\x00\x00\x01\xba", "an old camcorder's or DVD's film (MPEG)", _EXPORT),
    (b"\x00\x00\x01\xb3", "an old camcorder's or DVD's film (MPEG)", _EXPORT),
    (b"ID3", "a sound recording (MP3)", _VIDEO),
    (b"fLaC", "a sound recording (FLAC)", _VIDEO),
    (b"#EXTM3U", "a playlist, a list of other files", "name the film itself, a file on this computer"),
    (b"ffconcat", "a playlist, a list of other files", "name the film itself, a file on this computer"),
)


def film_kind(head: bytes, where: str) -> Container:
    """The container that the first bytes of a file tell; raises UnknownFormat, which says what else they are."""
    brand = head[8:12]
    if head[4:8] in _ATOMS:
        if head[4:8] == b"ftyp" and brand in _PHOTO_BRANDS:
            raise _other(where, "a photo (HEIC, AVIF or raw)", _VIDEO)
        if head[4:8] == b"ftyp" and brand in _SOUND_BRANDS:
            raise _other(where, "a sound recording (M4A)", _VIDEO)
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF"):
        if brand == b"AVI ":
            return "avi"
        raise _other(where, {b"WEBP": "a picture (WebP)", b"WAVE": "a sound recording (WAV)"}.get(brand, ""), _VIDEO)
    raise _other(where, *_foreign(head))


def is_whole(stream: BinaryIO, container: Container, where: str) -> bool:
    """Whether a file goes on to where its own outermost lengths say; ``stream`` is left where it stands then.

    Raises UnreadableFile where an MP4 or MOV file has no table of its pictures: its recording was never finished.
    Matroska files, which may be of unknown length, count as whole.
    """
    size = stream.seek(0, os.SEEK_END)
    if container == "mov":
        return _has_all_boxes(stream, size, where)
    stream.seek(4)
    return container != "avi" or 8 + int.from_bytes(stream.read(4), "little") <= size


def _has_all_boxes(stream: BinaryIO, size: int, where: str) -> bool:
    # The outermost boxes: ISO/IEC 14496-12, section 4.2.
    position, has_table = 0, False
    for _ in range(_MOST_BOXES):
        stream.seek(position)
        header = stream.read(16)
        has_table |= header[4:8] == b"moov"
        position += _box_length(header, size - position)
        if position >= size:
            break
    if not has_table:
        raise UnreadableFile(
            "the film was cut off: the table of its pictures, which a camera writes last, is missing",
            where=where,
            next_step="copy it from the phone again; if it is the same there, film again and stop the recording before "
            "the phone is locked or its battery is empty",
        )
    return position <= size


def _box_length(header: bytes, left: int) -> int:
    length = int.from_bytes(header[:4], "big")
    if length == 1 and len(header) == 16:  # the length stands in 64 bits behind the name
        length = int.from_bytes(header[8:], "big")
    return length if length >= 8 else left  # 0 is a box up to the end; what is shorter is no box


def _foreign(head: bytes) -> tuple[str, str]:
    for first, what, step in _FOREIGN:
        if head.startswith(first):
            return what, step
    return next((row[1:] for row in _UNMARKED if row[0](head)), _UNKNOWN)


def _is_text(head: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 27 for byte in head)


def _other(where: str, what: str, step: str) -> UnknownFormat:
    return UnknownFormat(where, KNOWN, what, step)


_UNKNOWN = ("", "check that the file is complete; if it plays elsewhere, export it again as MP4 (H.264)")
_UNMARKED: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (  # what else tells a kind, in this order
    (lambda head: not head, "empty", "copy the film from the phone again"),
    (lambda head: head[257:262] == b"ustar", "an archive (.tar)", _UNPACK),
    (lambda head: head[:1] == head[188:189] == b"\x47", "a camcorder's or broadcast film (MPEG-TS)", _EXPORT),
    (lambda head: not head.strip(b"\x00"), "nothing but zeros", "copy the film from the phone again"),
    (_is_text, "text", "name the film itself, a file on this computer"),
)
