"""OpenSim 4.6's inverse kinematics, run to convergence: joint angles of the scaled model from the markers.

Pelvis and thighs lead. The model's knee is a hinge and its foot cannot turn on the shank: with equal weights the
shank's and the foot's own rotation would be read as hip rotation, and the skin's shift over the thighs as pelvic list
and hip adduction (their range would double). So hip angles come from pelvis and thigh markers; knee and ankle follow.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from scripts.demo.recording import MARKER_RATE_HZ, Markers
from trochanter.anatomy.body import Body
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats
from trochanter.exchange.osim import write_osim

ACCURACY = 1e-10
WEIGHTS = {"pelvis": 1000.0, "femur": 100.0, "tibia": 1.0, "calcn": 1.0}
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """Joint angles and how well the markers are met: error_m (n, n_markers), in the order of ``names``."""

    angles: Table
    names: tuple[str, ...]
    error_m: Floats

    @property
    def rms_m(self) -> float:
        """Root mean square over all markers and samples."""
        return float(np.sqrt(np.nanmean(self.error_m**2)))

    def segment_rms_m(self, body: Body) -> dict[str, float]:
        """Root mean square by segment."""
        segments = np.array([body.segments.names[k] for k in body.markers.segment])
        return {
            str(s): float(np.sqrt(np.nanmean(self.error_m[:, segments == s] ** 2))) for s in dict.fromkeys(segments)
        }


def fit_markers(body: Body, markers: Markers, accuracy: float = ACCURACY, weights: Weights = WEIGHTS) -> Fit:
    """Joint angles of ``body`` (its markers named as the recording's) over all samples of ``markers``."""
    with TemporaryDirectory() as scratch, _working_in(Path(scratch)) as folder:
        write_osim(body, folder / "model.osim")
        write_trc(folder / "markers.trc", markers)
        _run_tool(folder, body, markers, accuracy, weights)
        angles = read_table(folder / "angles.mot")
        places = read_table(next(folder.glob("*ik_model_marker_locations.sto")))
    return Fit(angles, markers.names, _errors_m(places, markers))


def _run_tool(folder: Path, body: Body, markers: Markers, accuracy: float, weights: Weights) -> None:
    import opensim

    opensim.Logger.setLevelString("Off")
    tool = opensim.InverseKinematicsTool()
    tool.set_model_file(str(folder / "model.osim"))
    tool.set_marker_file(str(folder / "markers.trc"))
    tool.setStartTime(float(markers.time_s[0]) - 1e-4)
    tool.setEndTime(float(markers.time_s[-1]) + 1e-4)
    tool.set_output_motion_file(str(folder / "angles.mot"))
    tool.set_accuracy(accuracy)
    tool.set_report_marker_locations(True)
    tool.setResultsDir(str(folder))
    for name, segment in zip(body.markers.names, body.markers.segment, strict=True):
        task = opensim.IKMarkerTask()
        task.setName(name)
        task.setApply(True)
        task.setWeight(weights[body.segments.names[segment].split("_")[0]])
        tool.upd_IKTaskSet().cloneAndAppend(task)
    if not tool.run():
        raise RuntimeError("OpenSim's inverse kinematics failed")


def _errors_m(places: Table, markers: Markers) -> Floats:
    columns = [[f"{name}_t{axis}" for axis in "xyz"] for name in markers.names]
    model = np.stack([np.stack([places.column(c) for c in triple], axis=1) for triple in columns], axis=1)
    apart: Floats = np.linalg.norm(model - markers.position_m, axis=2)
    return apart


@contextmanager
def _working_in(folder: Path) -> Iterator[Path]:
    """OpenSim writes a log and relative results into the working folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(before)


def write_trc(path: Path, markers: Markers) -> None:
    """Write markers in metres; a missing marker is an empty cell."""
    n, names = len(markers.time_s), markers.names
    rate = f"{MARKER_RATE_HZ:g}"
    count = {"NumFrames": str(n), "NumMarkers": str(len(names)), "Units": "m"}
    origin = {"OrigDataRate": rate, "OrigDataStartFrame": "1", "OrigNumFrames": str(n)}
    header = {"DataRate": rate, "CameraRate": rate} | count | origin
    axes = [f"{axis}{k + 1}" for k in range(len(names)) for axis in "XYZ"]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "\t".join(header),
        "\t".join(header.values()),
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "\t\t" + "\t".join(axes),
        "",
    ]
    for k, (time, row) in enumerate(zip(markers.time_s, markers.position_m, strict=True)):
        cells = ("" if np.isnan(v) else f"{v:.9f}" for v in row.ravel())
        lines.append(f"{k + 1}\t{time:.9f}\t" + "\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
