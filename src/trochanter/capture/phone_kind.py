"""Whether a file or folder is the recording of a phone, by its first bytes or its names."""

import os
import re
from pathlib import Path

from trochanter.capture.files import FileContent, is_folder
from trochanter.capture.phone_sensors import has_sensors
from trochanter.capture.phone_table import labels_of
from trochanter.core.errors import TrochanterError

HEAD_BYTES = 1 << 16
_ARCHIVE = b"PK\x03\x04"
_NAMES = re.compile(
    r"(?i)(?:accelerometer|acceleration|gyroscope|gravity|linear acceleration|raw data|metadata|gforce|g-force|linear)"
    r"[\w \-]*\.csv"
)
_SENSOR_LOGGER = {"seconds_elapsed", "x", "y", "z"}


def is_phone_recording(head: bytes) -> bool:
    """Whether a file begins as a table or an archive of a phone's sensors does."""
    if head.startswith(_ARCHIVE):
        return _NAMES.search(head[:HEAD_BYTES].decode("latin-1")) is not None
    try:
        labels = labels_of(FileContent("", head))
    except TrochanterError:
        return False
    plain = {label.lower() for label in labels}
    return plain >= _SENSOR_LOGGER or has_sensors(labels)


def is_phone_log(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a folder with tables of a phone, an archive of them, or one such table.

    False for what cannot be read: whoever opens it says why.
    """
    place = Path(path)
    if is_folder(place):
        return any(_NAMES.fullmatch(found.name) for found in sorted(place.glob("*.csv"))[:100])
    try:
        with place.open("rb") as stream:
            return is_phone_recording(stream.read(HEAD_BYTES))
    except (OSError, ValueError):
        return False
