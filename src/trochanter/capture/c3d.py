"""``read_c3d``: markers and force plates from ``.c3d`` files (the C3D user guide, c3d.org)."""

import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from trochanter.capture.c3d_file import Recorded
from trochanter.capture.c3d_structure import Structure, structure_of
from trochanter.capture.files import FileContent, read_file
from trochanter.capture.marker_paths import named_paths, unit_of
from trochanter.capture.trial import Plates, Trajectories, Trial
from trochanter.core.arrays import read_only
from trochanter.core.errors import ImpossibleData, MissingInput, UnsupportedElement
from trochanter.core.quality import Notice

# What Vicon and Visual3D store as points, and what is none (c3d.org, "Additional POINT parameters").
_NO_MARKERS = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS", "REACTIONS", "MODELED_MARKERS", "BONES")
_NO_LABEL = re.compile(r"\*\d+|(?:uname|unlabell?ed|unident\w*)[\s_*-]*\d*|[Uu]_?\d+", re.IGNORECASE)


def read_c3d(path: str | os.PathLike[str]) -> Trial:
    """Read a ``.c3d`` file: markers in m, and what its force plates measured, both in the laboratory's axes.

    Points that are no markers (unlabelled ones, angles, moments, powers) are left out and named, and so are force
    plates that cannot be used: all of them, because a force that is missing is worse than none. Raises MissingInput,
    UnreadableFile and ImpossibleData.
    """
    return parse_c3d(read_file(path))


def parse_c3d(content: FileContent) -> Trial:
    """Read markers and force plates from bytes; see ``read_c3d``."""
    from trochanter.capture.c3d_plates import plates_of

    recorded = _recorded(content)
    markers = _markers(recorded, content)
    try:
        plates = plates_of(recorded, markers, content)
    except (ImpossibleData, UnsupportedElement) as error:
        # Nobody asked for these forces: plates that cannot be used are no reason to refuse the markers.
        text = f"all force plates of the file are left out: {error.what}"
        notice = Notice("plates-not-used", text, error.where)
        markers, plates = replace(markers, notices=(*markers.notices, notice)), None
    return Trial(name=Path(content.where).stem, markers=markers, plates=plates)


def parse_c3d_markers(content: FileContent) -> Trajectories:
    """Read the markers alone, whatever the file says of force plates."""
    return _markers(_recorded(content), content)


def parse_c3d_plates(content: FileContent) -> Plates:
    """Read the force plates alone, whatever the file says of markers.

    Raises MissingInput where there are none, UnsupportedElement (a type other than 1 to 4) and ImpossibleData.
    """
    from trochanter.capture.c3d_plates import plates_of

    recorded = _recorded(content)
    try:
        markers = _markers(recorded, content)
    except (MissingInput, ImpossibleData):
        markers = None
    plates = plates_of(recorded, markers, content)
    if plates is None:
        raise MissingInput(
            "the file has no force plates with data",
            where=content.where,
            valid="a .c3d file with FORCE_PLATFORM parameters and analog channels",
            next_step="give the forces in another file",
        )
    return plates


def _recorded(content: FileContent) -> Recorded:
    return Recorded(structure_of(content.data, content.where), content.data, content.where)


def _markers(loaded: Recorded, content: FileContent) -> Trajectories:
    structure, where = loaded.structure, content.where
    labels = loaded.words("POINT", "LABELS")[: structure.points]
    labels += [""] * (structure.points - len(labels))
    kept, left = _kept(loaded, labels, where)
    position = loaded.positions(kept)
    words = loaded.words("POINT", "UNITS")
    unit = unit_of(words[0]) if words else None
    if words and words[0] and unit is None:
        raise ImpossibleData(
            f"POINT:UNITS is '{words[0][:40]}'", where=where, valid="mm, cm or m", next_step="export in millimetres"
        )
    found = named_paths([labels[index] for index in kept], position, unit, where)
    beyond = _beyond(structure, content)
    return Trajectories(
        name=Path(where).stem,
        time_s=read_only(loaded.start_s + np.arange(len(position)) / loaded.rate_hz),
        names=found.names,
        position_m=read_only(found.position_m),
        header=_header(loaded, structure),
        source=where,
        sha256=content.sha256,
        notices=(*left, *beyond, *found.notices),
    )


def _kept(loaded: Recorded, labels: list[str], where: str) -> tuple[list[int], list[Notice]]:
    """Which points are markers, and what the others are."""
    other = {label for group in _NO_MARKERS for label in loaded.words("POINT", group)} - {""}
    kept = [k for k, label in enumerate(labels) if label and label not in other and not _NO_LABEL.fullmatch(label)]
    if not kept:
        raise MissingInput(
            f"none of the {len(labels)} points is a labelled marker",
            where=where,
            valid="markers with names",
            next_step="label the markers and export again; to use its force plates alone, give it with forces=",
        )
    named = [label for label in labels if label in other]
    unnamed = len(labels) - len(kept) - len(named)
    notices = []
    if named:
        text = f"{len(named)} points are angles, forces or other results and no markers: {', '.join(named[:6])}"
        notices.append(Notice("points-left-out", text, where))
    if unnamed:
        text = f"{unnamed} of {len(labels)} points have no name and are left out"
        notices.append(Notice("markers-unnamed", text, where))
    return kept, notices


def _beyond(structure: Structure, content: FileContent) -> list[Notice]:
    """A count of 16 bits that is full may stand for more frames than are read."""
    if structure.frames < 65535:
        return []
    text = f"the file can count no more than {structure.frames} frames: later ones are not read"
    return [Notice("frames-count", text, content.where)]


def _header(loaded: Recorded, structure: Structure) -> dict[str, str]:
    keys = (("POINT", "UNITS"), ("POINT", "X_SCREEN"), ("POINT", "Y_SCREEN"), ("MANUFACTURER", "SOFTWARE"))
    pairs = {f"{group}:{name}": (loaded.words(group, name) or [""])[0] for group, name in keys}
    pairs["POINT:RATE"] = f"{loaded.rate_hz:g}"
    pairs["first frame"] = str(structure.first_frame)
    return {key: value for key, value in pairs.items() if value}
