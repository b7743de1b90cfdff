"""Write the hip-angle band of 46 healthy runners and its excursions from the published angles of each runner.

Data: Fukuchi, Duarte, Ferber, github.com/regifukuchi/BMC-RIC-running-biomechanics (CC BY 4.0): 101 points a stride,
treadmill at 2.5 m/s, 23 runners each from two laboratories. Signs are turned to flexion, adduction and internal
rotation positive. A runner's curve is the median over the strides, because a few strides of the files are broken; mean
and standard deviation are over runners.

    python scripts/make_running_band.py ../shared/data/running_angles_46 src/trochanter/anatomy/data
"""

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LABS = ("BMC", "RIC", "POOLED")
AXES = {"flex": "Hip_Z", "add": "Hip_X", "ir": "Hip_Y"}
STANCE_END = 35  # percent; contact to about toe-off at 2.5 m/s
Curves = dict[str, NDArray[np.float64]]


def runner_curves(path: Path) -> NDArray[np.float64]:
    """Flexion, adduction, internal rotation (3, 101) in degrees: median stride of one runner."""
    with path.open(encoding="utf-8") as stream:
        names = stream.readline().split()
    table = np.loadtxt(path, skiprows=1)
    strides = [[k for k, name in enumerate(names) if name.startswith(f"{axis}_")] for axis in AXES.values()]
    return np.array([-np.median(table[:, columns], axis=1) for columns in strides])


def curves_by_lab(folder: Path) -> Curves:
    """Curves (n, 3, 101) of the runners of each laboratory and of both."""
    own = {path.name: runner_curves(path) for path in sorted(folder.glob("*angs.txt"))}
    labs = {lab: np.array([c for name, c in own.items() if name.startswith(lab)]) for lab in LABS[:2]}
    return labs | {"POOLED": np.array(list(own.values()))}


def band_rows(curves: Curves) -> list[list[str]]:
    """Rows of the band: percent, laboratory, runners, mean and standard deviation of each angle."""
    header = ["pct_cycle", "lab", "n", *(f"{axis}_{what}" for axis in AXES for what in ("mean", "sd"))]
    rows = [header]
    for lab in LABS:
        mean, sd = curves[lab].mean(axis=0), curves[lab].std(axis=0, ddof=1)
        for k in range(mean.shape[1]):
            cells = [f"{value:.2f}" for axis in range(len(AXES)) for value in (mean[axis, k], sd[axis, k])]
            rows.append([str(k), lab, str(len(curves[lab])), *cells])
    return rows


def excursions(curves: NDArray[np.float64]) -> dict[str, tuple[NDArray[np.float64], str]]:
    """Value of each runner (n,) and unit of every discrete quantity of curves (n, 3, 101)."""
    found: dict[str, tuple[NDArray[np.float64], str]] = {}
    for axis, name in enumerate(("flexion", "adduction", "rotation")):
        whole, stance = curves[:, axis], curves[:, axis, : STANCE_END + 1]
        found[f"{name}_range"] = (np.ptp(whole, axis=1), "deg")
        found[f"{name}_stance_excursion"] = (np.ptp(stance, axis=1), "deg")
        found[f"{name}_stance_peak"] = (stance.max(axis=1), "deg")
        found[f"{name}_stance_peak_at"] = (stance.argmax(axis=1).astype(float), "percent")
    return found


def excursion_rows(curves: Curves) -> list[list[str]]:
    """Rows of the excursions: laboratory, runners, quantity, mean, standard deviation, unit."""
    rows = [["lab", "n", "quantity", "mean", "sd", "unit"]]
    for lab in LABS:
        for quantity, (values, unit) in excursions(curves[lab]).items():
            rows.append([lab, str(len(values)), quantity, f"{values.mean():.2f}", f"{values.std(ddof=1):.2f}", unit])
    return rows


def write(source: Path, folder: Path) -> None:
    """Write both tables of ``source`` into ``folder``."""
    curves = curves_by_lab(source)
    for name, rows in (("curves", band_rows(curves)), ("excursions", excursion_rows(curves))):
        with (folder / f"running_hip_{name}_46.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
