"""What a bundle is made from: set-ups of a measurement and the files that they come from."""

import os
from dataclasses import dataclass

from trochanter.capture.files import read_file
from trochanter.exchange.measurement_reading import MOST_BYTES, read_measurement
from trochanter.exchange.measurement_schema import MeasurementResult
from trochanter.kinematics.rotation_range import RotationRange


@dataclass(frozen=True, slots=True)
class Film:
    """A film of one set-up, by its SHA-256; never by its name, which may be a person's."""

    set_up: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Set-ups of one measurement, the SHA-256 of its file, and its films."""

    recordings: tuple[RotationRange, ...]
    sha256: str
    films: tuple[Film, ...] = ()

    def films_of(self, recording: RotationRange) -> tuple[Film, ...]:
        """The films that a set-up was measured from."""
        return tuple(film for film in self.films if film.set_up == recording.set_up)


def measured(path: str | os.PathLike[str]) -> Measured:
    """A ``measurement.json`` with its SHA-256; raises as ``read_measurement``."""
    recordings = read_measurement(path)
    content = read_file(path, MOST_BYTES)
    films = MeasurementResult.model_validate_json(content.data).films
    return Measured(recordings, content.sha256, tuple(Film(each.set_up, each.sha256) for each in films))
