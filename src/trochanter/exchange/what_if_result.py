"""A what-if as one JSON object, the schema ``trochanter.whatif/1``; docs/what-ifs.md explains it.

Every number is an object of value and unit; null where it is not known or where nothing can be concluded.
"""

from typing import Any

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.exchange.quantities import number, versions
from trochanter.mechanics.cup import Cup
from trochanter.mechanics.doubts import RESERVE_SHARE
from trochanter.mechanics.sampled_what_if import SampledChange, SampledWhatIf
from trochanter.mechanics.scenario import Scenario
from trochanter.mechanics.uncertainty import PERCENTILES
from trochanter.mechanics.what_if import WhatIf
from trochanter.mechanics.what_if_hips import HipChange

SCHEMA = "trochanter.whatif/1"
Json = dict[str, Any]


def what_if_json(found: WhatIf, sampled: SampledWhatIf | None = None) -> Json:
    """The whole comparison; sampled: the same scenario over random variations of the model."""
    return {
        "schema": SCHEMA,
        "name": found.account.motion.name,
        "model": found.account.motion.body.name,
        "versions": versions(),
        "scenario": _scenario(found.scenario),
        "sets": list(found.sets),
        "cup": _cup(found.cup),
        "reserve_limit": _quantity(RESERVE_SHARE, "1"),
        "hips": {hip.side.word: _hip(hip) for hip in found.hips},
        "reserves": [
            {
                "coordinate": each.coordinate,
                "peak": _pair((each.peak_before_Nm, each.peak_after_Nm), "N m"),
                "share": _pair((each.share_before, each.share_after), "1"),
                "leaned_on": each.leaned_on,
                "of_ankle": each.of_ankle,
            }
            for each in found.reserves
        ],
        "sampled": None if sampled is None else _sampled(sampled),
        "notices": [{"code": notice.code, "text": notice.text} for notice in found.notices],
    }


def _sampled(sampled: SampledWhatIf) -> Json:
    """Percentiles of every change over the samples."""
    return {
        "samples": sampled.samples,
        "seed": sampled.seed,
        "inputs": [each.name for each in sampled.inputs],
        "left_out": number(sampled.left_out),
        "percentiles": list(PERCENTILES),
        "notices": [{"code": notice.code, "text": notice.text} for notice in sampled.notices],
        "hips": {side.word: [_change(change) for change in changes] for side, changes in sampled.sides},
    }


def _change(change: SampledChange) -> Json:
    return {
        "quantity": change.quantity,
        "muscle": change.muscle,
        **_pair((change.before, change.after), change.unit),
        "change": [number(float(value)) for value in change.change],
        "standard_error": [number(float(value)) for value in change.standard_error],
        "rises": number(change.rises),
    }


def _scenario(scenario: Scenario) -> Json:
    return {
        "name": scenario.name,
        "strength": dict(scenario.strength),
        "stiffness": dict(scenario.stiffness),
        "shortened": dict(scenario.shortened),
        "removed": list(scenario.removed),
        "floor": dict(scenario.floor),
        "pelvic_tilt": _quantity(float(np.rad2deg(scenario.pelvic_tilt_rad)), "deg"),
        "anteversion": _quantity(float(np.rad2deg(scenario.anteversion_rad)), "deg"),
    }


def _cup(cup: Cup) -> Json:
    return {
        "inclination": _quantity(float(np.rad2deg(cup.inclination_rad)), "deg"),
        "anteversion": _quantity(float(np.rad2deg(cup.anteversion_rad)), "deg"),
        "rim": _quantity(float(np.rad2deg(cup.rim_rad)), "deg"),
        "radius": _quantity(cup.radius_m, "m"),
    }


def _hip(hip: HipChange) -> Json:
    return {
        "strides": len(hip.axis.stride_s),
        "peak_contact": _pair(hip.peak_bw, "body weights"),
        "columns": [_column(hip, p) for p in range(len(hip.columns))],
    }


def _column(hip: HipChange, p: int) -> Json:
    """One phase, the whole axis, all that is told, or the instant of the peak."""
    return {
        "name": hip.columns[p],
        "conclusive": bool(hip.conclusive[p]),
        "saturated": [bool(flag) for flag in hip.saturated[:, p]],
        "reserve_share": _pair(hip.reserve_share[:, p], "1"),
        "contact": _pair(hip.contact_bw[:, p], "body weights", hip.contact_range_bw[:, p]),
        "contact_vector": {
            axis: _pair(hip.contact_pelvis_bw[:, p, k], "body weights")
            for k, axis in enumerate(("forward", "up", "right"))
        },
        "cup_angle": _pair(np.rad2deg(hip.cup_angle_rad[:, p]), "deg"),
        "to_rim": _pair(hip.rim_m[:, p], "m"),
        "muscles": [_muscle(hip, p, q) for q in range(len(hip.muscles))],
    }


def _muscle(hip: HipChange, p: int, q: int) -> Json:
    return {
        "muscle": hip.muscles[q],
        "activation": _pair(hip.activation[:, p, q], "1"),
        "force": _pair(hip.force_N[:, p, q], "N", hip.force_range_N[:, p, q]),
        "rotation_moment": _pair(hip.rotation_moment_Nm[:, p, q], "N m", hip.moment_range_Nm[:, p, q]),
        "into_socket": _pair(hip.centring_N[:, p, q], "N"),
        "across": _pair(hip.shear_N[:, p, q], "N"),
        "across_upwards": _pair(hip.shear_up_N[:, p, q], "N"),
    }


def _pair(values: Floats | tuple[float, float], unit: str, change_range: Floats | None = None) -> Json:
    """Before and after; change_low, change_high: range of the change over the parameter sets."""
    found: Json = {"before": number(float(values[0])), "after": number(float(values[1])), "unit": unit}
    if change_range is not None:
        found |= {"change_low": number(float(change_range[0])), "change_high": number(float(change_range[1]))}
    return found


def _quantity(value: float, unit: str) -> Json:
    return {"value": number(value), "unit": unit}
