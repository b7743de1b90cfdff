"""Markers and force plates in ``.c3d`` files."""

from trochanter.capture.c3d_structure import is_c3d
from trochanter.capture.files import FileContent
from trochanter.capture.formats import Format
from trochanter.capture.trial import Trajectories, Trial


def _read(content: FileContent) -> Trial:
    from trochanter.capture.c3d import parse_c3d

    return parse_c3d(content)


def _read_markers(content: FileContent) -> Trajectories:
    from trochanter.capture.c3d import parse_c3d_markers

    return parse_c3d_markers(content)


FORMAT = Format("markers and force plates (.c3d)", is_c3d, _read, read_movement=_read_markers)
