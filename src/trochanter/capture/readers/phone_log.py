"""Recordings of a phone's sensors: they measure how far a hip turns and are no trial."""

from typing import NoReturn

from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format
from trochanter.core.errors import MissingInput


def _recognises(head: bytes) -> bool:
    from trochanter.capture.phone_kind import is_phone_recording

    return is_phone_recording(head)


def _read(content: FileContent) -> NoReturn:
    raise MissingInput(
        "this is the recording of a phone's sensors: it holds no markers and no joint angles",
        where=content.where,
        valid="markers or joint angles over time",
        next_step="'trochanter measure' reads a phone that was strapped to a shin",
    )


FORMAT = Format("recording of a phone's sensors (.csv, .zip, for 'trochanter measure')", _recognises, _read)
