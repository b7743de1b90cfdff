"""From recorded markers to a trial of joint angles and forces by foot: the way through, in the order of the data."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Forces, Plates, Table, Trajectories, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.ik import fit_markers
from trochanter.kinematics.marker_checks import MarkerReport, check_markers, mended
from trochanter.kinematics.marker_coverage import marker_coverage, refuse_unseen_pelvis
from trochanter.kinematics.marker_gaps import without_marker_gaps
from trochanter.kinematics.marker_match import match_markers, named_like
from trochanter.kinematics.marker_span import in_view, parts_out_of_view, pelvis_holes, without_rows
from trochanter.kinematics.marker_weights import proximal_weights
from trochanter.kinematics.marker_words import FOOT_LABELS, LABELS
from trochanter.kinematics.person_body import fitted_to, reference_of
from trochanter.kinematics.plate_feet import PlateFeet, plates_to_feet
from trochanter.kinematics.static_scaling import OWN_INSTANT, STATIC_TRIAL
from trochanter.kinematics.tracked import Tracked, Tracking, Weights
from trochanter.kinematics.upright import upright

LITTLE_BY_FEET = (
    "the foot's markers are followed where they stay in this movement, so hips and their loads hardly depend on it"
)


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
    given = trial.markers
    if isinstance(reference, Trajectories):
        given = named_like(given, reference.names, chosen.mapping)
    markers, plates, told = upright(
        given,
        trial.plates,
        mapping=chosen.mapping,
        fix_labels=chosen.fix_labels,
        reference=reference,
        on_the_way="leave",
    )
    report = check_markers(markers, reference, mapping=chosen.mapping)
    markers = mended(replace(markers, notices=(*markers.notices, *told)), report, fix_labels=chosen.fix_labels)
    markers = without_marker_gaps(markers, chosen.longest_gap_s)
    return Prepared(replace(trial, markers=markers, plates=plates), report)


def follow(trial: Trial, body: Body, choices: Tracking | None = None) -> Tracked:
    """The way through: markers prepared, ``body`` registered to them where it was scaled to a person, and tracked.

    The body that was followed in the end is the fit's. Raises what ``prepare_markers``, ``fitted_to`` and ``track``
    raise.
    """
    chosen = choices or Tracking()
    prepared = prepare_markers(trial, reference_of(body), chosen)
    return track(prepared, fitted_to(body, prepared.markers, chosen.mapping).body, chosen)


def track(prepared: Prepared, body: Body, choices: Tracking | None = None) -> Tracked:
    """Fit ``body`` to the markers and give its feet the forces of the plates; raises what these raise.

    Only the span in which pelvis and legs are in view is fitted. Raises MissingInput where too few markers are matched.
    """
    chosen = choices or Tracking()
    match = match_markers(prepared.markers.names, body, chosen.mapping)
    covered = marker_coverage(match, body, prepared.markers.source or prepared.markers.name)
    markers = in_view(prepared.markers, match, body)
    refuse_unseen_pelvis(markers, match, body)
    holes = pelvis_holes(markers, match, body)
    time_s, shown = markers.time_s, without_rows(markers, holes)
    weights, leading = weights_of(body, chosen.weights, [pair.marker for pair in match.pairs])
    asked = None if chosen.tasks else weights
    table, fit = fit_markers(shown, body, match=match, weights=asked, tasks=chosen.tasks, targets=chosen.targets)
    said = _graduated(shown.notices, body, markers)
    told = [
        notice for notice in (*said, *covered, *parts_out_of_view(shown, match, body)) if notice not in table.notices
    ]
    table = _joined(replace(table, notices=(*told, *table.notices)), time_s)
    trial = prepared.trial
    moved = replace(trial, coordinates=table, markers=None, plates=None)
    tracked = Tracked(moved, fit, match, unseen_s=tuple((float(time_s[a]), float(time_s[b])) for a, b in holes))
    if leading is not None and not chosen.tasks:
        led, led_fit = fit_markers(shown, body, match=match, weights=leading)
        tracked = replace(tracked, trial=replace(moved, leading=_joined(led, time_s)), leading_fit=led_fit)
    if trial.plates is None:
        return tracked
    found = _on_feet(trial.plates, table, body, chosen, tracked.unseen_s)
    return replace(tracked, trial=replace(tracked.trial, forces=found.forces), lost_s=found.lost_s)


def _graduated(notices: tuple[Notice, ...], body: Body, markers: Trajectories) -> tuple[Notice, ...]:
    """Exchanged labels of one foot hardly matter where its markers were registered to this movement; else they do.

    In the runner who was measured (RBDS001, both ways) hip angles then change by 0.01 degrees, the ankle's by 0.2, the
    peak of the hip's contact force by 11 N of 4257.
    """
    registered = body.sizing is not None and body.sizing.registered_to == (markers.source or markers.name)
    if registered:
        return tuple(
            replace(notice, text=f"{notice.text}; {LITTLE_BY_FEET}") if notice.code == FOOT_LABELS else notice
            for notice in notices
        )
    return tuple(replace(notice, code=LABELS) if notice.code == FOOT_LABELS else notice for notice in notices)


def _joined(table: Table, time_s: Floats) -> Table:
    """The table at all instants time_s (n,), joined by straight lines over those that it lacks."""
    if len(table.time_s) == len(time_s):
        return table
    values = [np.interp(time_s, table.time_s, column) for column in table.values.T]
    return replace(table, time_s=frozen(time_s), values=frozen(np.column_stack(values)))


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
    registered = _to_person(body)
    if weights == "even" or (weights == "auto" and not registered):
        return even, None
    proximal = proximal_weights(body, tracked)
    if weights == "proximal":
        return proximal, None
    return even, None if proximal == even else proximal


def _to_person(body: Body) -> bool:
    """Whether the body's markers stand where they are on the person: then thighs may lead."""
    placed = any(origin.role in (STATIC_TRIAL, OWN_INSTANT) for origin in body.made_from)
    return placed or (body.sizing is not None and bool(body.sizing.registered_to))


def forces_by_foot(trial: Trial, table: Table, body: Body) -> Forces | None:
    """The trial's forces by foot: its own, or its plates' under the feet of ``body``, which moves as ``table``."""
    if trial.plates is None:
        return trial.forces
    return _on_feet(trial.plates, table, body, Tracking()).forces


def _on_feet(
    plates: Plates, table: Table, body: Body, chosen: Tracking, unseen_s: tuple[tuple[float, float], ...] = ()
) -> PlateFeet:
    q = coordinates_in(table, body)
    known = np.isfinite(q).all(axis=1)
    return plates_to_feet(
        plates, body, table.time_s[known], q[known], lag_s=chosen.lag_s, mass_kg=chosen.mass_kg, unseen_s=unseen_s
    )


def coordinates_in(table: Table, body: Body) -> Floats:
    """All coordinates (n, n_q) of ``body`` from a table in radians; what it does not hold stands at its default."""
    q = np.tile(body.coordinates.default, (len(table.time_s), 1))
    at = [body.coordinate(name) for name in table.columns]
    q[:, at] = table.values
    return q
