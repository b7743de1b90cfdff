"""A mirrored laboratory and exchanged labels, told apart by a static trial or a model, or honestly not."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.marker_recordings import (
    FASTER_RUN,
    RUN,
    STATIC,
    WALK,
    WALKS_C3D,
    markers_of,
    model_of,
    moved,
    part,
)
from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.kinematics.marker_sides import other_side
from trochanter.kinematics.mirror_or_labels import SIDES_EXCHANGED, mirror_or_labels
from trochanter.kinematics.upright import upright

Pair = tuple[Trajectories, Trajectories | Body]
MIRRORS = ([1.0, 1.0, -1.0], [-1.0, 1.0, 1.0], [1.0, -1.0, 1.0], [-1.0, -1.0, -1.0])


def mirrored(markers: Trajectories, mirror: list[float]) -> Trajectories:
    return moved(markers, markers.position_m * mirror)


def relabelled(markers: Trajectories) -> Trajectories:
    return replace(markers, names=tuple(other_side(name) for name in markers.names))


def pairs(data: Path) -> list[Pair]:
    walk, several = markers_of(data, WALK), [markers_of(data, name) for name in WALKS_C3D]
    static = markers_of(data, STATIC)
    return [
        (markers_of(data, RUN), static),  # with the labels of the right foot exchanged, as it is
        (markers_of(data, FASTER_RUN), static),
        (walk, part(walk, slice(60, 61))),
        (walk, model_of(data)),
        (several[0], several[1]),
    ]


@pytest.mark.needs("shared-data")
def test_a_reference_in_true_axes_tells_the_cause(shared_data: Path) -> None:
    for markers, reference in pairs(shared_data):
        for mirror in MIRRORS:
            evidence = mirror_or_labels(mirrored(markers, mirror), reference)
            assert evidence is not None
            assert evidence.cause == "mirror"
        evidence = mirror_or_labels(relabelled(markers), reference)
        assert evidence is not None
        assert evidence.cause == "labels"
        assert evidence.exchanged_m < 0.5 * evidence.as_labelled_m
        assert evidence.segments >= 5


@pytest.mark.needs("shared-data")
def test_fewer_markers_tell_less_and_never_the_wrong_cause(shared_data: Path) -> None:
    rng, found = np.random.default_rng(6), Counter[str]()
    for markers, reference in pairs(shared_data)[:3]:
        for _ in range(15):
            kept = sorted(rng.choice(len(markers.names), int(rng.integers(8, len(markers.names))), replace=False))
            few = replace(markers, names=tuple(markers.names[k] for k in kept), position_m=markers.position_m[:, kept])
            few = part(few, slice(0, len(few.time_s), 20))
            for cause, wrong in (("mirror", mirrored(few, MIRRORS[0])), ("labels", relabelled(few))):
                evidence = mirror_or_labels(wrong, reference)
                assert evidence is not None
                assert evidence.cause in (cause, "unclear")
                found[evidence.cause] += 1
    assert found["mirror"] == found["labels"] > found["unclear"] / 2.0 > 0


@pytest.mark.needs("shared-data")
def test_what_cannot_tell_is_said_to_be_unclear(shared_data: Path) -> None:
    run, static = mirrored(markers_of(shared_data, RUN), MIRRORS[0]), markers_of(shared_data, STATIC)
    sides = [static.names.index(other_side(name)) for name in static.names]
    even = 0.5 * (static.position_m + (static.position_m * MIRRORS[0])[:, sides])  # both sides alike
    scrambled = replace(static, names=static.names[::-1])
    unable: list[Trajectories | Body] = [moved(static, even), moved(static, 1.12 * static.position_m), scrambled]
    for reference in (*unable, model_of(shared_data, "models/Rajagopal2016.osim")):
        evidence = mirror_or_labels(run, reference)
        assert evidence is not None
        assert evidence.cause == "unclear"
    assumed = replace(static, notices=(Notice(SIDES_EXCHANGED, "every label was given its other side"),))
    assert mirror_or_labels(run, assumed) is None
    assert mirror_or_labels(run, None) is None
    with pytest.raises(ImpossibleData, match="the static trial cannot tell which"):
        upright(run, None, reference=unable[0])


@pytest.mark.needs("shared-data")
def test_a_mirrored_laboratory_is_refused_even_where_labels_may_be_fixed(shared_data: Path) -> None:
    run, static = markers_of(shared_data, RUN), markers_of(shared_data, STATIC)
    for fix_labels in (False, True):
        with pytest.raises(ImpossibleData, match="the laboratory's axes are mirrored") as caught:
            upright(mirrored(run, MIRRORS[1]), None, fix_labels=fix_labels, reference=static)
        assert "off the static trial's as they are labelled" in str(caught.value)
        assert "correct the axes in the recording software" in str(caught.value)


@pytest.mark.needs("shared-data")
def test_exchanged_labels_are_called_so_and_put_right_without_an_assumption(shared_data: Path) -> None:
    run, static = markers_of(shared_data, RUN), markers_of(shared_data, STATIC)
    with pytest.raises(ImpossibleData, match="the left and right labels are exchanged: left") as caught:
        upright(relabelled(run), None, reference=static)
    assert "mirrored" not in str(caught.value)
    found, _, (notice,) = upright(relabelled(run), None, fix_labels=True, reference=static)
    assert found.names == run.names
    assert notice.code == SIDES_EXCHANGED
    assert "right only if" not in notice.text
    assert "mm with left and right exchanged" in notice.text
    prefixed = replace(relabelled(run), names=tuple(f"Anna:{other_side(name)}" for name in run.names))
    assert "right only if" not in upright(prefixed, None, fix_labels=True, reference=static)[2][0].text
