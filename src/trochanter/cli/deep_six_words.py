"""What ``trochanter model deep-six`` says: the lines with their sources, and how well the bones were found."""

import re
from pathlib import Path

import numpy as np

from trochanter.anatomy.muscle_names import describe
from trochanter.anatomy.rows import rows, sources
from trochanter.core.arrays import Floats
from trochanter.core.quality import Source
from trochanter.kinematics.deep_six import DeepSix
from trochanter.kinematics.deep_six_registration import BoneFit

WAYS = {"axes": "scaled", "similarity": "turned", "turned": "turned, scaled", "affine": "turned, sheared"}
OWN_ERROR = (
    "Beside this, the lines' own places are known to about 5 mm: that is 2 to 3 mm of rotation arm, 3 to 5 for "
    "obturator externus."
)
_YEAR = re.compile(r"\((\d{4})\)")


def deep_six_words(found: DeepSix, out: Path) -> str:
    """The result for people."""
    bones = [(fit, side.side.word) for side in found.registration.sides for fit in (side.pelvis, side.femur)]
    return "\n".join(
        [
            f"Model:   {out.resolve()}",
            f"Added:   {len(found.added)} lines, parameter set '{found.set_name}'; of the right leg:",
            f"  {'line':12s} {'muscle':20s} {'N':>5s} {'fibre mm':>9s} {'tendon mm':>10s}  places from",
            *(_line(found, name) for name in found.added if name.endswith("_r")),
            f"  strength and fibres from {', '.join(_short(each) for each in _architecture(found.set_name))}",
            f"Removed: {', '.join(found.removed) or 'none'}",
            "",
            f"How the bones were found ({found.family.title} family), in millimetres:",
            f"  {'':14s} {'landmarks':>9s} {'rms':>6s} {'largest':>8s} {'left out':>9s}  {'way':15s} size",
            *(_bone(fit, side) for fit, side in bones),
            *_markers(found),
            OWN_ERROR,
        ]
    )


def deep_six_json(found: DeepSix, out: Path) -> dict[str, object]:
    """The same for programs."""
    return {
        "schema": "trochanter.deep-six/1",
        "file": str(out.resolve()),
        "model": {"name": found.body.name, "sha256": found.body.sha256, "family": found.family.title},
        "set": found.set_name,
        "added": [_line_json(found, name) for name in found.added],
        "removed": list(found.removed),
        "kept": list(found.kept),
        "wraps": list(found.wraps),
        "sources": {key: {"citation": each.citation, "doi": each.doi} for key, each in _named(found.set_name).items()},
        "bones": [
            _bone_json(fit, side.side.word) for side in found.registration.sides for fit in (side.pelvis, side.femur)
        ],
        "turn_at_zero_angles": {
            side.side.word: {"value": float(np.degrees(side.turn_rad)), "unit": "deg"}
            for side in found.registration.sides
        },
        "markers": {name: {"value": gap, "unit": "m"} for name, gap in found.marker_gap_m.items()},
        "notices": [{"code": notice.code, "text": notice.text} for notice in found.body.notices],
    }


def _line(found: DeepSix, name: str) -> str:
    muscles, m = found.body.muscles, found.body.muscle(name)
    fiber, tendon = 1e3 * muscles.optimal_fiber_length_m[m], 1e3 * muscles.tendon_slack_length_m[m]
    muscle = describe(name).muscle.replace("_", " ")
    places = ", ".join(_short(sources()[key]) for key in _places(name))
    return (
        f"  {name[:-2]:12s} {muscle:20s} {muscles.max_isometric_force_N[m]:5.0f} {fiber:9.1f} {tendon:10.1f}  {places}"
    )


def _line_json(found: DeepSix, name: str) -> dict[str, object]:
    muscles, m = found.body.muscles, found.body.muscle(name)
    return {
        "name": name,
        "muscle": describe(name).muscle,
        "max_isometric_force": {"value": float(muscles.max_isometric_force_N[m]), "unit": "N"},
        "optimal_fiber_length": {"value": float(muscles.optimal_fiber_length_m[m]), "unit": "m"},
        "tendon_slack_length": {"value": float(muscles.tendon_slack_length_m[m]), "unit": "m"},
        "sources": list(_places(name)),
    }


def _places(name: str) -> tuple[str, ...]:
    """Keys of the sources of a line's points."""
    own = [row["source"].split() for row in rows("deep_six_points") if row["line"] == name[:-2]]
    return tuple(dict.fromkeys(key for keys in own for key in keys))


def _architecture(set_name: str) -> list[Source]:
    """Sources of a set's cross-sections and fibre lengths."""
    columns = ("pcsa_study", "fiber_study", "pennation_and_sarcomere_study")
    studies = {row[column] for row in rows("deep_six_sets") if row["set"] == set_name for column in columns}
    keys = {row["source"] for row in rows("deep_six_architecture") if row["study"] in studies}
    return [source for key, source in sources().items() if key in keys]


def _named(set_name: str) -> dict[str, Source]:
    points = {key for row in rows("deep_six_points") for key in row["source"].split()}
    strength = _architecture(set_name)
    return {key: source for key, source in sources().items() if key in points or source in strength}


def _short(source: Source) -> str:
    year = _YEAR.search(source.citation)
    return f"{source.citation.split()[0].rstrip(',')} {year.group(1)}" if year else source.citation.split(", ", 1)[-1]


def _bone(fit: BoneFit, side: str) -> str:
    rms, most, left_out = 1e3 * _rms(fit.error_m), 1e3 * fit.error_m.max(), 1e3 * _rms(fit.left_out_m)
    size = " ".join(f"{value:.3f}" for value in fit.map.stretches)
    words = [word for kind in (fit.family_kind, fit.model_kind) for word in WAYS[kind].split(", ")]
    name, way = f"{fit.segment.split('_')[0]}, {side}", ", ".join(dict.fromkeys(words))
    return f"  {name:14s} {len(fit.names):9d} {rms:6.1f} {most:8.1f} {left_out:9.1f}  {way:15s} {size}"


def _bone_json(fit: BoneFit, side: str) -> dict[str, object]:
    return {
        "segment": fit.segment,
        "side": side,
        "between_families": fit.family_kind,
        "in_model": fit.model_kind,
        "landmarks": len(fit.names),
        "rms": {"value": _rms(fit.error_m), "unit": "m"},
        "largest": {"value": float(fit.error_m.max()), "unit": "m"},
        "left_out_rms": {"value": _rms(fit.left_out_m), "unit": "m"},
        "hip_centre_gap": {"value": fit.centre_gap_m, "unit": "m"},
        "moved": list(fit.moved),
    }


def _markers(found: DeepSix) -> list[str]:
    if not found.marker_gap_m:
        return []
    rms, count = 1e3 * _rms(np.array(list(found.marker_gap_m.values()))), len(found.marker_gap_m)
    return [f"Markers over the same bones had no say: {rms:.0f} mm apart (rms of {count}; they lie on skin)."]


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))
