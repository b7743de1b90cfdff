"""Joint centres of the runner from the static trial, and the scale factors that give the hip model his proportions."""

from dataclasses import dataclass

import numpy as np

from scripts.demo.recording import Markers
from trochanter.anatomy.body import Body
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.core.arrays import Floats

SIDES = {"R": "r", "L": "l"}
SPINES = {"RASI": "R.ASIS", "LASI": "L.ASIS", "RPSI": "R.PSIS", "LPSI": "L.PSIS"}


@dataclass(frozen=True, slots=True)
class Stance:
    """The standing runner: mean position (3,) m of every marker, and of the joint centres HIP, KNEE, ANKLE a side."""

    point_m: dict[str, Floats]

    def distance_m(self, first: str, second: str) -> float:
        """Distance of two points."""
        return float(np.linalg.norm(self.point_m[first] - self.point_m[second]))

    def middle(self, first: str, second: str) -> Floats:
        """Midpoint (3,) m of two points."""
        centre: Floats = 0.5 * (self.point_m[first] + self.point_m[second])
        return centre

    def depth_m(self) -> float:
        """Depth of the pelvis: from the middle of the posterior spines to the middle of the anterior ones."""
        return float(np.linalg.norm(self.middle("R.ASIS", "L.ASIS") - self.middle("R.PSIS", "L.PSIS")))

    def mean_length_m(self, first: str, second: str) -> float:
        """Distance of two points of a leg, mean of both sides."""
        return float(np.mean([self.distance_m(f"{side}.{first}", f"{side}.{second}") for side in SIDES]))


def stance_of(static: Markers) -> Stance:
    """Average the static trial and add the joint centres.

    Hip centres as the mean of two regressions (they differ by 16 mm here: one follows the length of the leg, the
    other the size of the pelvis), knee centres midway between the femoral epicondyles, ankle centres midway between
    the malleoli.
    """
    mean = np.nanmean(static.position_m, axis=0)
    stance = Stance(dict(zip(static.names, mean, strict=True)))
    centres = {f"{side}.HIP": 0.5 * (hara_hip_m(stance, side) + harrington_hip_m(stance, side)) for side in SIDES}
    for side in SIDES:
        centres[f"{side}.KNEE"] = stance.middle(f"{side}.Knee", f"{side}.Knee.Medial")
        centres[f"{side}.ANKLE"] = stance.middle(f"{side}.Ankle", f"{side}.Ankle.Medial")
    return Stance(stance.point_m | centres)


def pelvis_axes(stance: Stance) -> Floats:
    """Axes of the pelvis as columns (3, 3): forward, up, right.

    Right along the line of the anterior superior iliac spines, up normal to the plane of the four spines.
    """
    right = stance.point_m["R.ASIS"] - stance.point_m["L.ASIS"]
    right = right / np.linalg.norm(right)
    forward = stance.middle("R.ASIS", "L.ASIS") - stance.middle("R.PSIS", "L.PSIS")
    forward = forward - right * (forward @ right)
    forward = forward / np.linalg.norm(forward)
    return np.column_stack([forward, np.cross(right, forward), right])


def hara_hip_m(stance: Stance, side: str) -> Floats:
    """Hip joint centre (3,) m by the leg-length regression of Hara et al. 2016, doi 10.1038/srep37707.

    From the midpoint of the anterior spines, mm: forward 11 - 0.063 L, up -9 - 0.078 L, outward 8 + 0.086 L, with L
    the length from anterior spine to medial malleolus (mean of both sides).
    """
    leg = 1e3 * stance.mean_length_m("ASIS", "Ankle.Medial")
    return _from_spines_m(stance, side, (11.0 - 0.063 * leg, -9.0 - 0.078 * leg, 8.0 + 0.086 * leg))


def harrington_hip_m(stance: Stance, side: str) -> Floats:
    """Hip joint centre (3,) m by Harrington et al. 2007, doi 10.1016/j.jbiomech.2006.02.003.

    From the midpoint of the anterior spines, mm: forward -0.24 D - 9.9, up -0.30 W - 10.9, outward 0.33 W + 7.3,
    with D the depth of the pelvis and W the distance of the anterior spines.
    """
    width, depth = 1e3 * stance.distance_m("R.ASIS", "L.ASIS"), 1e3 * stance.depth_m()
    return _from_spines_m(stance, side, (-0.24 * depth - 9.9, -0.30 * width - 10.9, 0.33 * width + 7.3))


def _from_spines_m(stance: Stance, side: str, forward_up_outward_mm: tuple[float, float, float]) -> Floats:
    forward, up, outward = forward_up_outward_mm
    offset = 1e-3 * np.array([forward, up, outward if side == "R" else -outward])
    centre: Floats = stance.middle("R.ASIS", "L.ASIS") + pelvis_axes(stance) @ offset
    return centre


def model_spines(body: Body) -> Stance:
    """The four spines of the model's own markers, in its pelvis frame."""
    places = dict(zip(body.markers.names, body.markers.location_m, strict=True))
    return Stance({ours: np.asarray(places[theirs]) for theirs, ours in SPINES.items()})


def scale_factors(stance: Stance, body: Body) -> dict[str, tuple[float, float, float]]:
    """Factors along x, y, z of every segment: the runner's distances over those of the generic model.

    Thigh, shank and foot by their length, the pelvis by depth (spines) and width (hip centres), its height by the mean
    of the two. Left and right get the mean of both sides, so the model itself has no side difference.
    """
    _, origins = segment_poses(body, neutral_coordinates(body))
    origin = dict(zip(body.segments.names, origins, strict=True))
    place = dict(zip(body.markers.names, body.markers.location_m, strict=True))
    thigh = stance.mean_length_m("HIP", "KNEE") / float(np.linalg.norm(origin["femur_r"] - origin["tibia_r"]))
    shank = stance.mean_length_m("KNEE", "ANKLE") / float(np.linalg.norm(origin["tibia_r"] - origin["talus_r"]))
    foot = stance.mean_length_m("Heel.Bottom", "MT1") / float(np.linalg.norm(place["RTOE"] - place["RCAL"]))
    depth = stance.depth_m() / model_spines(body).depth_m()
    width = stance.distance_m("R.HIP", "L.HIP") / float(np.linalg.norm(origin["femur_r"] - origin["femur_l"]))
    uniform = {"femur": thigh, "patella": thigh, "tibia": shank, "talus": foot, "calcn": foot, "toes": foot}
    legs = {f"{part}_{side}": (factor,) * 3 for part, factor in uniform.items() for side in SIDES.values()}
    return {"pelvis": (depth, 0.5 * (depth + width), width)} | legs
