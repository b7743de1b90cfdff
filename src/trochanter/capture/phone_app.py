"""Which app wrote a recording, on which phone, and what follows for the signs of its numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trochanter.capture.delimited import text_of
from trochanter.capture.files import FileContent
from trochanter.capture.phone_table import first_row, labels_of
from trochanter.core.quality import Notice

SENSOR_LOGGER, PHYPHOX, PHYSICS_TOOLBOX = "Sensor Logger", "phyphox", "Physics Toolbox"
_HEAD_BYTES = 1 << 16
_APPLE = re.compile(r"(?i)\bapple\b|\biphone|\bipad|\bios\b")
_ANDROID = re.compile(r"(?i)\bandroid\b")


@dataclass(frozen=True, slots=True)
class App:
    """The app and the platform ('ios', 'android'), empty where the export does not say them.

    opposite_sign: accelerations at rest point downwards, against the convention of this project.
    """

    name: str
    platform: str
    opposite_sign: bool = False
    notices: tuple[Notice, ...] = ()


def app_of(tables: Sequence[FileContent]) -> App:
    """Which app wrote some tables, by their column names and by the table that describes the recording."""
    named = {Path(table.where).stem.lower(): table for table in tables}
    labels = [{label.lower() for label in labels_of(table)} for table in tables]
    if "metadata" in named or any("seconds_elapsed" in names for names in labels):
        return _sensor_logger(named.get("metadata"), tables[0].where)
    if any({"gfx", "gfy", "gfz"} <= names for names in labels):
        return App(PHYSICS_TOOLBOX, "")
    device = named.get("device")
    words = text_of(device.data[:_HEAD_BYTES], device.where) if device else ""
    if words or any(re.search(r"\(s\)|\(м/с|\(rad/s\)", " ".join(names)) for names in labels):
        return App(PHYPHOX, _platform(words))
    text = "the app is not known by its column names: they are read by their units"
    return App("", "", notices=(Notice("app-unknown", text, tables[0].where),))


def _platform(words: str) -> str:
    if _APPLE.search(words):
        return "ios"
    return "android" if words or _ANDROID.search(words) else ""


def _sensor_logger(metadata: FileContent | None, where: str) -> App:
    said = first_row(metadata) if metadata is not None else {}
    platform = said.get("platform", "").lower()
    if not platform:
        text = (
            "the table Metadata.csv does not say the platform: upwards and downwards may be exchanged, angles are not"
        )
        return App(SENSOR_LOGGER, "", notices=(Notice("platform-unknown", text, where),))
    standard = said.get("standardisation", "").lower() == "true"
    return App(SENSOR_LOGGER, platform, opposite_sign=platform == "ios" and not standard)
