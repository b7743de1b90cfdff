"""From recorded markers to a trial of joint angles and forces by foot: the way through, in the order of the data."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Forces, Plates, Table, Trajectories, Trial
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.kinematics.ik import fit_markers
from trochanter.kinematics.marker_checks import MarkerReport, check_markers, mended
from trochanter.kinematics.marker_coverage import marker_coverage
from trochanter.kinematics.marker_gaps import without_marker_gaps
from trochanter.kinematics.marker_match import match_markers
from trochanter.kinematics.marker_span import in_view
from trochanter.kinematics.marker_weights import proximal_weights
from trochanter.kinematics.plate_feet import PlateFeet, plates_to_feet
from trochanter.kinematics.static_scaling import STATIC_TRIAL
from trochanter.kinematics.tracked import Tracked, Tracking, Weights
from trochanter.kinematics.upright import upright


@dataclass(frozen=True, slots=True)
class Prepared:
    """A trial whose markers are upright, checked and mended, and what the check found."""

    trial: Trial
    report: MarkerReport

    @property
    def markers(self) -> Trajectories:
        """The mended markers."""
        assert self.trial.markers is not None
        return self.trial.markers


def prepare_markers(
    trial: Trial, reference: Trajectories | Body | None = None, choices: Tracking | None = None
) -> Prepared:
    """Turn a trial upright, look for exchanged labels and other faults, and fill short gaps.

    reference: the static trial of the same person, else the body whose markers are matched. Raises MissingInput where
    the trial holds no markers, ImpossibleData where they cannot be a person's.
    """
    chosen = choices or Tracking()
    if trial.markers is None:
        raise MissingInput("the recording holds no markers", where=trial.source, valid="a recording of markers")
    markers, plates, told = upright(trial.markers, trial.plates, mapping=chosen.mapping, fix_labels=chosen.fix_labels)
    report = check_markers(markers, reference, mapping=chosen.mapping)
    markers = mended(replace(markers, notices=(*markers.notices, *told)), report, fix_labels=chosen.fix_labels)
    markers = without_marker_gaps(markers, chosen.longest_gap_s)
    return Prepared(replace(trial, markers=markers, plates=plates), report)


def track(prepared: Prepared, body: Body, choices: Tracking | None = None) -> Tracked:
    """Fit ``body`` to the markers and give its feet the forces of the plates; raises what these raise.

    Only the span in which pelvis and legs are in view is fitted. Raises MissingInput where too few markers are matched.
    """
    chosen = choices or Tracking()
    match = match_markers(prepared.markers.names, body, chosen.mapping)
    covered = marker_coverage(match, body, prepared.markers.source or prepared.markers.name)
    markers = in_view(prepared.markers, match, body)
    weights, leading = weights_of(body, chosen.weights, [pair.marker for pair in match.pairs])
    asked = None if chosen.tasks else weights
    table, fit = fit_markers(markers, body, match=match, weights=asked, tasks=chosen.tasks, targets=chosen.targets)
    told = [notice for notice in (*markers.notices, *covered) if notice not in table.notices]
    table = replace(table, notices=(*told, *table.notices))
    trial = prepared.trial
    moved = replace(trial, coordinates=table, markers=None, plates=None)
    tracked = Tracked(moved, fit, match)
    if leading is not None and not chosen.tasks:
        led, led_fit = fit_markers(markers, body, match=match, weights=leading)
        tracked = replace(tracked, trial=replace(moved, leading=led), leading_fit=led_fit)
    if trial.plates is None:
        return tracked
    found = _on_feet(trial.plates, table, body, chosen)
    return replace(tracked, trial=replace(tracked.trial, forces=found.forces), lost_s=found.lost_s)


def weights_of(
    body: Body, weights: Weights, tracked: Collection[str]
) -> tuple[Mapping[str, float], Mapping[str, float] | None]:
    """The weight of every marker of a body by its name, and those of a second fit for the hip angles, if it needs one.

    Where thigh markers lead, what their skin does swings the shank through a knee that only bends, and the loads with
    it; where all count alike, the shank turns the hip. So loads come from the one and hip angles from the other.
    ``tracked``: markers that are recorded. Raises BadSetting.
    """
    even = dict.fromkeys(body.markers.names, 1.0)
    if isinstance(weights, Mapping):
        return weights, None
    if weights not in ("auto", "both", "proximal", "even"):
        valid = "'auto', 'both', 'proximal', 'even', or a weight for each of its markers"
        raise BadSetting("weights of markers", weights, valid)
    registered = any(origin.role == STATIC_TRIAL for origin in body.made_from)
    if weights == "even" or (weights == "auto" and not registered):
        return even, None
    proximal = proximal_weights(body, tracked)
    if weights == "proximal":
        return proximal, None
    return even, None if proximal == even else proximal


def forces_by_foot(trial: Trial, table: Table, body: Body) -> Forces | None:
    """The trial's forces by foot: its own, or its plates' under the feet of ``body``, which moves as ``table``."""
    if trial.plates is None:
        return trial.forces
    return _on_feet(trial.plates, table, body, Tracking()).forces


def _on_feet(plates: Plates, table: Table, body: Body, chosen: Tracking) -> PlateFeet:
    q = coordinates_in(table, body)
    known = np.isfinite(q).all(axis=1)
    return plates_to_feet(plates, body, table.time_s[known], q[known], lag_s=chosen.lag_s, mass_kg=chosen.mass_kg)


def coordinates_in(table: Table, body: Body) -> Floats:
    """All coordinates (n, n_q) of ``body`` from a table in radians; what it does not hold stands at its default."""
    q = np.tile(body.coordinates.default, (len(table.time_s), 1))
    at = [body.coordinate(name) for name in table.columns]
    q[:, at] = table.values
    return q
