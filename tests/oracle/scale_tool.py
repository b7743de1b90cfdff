"""OpenSim's ScaleTool on the landmarks and pairs that trochanter scales by, in a folder of its own."""

from collections.abc import Mapping
from contextlib import chdir
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from trochanter.anatomy.body import Body, Markers
from trochanter.capture.osim import read_osim
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats, frozen
from trochanter.exchange.osim import write_osim
from trochanter.kinematics.model_landmarks import model_landmarks
from trochanter.kinematics.pair_factors import Measured
from trochanter.kinematics.static_scaling import Scaled

FRAMES, RATE_HZ = 11, 100.0
PLACED = ("asis", "psis", "hip_centre", "knee_centre", "ankle_centre", "heel", "mt1", "mt5")
SETUP = """<?xml version="1.0" encoding="UTF-8" ?>
<OpenSimDocument Version="40000"><ScaleTool name="subject"><mass>{mass_kg}</mass>
<GenericModelMaker><model_file>generic.osim</model_file></GenericModelMaker>
<ModelScaler><apply>true</apply><scaling_order>measurements</scaling_order>
<MeasurementSet><objects>{measurements}</objects></MeasurementSet>
<marker_file>static.trc</marker_file><time_range>0 0.1</time_range>
<preserve_mass_distribution>true</preserve_mass_distribution>
<output_model_file>scaled.osim</output_model_file><output_scale_file>factors.xml</output_scale_file></ModelScaler>
<MarkerPlacer><apply>true</apply><IKTaskSet><objects>{tasks}</objects></IKTaskSet>
<marker_file>static.trc</marker_file><time_range>0 0.1</time_range>
<output_motion_file>static.mot</output_motion_file><output_model_file>placed.osim</output_model_file></MarkerPlacer>
</ScaleTool></OpenSimDocument>
"""
MEASUREMENT = """<Measurement name="{name}"><apply>true</apply>
<MarkerPairSet><objects>{pairs}</objects></MarkerPairSet>
<BodyScaleSet><objects>{bodies}</objects></BodyScaleSet></Measurement>"""
PAIR = "<MarkerPair><markers>{first} {second}</markers></MarkerPair>"
SCALED = '<BodyScale name="{name}"><axes>{axes}</axes></BodyScale>'
TASK = '<IKMarkerTask name="{name}"><apply>true</apply><weight>{weight}</weight></IKMarkerTask>'


def run_scale_tool(
    opensim: Any, folder: Path, generic: Body, places_m: Mapping[str, Floats], measurements: str, tasks: str
) -> tuple[Body, dict[str, Floats], Table]:
    """Scale ``generic``, its markers named as ``places_m``; the placed model, factors by segment, static posture."""
    write_setup(folder, generic, places_m, measurements, tasks)
    with chdir(folder):
        assert opensim.ScaleTool("setup.xml").run(), "ScaleTool failed"
    return read_osim(folder / "placed.osim"), read_factors(folder / "factors.xml"), read_table(folder / "static.mot")


def write_setup(folder: Path, generic: Body, places_m: Mapping[str, Floats], measurements: str, tasks: str) -> None:
    """The model, the static trial and the set-up of ScaleTool.

    Every path in the set-up is bare: the tool puts the set-up's folder before it, even before an absolute one.
    """
    write_osim(generic, folder / "generic.osim")
    write_static(folder / "static.trc", places_m)
    setup = SETUP.format(mass_kg=62.0, measurements=measurements, tasks=tasks)
    (folder / "setup.xml").write_text(setup, encoding="utf-8")


def with_landmark_markers(body: Body, names: list[str], recorded: Markers, segments_of: Body) -> Body:
    """``body`` whose markers are its landmarks, by their names, and the recorded ones, anywhere on their segments.

    Middles of two landmarks get a marker on the pelvis. MarkerPlacer puts the recorded ones where they stand.
    """
    model = model_landmarks(body)
    pelvis = body.segment("pelvis")
    shift = model.upright_m["asis_r"] - model.location_m["asis_r"]
    segments = [body.segment(model.segment[n]) if n in model.segment else pelvis for n in names]
    places = [model.location_m[n] if n in model.location_m else model.upright_m[n] - shift for n in names]
    segments += [body.segment(segments_of.segments.names[k]) for k in recorded.segment]
    places += [np.zeros(3)] * len(recorded.names)
    return replace(body, markers=Markers((*names, *recorded.names), frozen(segments, np.int64), frozen(places)))


def measurements(ours: Scaled) -> str:
    """ScaleTool's measurements: ours, and the pelvis' height by depth and width together, as we do it."""
    parts = [
        measurement_xml(name, pairs := list(group), pairs[0].axes)
        for name, group in groupby(ours.measured, key=lambda m: m.measure)
    ]
    pelvis = [m for m in ours.measured if m.segments == ("pelvis",)]
    return "".join([*parts, measurement_xml("pelvis_height", pelvis, "y")])


def measurement_xml(name: str, pairs: list[Measured], axes: str) -> str:
    """One measurement of ScaleTool: the mean factor of all pairs, for the segments of the pairs on both sides."""
    bodies = dict.fromkeys(
        segment + side for m in pairs for segment in m.segments for side in (("_r", "_l") if m.side else ("",))
    )
    return MEASUREMENT.format(
        name=name,
        pairs="".join(PAIR.format(first=m.first, second=m.second) for m in pairs),
        bodies="".join(SCALED.format(name=body, axes=" ".join(axes.upper())) for body in bodies),
    )


def read_factors(path: Path) -> dict[str, Floats]:
    """Scale factors (3,) by segment from ScaleTool's scale file."""
    found = {}
    for scale in ET.parse(path).iter("Scale"):
        segment, scales = scale.findtext("segment"), scale.findtext("scales")
        if segment and scales:
            found[segment.rsplit("/", 1)[-1]] = np.array([float(x) for x in scales.split()])
    return found


def write_static(path: Path, places_m: Mapping[str, Floats]) -> None:
    """A still .trc in metres."""
    names = list(places_m)
    count = {"NumFrames": str(FRAMES), "NumMarkers": str(len(names)), "Units": "m"}
    rate = {"DataRate": f"{RATE_HZ:g}", "CameraRate": f"{RATE_HZ:g}"}
    header = rate | count | {"OrigDataRate": f"{RATE_HZ:g}", "OrigDataStartFrame": "1", "OrigNumFrames": str(FRAMES)}
    axes = "\t".join(f"{axis}{k + 1}" for k in range(len(names)) for axis in "XYZ")
    cells = "\t".join(f"{x:.9f}" for name in names for x in places_m[name])
    lines = [f"PathFileType\t4\t(X/Y/Z)\t{path.name}", "\t".join(header), "\t".join(header.values())]
    lines += ["Frame#\tTime\t" + "\t\t\t".join(names), f"\t\t{axes}", ""]
    lines += [f"{k + 1}\t{k / RATE_HZ:.4f}\t{cells}" for k in range(FRAMES)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
