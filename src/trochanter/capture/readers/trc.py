"""Marker positions in ``.trc`` files."""

from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format
from trochanter.capture.trc_header import is_trc
from trochanter.capture.trial import Trajectories


def _read(content: FileContent) -> Trajectories:
    from trochanter.capture.trc import parse_trc

    return parse_trc(content)


FORMAT = Format("markers (.trc)", is_trc, _read)
