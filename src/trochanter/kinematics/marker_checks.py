"""What is wrong with a recording's markers: exchanged labels, jumps, frozen and shifted markers, gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.quality import Notice
from trochanter.kinematics.label_swaps import LabelSwap, exchanged, find_swaps
from trochanter.kinematics.marker_distances import STATIC, Expected, expected_distances, usual_distances_m
from trochanter.kinematics.marker_gaps import Gap, find_gaps
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.marker_reputs import Reput, find_reputs
from trochanter.kinematics.marker_shifts import Shift, find_shifts
from trochanter.kinematics.marker_sides import SidePairs, side_pairs
from trochanter.kinematics.marker_spikes import Frozen, Spike, find_frozen, find_spikes
from trochanter.kinematics.marker_words import (
    frozen_notices,
    gap_notices,
    shift_notices,
    spike_notices,
    swap_notices,
    unchecked_notices,
)
from trochanter.kinematics.reput_words import reput_notices
from trochanter.kinematics.side_swaps import SideSwap, find_side_swaps, sides_exchanged, without_partner
from trochanter.kinematics.side_words import side_notices

OTHER_PERSON_SHARE, _FEWEST_SEGMENTS, _SHORT_M = 0.06, 3, 0.05


@dataclass(frozen=True, slots=True)
class MarkerReport:
    """What was found, in the samples of the recording.

    pairs: right and left markers; sides: segments whose right and left labels are exchanged, and when; swaps: exchanged
    labels; spikes, stuck, shifts as they are once labels are set right; gaps; unchecked: names about which the basis
    (static trial, model or trial itself) says nothing; reputs: markers that sit elsewhere than in the static trial;
    other_person: the static trial's segments have other lengths, and it was not used.
    """

    where: str
    basis: str
    names: tuple[str, ...]
    segments: tuple[str, ...]
    time_s: Floats
    pairs: tuple[SidePairs, ...]
    sides: tuple[SideSwap, ...]
    swaps: tuple[LabelSwap, ...]
    spikes: tuple[Spike, ...]
    stuck: tuple[Frozen, ...]
    shifts: tuple[Shift, ...]
    gaps: tuple[Gap, ...]
    unchecked: tuple[str, ...]
    reputs: tuple[Reput, ...] = ()
    other_person: bool = False

    def notices(self, *, fix_labels: bool = False) -> tuple[Notice, ...]:
        """Everything found in plain words; with ``fix_labels`` that labels were put right, else how to have it done."""
        found = [
            *side_notices(self.sides, self.pairs, self.time_s, self.where, fixed=fix_labels),
            *swap_notices(self.swaps, self.time_s, self.basis, self.where, fixed=fix_labels),
            *spike_notices(self.spikes, self.time_s, self.where),
            *frozen_notices(self.stuck, self.time_s, self.where),
            *shift_notices(self.shifts, self.where),
            *reput_notices(self.reputs, self.where),
            *gap_notices(self.gaps, len(self.time_s), self.where),
            *unchecked_notices(self.unchecked, self.basis, self.where),
        ]
        if self.other_person:
            text = (
                "on most segments the distances between markers differ from the static trial's by more than "
                f"{100 * OTHER_PERSON_SHARE:.0f} %: it shows another person, or markers were put on anew"
            )
            found.insert(0, Notice("static-of-another", text, self.where))
        return tuple(found)


def check_markers(
    markers: Trajectories, reference: Body | Trajectories | None = None, *, mapping: Mapping[str, str] | None = None
) -> MarkerReport:
    """Look for exchanged labels, jumps, frozen and shifted markers and gaps; nothing is changed.

    ``reference``: a static trial of the same person (sharpest), a body whose markers are matched, or None: then only
    what changes during the trial is found.
    """
    expected = expected_distances(markers, reference, mapping)
    pairs = side_pairs(markers.names, expected.segments, landmarks_of(markers.names, mapping).landmark)
    sides = find_side_swaps(markers, expected.segments, mapping)
    position = sides_exchanged(np.array(markers.position_m), pairs, sides)
    settled = replace(markers, position_m=position)
    if sides and expected.basis != STATIC:  # the size, or all the distances, were those of exchanged labels
        expected = expected_distances(settled, reference, mapping)
    other = expected.basis == STATIC and _other_person(settled, expected)
    if other:
        expected = expected_distances(settled, None, mapping)
    swaps = find_swaps(settled, expected)
    settled = replace(markers, position_m=labels_exchanged(position, markers.names, swaps))
    on_skin = _of_skin(expected, markers, mapping)
    shifts = find_shifts(settled, on_skin)
    return MarkerReport(
        where=markers.source or markers.name,
        basis=expected.basis,
        names=markers.names,
        segments=expected.segments,
        time_s=markers.time_s,
        pairs=pairs,
        sides=sides,
        swaps=swaps,
        spikes=find_spikes(settled),
        stuck=find_frozen(settled),
        shifts=shifts,
        gaps=find_gaps(markers),
        unchecked=expected.unchecked,
        reputs=_reputs(settled, reference, on_skin, mapping, shifts),
        other_person=other,
    )


def mended(markers: Trajectories, report: MarkerReport, *, fix_labels: bool) -> Trajectories:
    """``markers`` without samples that jump or stand still (they become gaps), with notices on all that was found.

    With ``fix_labels`` exchanged labels are put right; without, they stay and the notices say so.
    """
    given = np.array(markers.position_m)
    position = labels_exchanged(sides_exchanged(given, report.pairs, report.sides), markers.names, report.swaps)
    bad: tuple[Spike | Frozen, ...] = (*report.spikes, *report.stuck)
    for span in bad:
        position[span.first : span.last, markers.names.index(span.marker)] = np.nan
    if fix_labels:
        position[without_partner(position, report.segments, report.pairs, report.sides)] = np.nan
    else:
        position = labels_exchanged(position, markers.names, report.swaps[::-1])
        position = sides_exchanged(position, report.pairs, report.sides)
    notices = (*markers.notices, *report.notices(fix_labels=fix_labels))
    return replace(markers, position_m=frozen(position), notices=notices)


def labels_exchanged(position_m: Floats, names: tuple[str, ...], swaps: tuple[LabelSwap, ...]) -> Floats:
    """Positions (n, k, 3) with each of ``swaps`` exchanged in its spans, in order; the reverse order undoes it."""
    for swap in swaps:
        frames = np.zeros(len(position_m), dtype=np.bool_)
        for first, last in swap.spans:
            frames[first:last] = True
        position_m = exchanged(position_m, names.index(swap.first), names.index(swap.second), frames)
    return position_m


def _of_skin(expected: Expected, markers: Trajectories, mapping: Mapping[str, str] | None) -> Expected:
    """Without calculated points, such as joint centres, which no skin carries."""
    landmark = landmarks_of(markers.names, mapping).landmark
    pairs = zip(markers.names, expected.segments, strict=True)
    own = tuple("" if "_centre" in landmark.get(name, "") else segment for name, segment in pairs)
    return replace(expected, segments=own)


def _reputs(
    settled: Trajectories,
    reference: Body | Trajectories | None,
    on_skin: Expected,
    mapping: Mapping[str, str] | None,
    shifts: tuple[Shift, ...],
) -> tuple[Reput, ...]:
    if on_skin.basis != STATIC or not isinstance(reference, Trajectories):
        return ()
    slid = [shift.marker for shift in shifts]
    return find_reputs(settled, reference, on_skin.segments, mapping, without=slid)


def _other_person(markers: Trajectories, expected: Expected) -> bool:
    """Whether most segments have other distances between their markers than in the static trial."""
    usual = usual_distances_m(markers.position_m)
    judged = expected.same & expected.used & np.isfinite(usual) & (expected.near_m > _SHORT_M)
    change = np.abs(usual / np.where(judged, expected.near_m, 1.0) - 1.0)
    own = np.array(expected.segments)
    shares = [
        float(np.median(change[judged & (own == name)[:, None]]))
        for name in sorted(set(expected.segments) - {""})
        if (judged & (own == name)[:, None]).any()
    ]
    differ = sum(share > OTHER_PERSON_SHARE for share in shares)
    return len(shares) >= _FEWEST_SEGMENTS and differ > len(shares) / 2
