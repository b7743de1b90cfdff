"""Scaling a model to a standing person, beside OpenSim's ScaleTool: ``python -m benchmarks.scaling SIDE FOLDER``.

SIDE is ``ours`` or ``opensim``: each prints its seconds, in a process of its own. Both go from files to a file that
holds the scaled model with its markers. ScaleTool is given the joint centres that ours has to find first.
"""

import json
import sys
import time
from contextlib import chdir
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.load import Others
from benchmarks.processes import run_together
from benchmarks.rows import Row, how_many_times
from tests.oracle.scale_tool import PLACED, TASK, measurements, read_factors, with_landmark_markers, write_setup
from trochanter.anatomy.body import Body
from trochanter.capture.marker_tables import read_marker_table
from trochanter.capture.osim import read_osim
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.exchange.osim import write_osim
from trochanter.kinematics.ik import fit_markers
from trochanter.kinematics.model_landmarks import model_landmarks
from trochanter.kinematics.movement_registration import only
from trochanter.kinematics.pose_fit import Points, place_points
from trochanter.kinematics.scaling import stretch
from trochanter.kinematics.static_scaling import Scaled, scale_to_static

MASS_KG = 62.0
REPEATS = {"ours": 10, "opensim": 3}
WITHIN_PERCENT = 1.0
FILES = "files.json"
NOTES = {
    "scaling": "static trial of RBDS001 and Rajagopal2016 to a scaled model with markers, files to file. OpenSim: "
    "ScaleTool, given landmarks and joint centres",
    "scaling, factors": "largest difference from ScaleTool's scale factors on the same pairs",
    "scaling, marker RMS": "landmarks standing, equal weights, clamps kept. OpenSim: what MarkerPlacer leaves",
}


def scaling_rows(folder: Path, data: Path) -> list[Row]:
    """Rows on scaling; none without the recordings or OpenSim: nothing would stand beside ours."""
    files = {
        "model": str(data / "models" / "Rajagopal2016.osim"),
        "static": str(data / "rbds001" / "RBDS001static.txt"),
    }
    if not all(Path(path).is_file() for path in files.values()):
        return []
    print("scaling ...", file=sys.stderr, flush=True)
    folder.mkdir()
    (folder / FILES).write_text(json.dumps(files), encoding="utf-8")
    generic, found = read_osim(Path(files["model"])), scaled(folder)
    places = set_up(folder, generic, found)
    others = Others()
    ours_s, theirs_s = (_seconds(side, folder) for side in REPEATS)
    if ours_s is None or theirs_s is None:
        return []
    load = others.cores()
    off, ours_mm, theirs_mm = compared(folder, generic, found, places)

    def row(name: str, ours: float, peer: float | None, unit: str, goal: float | None, times: float | None) -> Row:
        ratio = how_many_times(ours, peer, unit)
        return Row(name, ours, peer, unit, ratio, 1, load, goal=goal, goal_ratio=times, note=NOTES[name])

    return [
        row("scaling", ours_s, theirs_s, "s", None, None),
        row("scaling, factors", off, None, "%", WITHIN_PERCENT, None),
        row("scaling, marker RMS", ours_mm, theirs_mm, "mm", None, 1.0),
    ]


def _seconds(side: str, folder: Path) -> float | None:
    command = [sys.executable, "-m", "benchmarks.scaling", side, str(folder)]
    (done,) = run_together(command, [folder], {"NUMBA_NUM_THREADS": "1"})
    if done.status != 0:
        print(f"scaling by {side} did not run: {done.output[-200:]}", file=sys.stderr)
        return None
    return float(done.output.strip().splitlines()[-1])


def scaled(folder: Path) -> Scaled:
    """The person's model, also written to a file."""
    files = json.loads((folder / FILES).read_text(encoding="utf-8"))
    static = read_marker_table(Path(files["static"]))
    found = scale_to_static(read_osim(Path(files["model"])), static, mass_kg=MASS_KG)
    write_osim(found.body, folder / "ours.osim")
    return found


def set_up(folder: Path, generic: Body, found: Scaled) -> dict[str, Floats]:
    """What ScaleTool needs for the same, in files; returns the places of the person's landmarks."""
    recorded, person = found.body.markers, found.person
    paired = [name for m in found.measured for name in (m.first, m.second)]
    known = [n for n in model_landmarks(generic).upright_m if n.startswith(PLACED) and "mid" not in n]
    places = {n: np.asarray(person.landmark_m[n]) for n in dict.fromkeys([*known, *paired]) if person.has(n)}
    weights = dict.fromkeys(places, 1.0) | dict.fromkeys(recorded.names, 0.0)
    write_setup(
        folder,
        with_landmark_markers(generic, list(places), recorded, found.body),
        places | {name: np.asarray(person.point_m[name]) for name in recorded.names},
        measurements(found),
        "".join(TASK.format(name=name, weight=weight) for name, weight in weights.items()),
    )
    return places


def compared(folder: Path, generic: Body, found: Scaled, places: dict[str, Floats]) -> tuple[float, float, float]:
    """Largest difference of the factors, %; distance of the landmarks, mm, root mean square: ours, ScaleTool's."""
    factors, posture = read_factors(folder / "factors.xml"), read_table(folder / "static.mot")
    sized = {segment for m in found.measured for segment in m.segments}
    names = [name for name in found.factors if name in sized or name.rpartition("_")[0] in sized]
    off = max(np.abs(np.divide(found.factors[name], factors[name]) - 1.0).max() for name in names)
    marked = only(with_landmark_markers(generic, list(places), found.body.markers, found.body), list(places))
    target = np.array([places[name] for name in marked.markers.names])
    still = Trajectories("static", frozen([0.0, 0.01]), marked.markers.names, frozen(np.array([target, target])))
    ours_m = fit_markers(still, stretch(marked, found.factors, MASS_KG))[1].rms_m
    theirs = stretch(marked, {n: (x, y, z) for n, (x, y, z) in factors.items() if n in found.factors}, MASS_KG)
    values = {c.split("/")[-2]: posture.column(c)[-1] for c in posture.columns if c.endswith("/value")}
    q = np.array([values[name] for name in theirs.coordinates.names])
    points = Points(theirs.markers.segment, theirs.markers.location_m, np.ones(len(places)))
    apart = np.sum((place_points(theirs, points, q[None])[0] - target) ** 2, axis=1)
    return 100.0 * float(off), 1e3 * ours_m, 1e3 * float(np.sqrt(apart.mean()))


def _scale_tool(folder: Path) -> None:
    import opensim

    opensim.Logger.setLevelString("Off")
    with chdir(folder):
        if not opensim.ScaleTool("setup.xml").run():
            raise SystemExit("ScaleTool did not succeed")


if __name__ == "__main__":
    side, place = sys.argv[1], Path(sys.argv[2])
    spent = []
    for _ in range(1 + REPEATS[side]):
        begin = time.perf_counter()
        if side == "ours":
            scaled(place)
        else:
            _scale_tool(place)
        spent.append(time.perf_counter() - begin)
    print(median(spent[1:]))
