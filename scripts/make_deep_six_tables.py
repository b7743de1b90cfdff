"""Write the tables of ``docs/deep-six.md`` from what is computed: ``python -m scripts.make_deep_six_tables``.

They stand between two comments in the page; the recordings' models are needed (see tests/plugins/needs.py).
"""

import sys
from pathlib import Path

import numpy as np

from revalidation.deep_six_transfer import Transfer, fiber_range, jackknife_mm, kinds_mm, transfers
from tests.plugins.needs import data_folder
from trochanter.anatomy.muscle_names import describe
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.kinematics.deep_six import DeepSix, with_deep_six

PAGE = Path(__file__).parents[1] / "docs" / "deep-six.md"
MODELS = {
    "Rajagopal2016": "models/Rajagopal2016.osim",
    "walk_3d": "walk_3d/subject_walk_scaled.osim",
    "hip_swing_imu": "hip_swing_imu/calibrated_pelvis_rot.osim",
    "gait2392": "models/gait2392_thelen2003muscle.osim",
    "gait2392 scaled": "models/subject01_gait2392_scaled.osim",
    "run_4ms": "run_4ms/runningModel_CMC_test.osim",
}
SHOWN = ("walk_3d", "gait2392", "run_4ms")
GENERIC = "gait2392"
MM = 1000.0


def rms_mm(values_m: Floats) -> float:
    """Root mean square in millimetres."""
    return MM * float(np.sqrt(np.mean(values_m**2)))


def registration_table(found: dict[str, DeepSix]) -> str:
    """Errors of the landmarks by model and bone, right side."""
    rows = [
        "| model | bone | landmarks | rms mm | largest mm | left out mm | size along x, y, z | attached elsewhere |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, each in found.items():
        side = each.registration.sides[0]
        for fit in (side.pelvis, side.femur):
            size = ", ".join(f"{value:.3f}" for value in fit.map.stretches)
            moved = ", ".join(dict.fromkeys(point.split()[0] for point in fit.moved)) or "-"
            rows.append(
                f"| {name} | {fit.segment.split('_')[0]} | {len(fit.names)} | {rms_mm(fit.error_m):.1f} "
                f"| {MM * fit.error_m.max():.1f} | {rms_mm(fit.left_out_m):.1f} | {size} | {moved} |"
            )
    return "\n".join(rows)


def arms_table(found: dict[str, DeepSix], carried: dict[str, list[Transfer]]) -> str:
    """Rotation arms of the hip model and of each model, and by how much they differ."""
    rows = [
        "| line | model | arm, hip model | in this model | rms flexion | adduction | rotation | shape | fibre |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    order = {each.line: k for k, each in enumerate(carried["Rajagopal2016"])}
    keyed = [(order[each.line], name, each) for name in SHOWN for each in carried[name]]
    for _, name, each in sorted(keyed, key=lambda row: row[0]):
        low, high = fiber_range(found[name], each.line)
        flexion, adduction, rotation = each.rms_mm
        rows.append(
            f"| {each.line[:-2]} | {name} | {span(each.hip_mm[:, 2])} | {span(each.model_mm[:, 2])} | {flexion:.1f} "
            f"| {adduction:.1f} | {rotation:.1f} | {each.shape_mm:.1f} | {low:.2f} to {high:.2f} |"
        )
    return "\n".join(rows)


def lumped_table(found: DeepSix, lumped: list[Transfer]) -> str:
    """The lumped muscles of gait2392 against the first line that takes their place."""
    rows = [
        "| lumped muscle | against | rotation arm, hip model | lumped | rms flexion | rms adduction | rms rotation |",
        "|---|---|---|---|---|---|---|",
    ]
    heirs = {f"{old}_r": lines[0] for old, lines in found.family.replaced.items()}
    for each in lumped:
        flexion, adduction, rotation = each.rms_mm
        what = f"{each.line[:-2]} ({describe(each.line).muscle.replace('_', ' ')})"
        rows.append(
            f"| {what} | {heirs[each.line]} | {span(each.hip_mm[:, 2])} | {span(each.model_mm[:, 2])} | {flexion:.1f} "
            f"| {adduction:.1f} | {rotation:.1f} |"
        )
    return "\n".join(rows)


def landmarks_table(found: DeepSix) -> str:
    """What other landmarks and other kinds of map of the pelvis do to the mean rotation arms of gait2392's lines."""
    found_mm = {"landmarks left out, standard error": jackknife_mm(found), "another kind of map": kinds_mm(found)}
    names = [name[:-2] for name in next(iter(found_mm.values()))]
    rows = [f"| mm | {' | '.join(names)} |", f"|{'---|' * (len(names) + 1)}"]
    rows += [f"| {what} | {' | '.join(f'{v:.1f}' for v in values.values())} |" for what, values in found_mm.items()]
    return "\n".join(rows)


def span(values_mm: Floats) -> str:
    """Least to largest."""
    return f"{values_mm.min():.1f} to {values_mm.max():.1f}"


def tables() -> dict[str, str]:
    """The tables by the name of their place in the page."""
    bodies = {name: read_osim(data_folder() / path) for name, path in MODELS.items()}
    found = {name: with_deep_six(body) for name, body in bodies.items()}
    carried = {name: transfers(each) for name, each in found.items()}
    own = transfers(found[GENERIC], also=bodies[GENERIC])
    lumped = [each for each in own if each.line in found[GENERIC].removed]
    return {
        "registration": registration_table(found),
        "arms": arms_table(found, carried),
        "landmarks": landmarks_table(found[GENERIC]),
        "lumped": lumped_table(found[GENERIC], lumped),
    }


def page(text: str) -> str:
    """The page with its tables written anew."""
    for name, table in tables().items():
        start = text.index(f"<!-- {name} -->\n") + len(f"<!-- {name} -->\n")
        text = f"{text[:start]}{table}\n{text[text.index('<!-- end -->', start) :]}"
    return text


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
