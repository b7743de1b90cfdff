"""Marker files (``.trc``) for OpenSim and other programs."""

from pathlib import Path

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.exchange.whole import write_whole


def write_trc(path: Path, markers: Trajectories) -> Path:
    """Write markers in metres to 1e-9 m, times to 1e-9 s; a marker that was not seen is an empty cell.

    Raises UnwritableFile.
    """
    count, rate = len(markers.time_s), f"{markers.rate_hz:.9g}"
    header = {
        "DataRate": rate,
        "CameraRate": rate,
        "NumFrames": str(count),
        "NumMarkers": str(len(markers.names)),
        "Units": "m",
        "OrigDataRate": rate,
        "OrigDataStartFrame": "1",
        "OrigNumFrames": str(count),
    }
    axes = [f"{axis}{k + 1}" for k in range(len(markers.names)) for axis in "XYZ"]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "\t".join(header),
        "\t".join(header.values()),
        "Frame#\tTime\t" + "\t\t\t".join(markers.names),
        "\t\t" + "\t".join(axes),
        "",
    ]
    rows = markers.position_m.reshape(count, -1)
    for k, (time, row) in enumerate(zip(markers.time_s, rows, strict=True)):
        cells = ["" if np.isnan(value) else f"{value:.9f}" for value in row]
        lines.append("\t".join((str(k + 1), f"{time:.9f}", *cells)))
    return write_whole(path, "\n".join(lines) + "\n")
