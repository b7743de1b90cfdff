"""The numbers of a ``.c3d`` file whose structure is known: parameters, points and analog channels.

The C3D user guide (c3d.org): a frame holds four values a point (x, y, z and a residual that is negative where the point
was not seen), then the analog samples, channel by channel. Values are reals of 4 bytes where POINT:SCALE is negative,
else integers of 2 bytes that it scales; an analog value is (stored - OFFSET) SCALE GEN_SCALE. Processors differ in the
order of bytes, and DEC's reals in the order of words and in an exponent that is two higher.
"""

import numpy as np

from trochanter.capture.c3d_structure import DEC, MIPS, Parameter, Structure
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData

_LARGEST_RATE_HZ = 1e6
_MOST_PARTS = 100  # LABELS, LABELS2, ... of 255 words each


class Recorded:
    """A ``.c3d`` file in memory; raises ImpossibleData where a rate is none."""

    def __init__(self, structure: Structure, data: bytes, where: str) -> None:
        self.where = where
        self.structure = structure
        self._order = ">" if structure.processor == MIPS else "<"
        self.rate_hz = self._rate()
        self.start_s = max(structure.first_frame - 1, 0) / self.rate_hz
        self._frames = self._decoded(data)

    @property
    def channels(self) -> int:
        """How many analog channels there are."""
        used = self.numbers("ANALOG", "USED")
        return int(used.flat[0]) if used.size and self.structure.analog_per_frame else 0

    @property
    def samples_per_frame(self) -> int:
        """Analog samples of a channel for each frame of points."""
        return self.structure.analog_per_frame // self.channels if self.channels else 0

    def positions(self, kept: list[int]) -> Floats:
        """Points (frames, len(kept), 3) in the file's unit, NaN where not seen."""
        points = self._frames[:, : 4 * self.structure.points].reshape(self.structure.frames, self.structure.points, 4)
        scale = float(self.numbers("POINT", "SCALE").flat[0])
        with np.errstate(all="ignore"):  # a damaged file may hold any pattern of bits
            found: Floats = points[:, kept, :3].astype(np.float64)
            found[~(points[:, kept, 3] >= 0)] = np.nan
            return found if scale < 0.0 else found * scale

    def analog(self, rows: list[int]) -> Floats:
        """Some analog channels (samples, len(rows)) in their units."""
        general = self.numbers("ANALOG", "GEN_SCALE")
        scale = self._of_channels("SCALE", 1.0)[rows] * (float(general.flat[0]) if general.size else 1.0)
        offset = self._of_channels("OFFSET", 0.0)[rows]
        frames = self._frames[:, 4 * self.structure.points :].reshape(self.structure.frames, -1, self.channels)
        with np.errstate(all="ignore"):
            found: Floats = frames[:, :, rows].reshape(-1, len(rows)).astype(np.float64)
            if self._is_unsigned:
                found %= 65536.0
            found -= offset
            found *= scale
        return found

    def numbers(self, group: str, name: str) -> Floats:
        """A parameter's numbers in its shape, the last dimension counting plates; empty where it is absent."""
        parameter = self.structure.parameters.get((group, name))
        if parameter is None or parameter.kind < 0:
            return np.empty(0)
        return self._values(parameter).reshape(parameter.dimensions or (1,), order="F")

    def words(self, group: str, name: str) -> list[str]:
        """A parameter's words with those of NAME2, NAME3, ... that carry on beyond 255; blanks trimmed."""
        found: list[str] = []
        for suffix in ("", *map(str, range(2, _MOST_PARTS))):
            parameter = self.structure.parameters.get((group, name + suffix))
            if parameter is None or parameter.kind > 0:
                break
            length = parameter.dimensions[0] if parameter.dimensions else 1
            found += [_text(parameter.data[k : k + length]) for k in range(0, len(parameter.data), max(length, 1))]
        return found

    @property
    def _is_unsigned(self) -> bool:
        return not self.structure.is_real and self.words("ANALOG", "FORMAT")[:1] == ["UNSIGNED"]

    def _of_channels(self, name: str, otherwise: float) -> Floats:
        """A value for each channel, from NAME and NAME2, NAME3, ... beyond 255."""
        channels = self.channels
        found = np.full(channels, otherwise)
        filled = 0
        for suffix in ("", *map(str, range(2, _MOST_PARTS))):
            values = self.numbers("ANALOG", name + suffix).ravel()[: channels - filled]
            if not values.size:
                break
            found[filled : filled + values.size] = (
                values % 65536.0 if name == "OFFSET" and self._is_unsigned else values
            )
            filled += values.size
        return found

    def _values(self, parameter: Parameter) -> Floats:
        if parameter.kind == 4:
            return self._reals(parameter.data).astype(np.float64)
        return np.frombuffer(parameter.data, {1: "i1", 2: f"{self._order}i2"}[parameter.kind]).astype(np.float64)

    def _reals(self, data: bytes | memoryview) -> np.ndarray:
        if self.structure.processor == DEC:
            swapped = np.frombuffer(data, "<u2").reshape(-1, 2)[:, ::-1]
            return np.ascontiguousarray(swapped).view("<f4").ravel() / np.float32(4.0)
        return np.frombuffer(data, f"{self._order}f4")

    def _decoded(self, data: bytes) -> np.ndarray:
        """Frames (frames, values) as they are stored: a view of the bytes."""
        shape = self.structure.frames, 4 * self.structure.points + self.structure.analog_per_frame
        width = 4 if self.structure.is_real else 2
        part = memoryview(data)[self.structure.data_start :][: shape[0] * shape[1] * width]
        return (self._reals(part) if width == 4 else np.frombuffer(part, f"{self._order}i2")).reshape(shape)

    def _rate(self) -> float:
        rate = self.numbers("POINT", "RATE").ravel()
        if rate.size != 1 or not 0.0 < float(rate[0]) < _LARGEST_RATE_HZ:
            raise ImpossibleData(
                f"POINT:RATE is {', '.join(f'{value:g}' for value in rate[:4]) or 'absent'}",
                where=self.where,
                valid="frames a second",
                next_step="export the file again",
            )
        return float(rate[0])


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").strip(" \t\r\n\0")
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip(" \t\r\n\0")
