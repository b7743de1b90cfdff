"""The numbers that docs/demo-data.md quotes, as the Markdown between its two marks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

import numpy as np

from scripts.demo.chain import WINDOW_S, Recorded, windowed_markers
from scripts.demo.checks import ANGLES, Likeness, likeness, mean_curve, packaged_motion, usable_strides
from scripts.demo.loads import LOADING_PERCENT, account_of, led_motion, load_rows, moment_rows
from scripts.demo.published import PUBLISHED_FILE, read_published
from scripts.demo.rigid_hips import rigid_hips
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_MASS_KG
from trochanter.kinematics.hip_centres import regressed_hips
from trochanter.kinematics.motion import MarkerFit, Motion
from trochanter.kinematics.rigid_fit import FEWEST, rigid_misfit_m
from trochanter.kinematics.standing import Standing
from trochanter.kinematics.tracked import Tracked
from trochanter.mechanics.plate import check_plate

FIRST, LAST = "<!-- written by scripts.make_demo_trial -->", "<!-- end of what it writes -->"
MM = 1000.0
PAGE_WIDTH = 120
PART_NAMES = {"pelvis": "pelvis", "femur": "thighs", "tibia": "shanks", "calcn": "feet"}


@dataclass(frozen=True, slots=True)
class AngleRow:
    """Mean curve of one hip angle beside another of the same side."""

    angle: str
    side: Side
    other: str
    found: Likeness

    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        found, name = self.found, self.angle.removeprefix("hip_")
        shape = (f"{found.correlation:.2f}", f"{found.stance_correlation:.2f}")
        size = (f"{found.offset_deg:+.1f}", f"{found.remaining_deg:.1f}")
        return (
            f"{name}, {self.side.word}",
            self.other,
            *shape,
            *size,
            f"{found.range_deg:.1f} against {found.other_range_deg:.1f}",
        )


def with_numbers(page: str, lines: str) -> str:
    """The page with everything between its two marks replaced."""
    before, after = page.split(FIRST, maxsplit=1)[0], page.split(LAST)[1]
    return f"{before}{FIRST}\n\n{lines}\n\n{LAST}{after}"


def numbers(data: Path, folder: Path, run: Recorded, tracked: Tracked) -> str:
    """Everything that the page quotes, from the recording in ``data`` and the files in ``folder``."""
    motion, led = packaged_motion(folder), led_motion(tracked)
    account = account_of(motion)
    parts = (
        "### The body and the marker fit",
        _table(("what", "value"), (*_body_rows(run), *_fit_rows(tracked))),
        "### Strides and forces",
        _table(("", "right", "left"), _stride_rows(motion)),
        _plate_words(motion),
        "### Hip angles",
        "Means over the strides, degrees. *Remaining* is the standard deviation of the difference without its mean.",
        _table(
            ("angle", "against", "r, stride", "r, stance", "offset", "remaining", "range"),
            (row.cells() for row in angle_rows(data, run, motion)),
        ),
        "### Net rotation moment in early stance",
        f"Largest of the mean curve up to {LOADING_PERCENT} % of the stride, N m, internal positive, 15 Hz.",
        _table(("", "right", "left"), moment_rows(account)),
        "### What the weights do to the loads",
        "Right, left. The published moments come from the same markers and plate; their signs are turned to ours.",
        _table(("", "as packaged (even)", "pelvis, then thighs lead"), load_rows(data, account, account_of(led))),
    )
    return "\n\n".join(parts)


def _body_rows(run: Recorded) -> Iterator[tuple[str, str]]:
    scaled, factors = run.scaled, run.scaled.factors
    for side, apart in zip(SIDES, hip_regressions_apart_m(scaled.person), strict=True):
        yield f"hip centre, {side.word}: regressions apart", f"{MM * apart:.1f} mm"
    yield "factor of thigh, shank, foot", ", ".join(f"{factors[f'{n}_r'][0]:.3f}" for n in ("femur", "tibia", "calcn"))
    yield "factor of the pelvis: depth, height, width", ", ".join(f"{value:.3f}" for value in factors["pelvis"])
    worst = max(error for name, error in scaled.errors.items() if not name.startswith("foot_direction"))
    yield "standing body: farthest landmark", f"{MM * worst:.1f} mm"
    registered = scaled.registered
    assert registered is not None
    labelled, mended = (floor_m(scaled.person, m) for m in (run.labelled.markers, run.prepared.markers) if m)
    yield "free rigid segments, labels as recorded", f"{MM * labelled:.1f} mm"
    yield "free rigid segments, labels mended: the floor of any fit", f"{MM * mended:.1f} mm"
    yield "even weights, markers where they stood", f"{MM * registered.rms_before_m:.1f} mm"
    yield "even weights, shank and foot markers registered", f"{MM * registered.rms_after_m:.1f} mm"
    yield "of this the model's part", f"{MM * registered.model_part_m:.1f} mm"
    name, moved = max(registered.moved_m.items(), key=lambda item: item[1])
    yield "marker that registration moves farthest", f"{name}, {MM * moved:.0f} mm"


def _fit_rows(tracked: Tracked) -> Iterator[tuple[str, str]]:
    fit = tracked.fit
    inside = (fit.time_s >= WINDOW_S[0] - 1e-6) & (fit.time_s <= WINDOW_S[1] + 1e-6)
    yield "joint angles, for the loads (even weights), 30 s", f"{MM * fit.rms_m:.1f} mm"
    yield "the same, window", f"{MM * _rms(fit.error_m[inside]):.1f} mm, largest {MM * fit.error_m[inside].max():.1f}"
    yield "by part, window", ", ".join(f"{name} {MM * rms:.1f}" for name, rms in _by_part(fit, inside)) + " mm"
    assert tracked.leading_fit is not None
    yield "hip angles (pelvis, then thighs lead), 30 s", f"{MM * tracked.leading_fit.rms_m:.1f} mm"
    yield "frames that converged", f"{int(fit.converged.sum())} of {len(fit.converged)}"
    bound = [_at_upper_bound(tracked, f"ankle_angle_{side}")[inside].mean() for side in SIDES]
    yield (
        "frames with the ankle at the model's bound, right, left, window",
        ", ".join(f"{100 * b:.0f} %" for b in bound),
    )


def _at_upper_bound(tracked: Tracked, name: str) -> Flags:
    table = tracked.fit.body.coordinates
    upper = float(table.upper[tracked.fit.body.coordinate(name)])
    held: Flags = tracked.trial.angles.column(name) > upper - 1e-6
    return held


def floor_m(person: Standing, markers: Trajectories) -> float:
    """Root mean square misfit of ``markers`` where every segment of ``person`` moves freely and rigidly."""
    squares = []
    for segment in set(person.segment.values()):
        own = [name for name in markers.names if person.segment.get(name) == segment and name in person.point_m]
        if len(own) >= FEWEST:
            rest = np.array([person.point_m[name] for name in own])
            squares.append(rigid_misfit_m(rest, np.stack([markers.of(name) for name in own], axis=1)).ravel() ** 2)
    return float(np.sqrt(np.nanmean(np.concatenate(squares))))


def hip_regressions_apart_m(person: Standing) -> list[float]:
    """How far two regressions of the hip centre lie apart, right and left."""
    first, second = regressed_hips(person).values()
    return [float(np.linalg.norm(first[name] - second[name])) for name in (f"hip_centre_{side}" for side in SIDES)]


def _by_part(fit: MarkerFit, rows: Flags) -> Iterator[tuple[str, float]]:
    parts = np.array([fit.body.segments.names[int(k)].split("_")[0] for k in fit.segment])
    for part, name in PART_NAMES.items():
        yield name, _rms(fit.error_m[np.ix_(rows, parts == part)])


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.nanmean(values**2)))


def _stride_rows(motion: Motion) -> Iterator[tuple[str, ...]]:
    strides = {side: usable_strides(motion, side) for side in SIDES}
    lasts = {side: [s.next_contact_s - s.contact_s for s in own] for side, own in strides.items()}
    force = {side: load.force_N for side, load in zip(SIDES, motion.loads, strict=True)}
    yield "complete strides", *(f"{len(strides[side])}" for side in SIDES)
    yield "duration, s (SD)", *(f"{np.mean(lasts[s]):.3f} ({np.std(lasts[s], ddof=1):.3f})" for s in SIDES)
    yield "stance, s", *(f"{np.mean([x.toe_off_s - x.contact_s for x in strides[side]]):.3f}" for side in SIDES)
    yield "vertical force, largest after the 15 Hz filter, N", *(f"{force[side][:, 1].max():.0f}" for side in SIDES)
    yield "fore-aft force, N", *(f"{force[side][:, 0].min():.0f} to {force[side][:, 0].max():.0f}" for side in SIDES)


def _plate_words(motion: Motion) -> str:
    plate = check_plate(motion, DEMO_MASS_KG)
    assert plate is not None
    order = "after" if plate.lag_s > 0.0 else "before"
    words = (
        f"Mean vertical force {plate.mean_vertical_bw:.3f} body weights.",
        f"Forces come {MM * abs(plate.lag_s):.0f} ms {order} the motion, of which a sample lasts 7.",
        f"Vertical moment over whole strides {plate.free_moment_bias_Nm:+.1f} N m,",
        f"in stance {plate.stance_bias_Nm:+.1f} N m.",
        f"Centre of pressure outside the sole by {MM * plate.outside_foot_m:.0f} mm.",
    )
    return fill(" ".join(words), PAGE_WIDTH)


def angle_rows(data: Path, run: Recorded, motion: Motion) -> list[AngleRow]:
    """Hip angles of the packaged motion beside the published ones and beside those of free rigid segments."""
    published = read_published(data / PUBLISHED_FILE)
    free = rigid_hips(run.scaled.person, windowed_markers(run.prepared.markers))
    rows = []
    for side in SIDES:
        strides = usable_strides(motion, side)
        for k, (name, column) in enumerate(ANGLES.items()):
            ours_deg = np.degrees(motion.of_hips.q[:, motion.body.coordinate(f"{name}_{side}")])
            ours = mean_curve(ours_deg, motion, strides)
            theirs = published[f"{side.value.upper()}{column}"]
            rows.append(AngleRow(name, side, "published", likeness(ours, theirs)))
            rigid = mean_curve(free[side][:, k], motion, strides)
            rows.append(AngleRow(name, side, "free segments", likeness(ours, rigid)))
    return rows


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
