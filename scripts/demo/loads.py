"""What the packaged trial's loads are like: moments in early stance, and what the weights of the markers do to them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from scripts.demo.chain import windowed_angles, windowed_forces
from scripts.demo.checks import STANCE_PERCENT
from scripts.demo.published import PUBLISHED_FILE, read_published
from trochanter.capture.trial import Trial
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, DEMO_MASS_KG
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.kinematics.tracked import Tracked
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.summary import HipSummary, summarise

LOADING_PERCENT = 20
ROTATION = 2
MOMENTS = (("flexion", "hipMomZ25", 1.0), ("adduction", "hipMomX25", -1.0), ("rotation", "hipMomY25", -1.0))
SWING = slice(STANCE_PERCENT + 4, None)  # beyond the toe-off
PARTS = (("stance", slice(STANCE_PERCENT)), ("swing", SWING))


def account_of(motion: Motion) -> MuscleAccount:
    """The muscle account of a motion, without what is not needed here."""
    return explain(motion, settings=Settings(slacks=(), sets=(), strength_cases=()))


def led_motion(tracked: Tracked) -> Motion:
    """The packaged window, body and forces with the angles of the fit that pelvis and thighs lead."""
    assert tracked.trial.forces is not None
    assert tracked.trial.leading is not None
    angles, forces = windowed_angles(tracked.trial.leading), windowed_forces(tracked.trial.forces)
    return solve(Trial("led", coordinates=angles, forces=forces), tracked.fit.body, cutoff_hz=DEMO_CUTOFF_HZ)


def moment_rows(account: MuscleAccount) -> Iterator[tuple[str, ...]]:
    """Largest net rotation moment of early stance, right and left."""
    hips = summarise(account).hips
    yield "as recorded", *(_largest(hip, hip.moment_Nm.mean) for hip in hips)
    yield "without the plate's bias", *(_largest(hip, hip.moment_without_bias_Nm.mean) for hip in hips)


def load_rows(data: Path, *accounts: MuscleAccount) -> Iterator[tuple[str, ...]]:
    """Likeness of the moments to the published ones, contact force, reserves and saturation; a column an account."""
    published = read_published(data / PUBLISHED_FILE)
    hips = [summarise(account).hips for account in accounts]
    for axis, (name, column, sign) in enumerate(MOMENTS):
        for part, rows in PARTS:
            cells = (_alike(own, published, axis, column, sign, rows) for own in hips)
            yield f"{name} moment, {part}: r with the published", *cells
    theirs = [-DEMO_MASS_KG * published[f"{side.value.upper()}hipMomY25"] for side in SIDES]
    for part, rows in PARTS:
        cells = (_apart(own, theirs, rows) for own in hips)
        yield f"rotation moment, {part}: root mean square difference, N m", *cells
    sizes = (", ".join(f"{np.abs(hip.moment_Nm.mean[SWING, ROTATION]).max():.0f}" for hip in own) for own in hips)
    swing = ", ".join(f"{np.abs(curve[SWING]).max():.0f}" for curve in theirs)
    yield f"rotation moment, swing: largest either way, N m (published {swing})", *sizes
    largest = (", ".join(f"{hip.contact_bw.mean.max():.1f}" for hip in own) for own in hips)
    yield "contact force of the mean stride, largest, body weights", *largest
    yield "largest reserve, N m", *(f"{np.nanmax(np.abs(account.reserve_Nm)):.0f}" for account in accounts)
    yield "saturated lines", *(str(sum(len(hip.saturated_labels) for hip in own)) for own in hips)


def _alike(
    hips: Sequence[HipSummary], published: dict[str, Floats], axis: int, column: str, sign: float, rows: slice
) -> str:
    """Right, left."""
    theirs = [sign * published[f"{hip.side.value.upper()}{column}"][rows] for hip in hips]
    found = [np.corrcoef(h.moment_Nm.mean[rows, axis], t)[0, 1] for h, t in zip(hips, theirs, strict=True)]
    return ", ".join(f"{value:.2f}" for value in found)


def _apart(hips: Sequence[HipSummary], theirs: Sequence[Floats], rows: slice) -> str:
    """Right, left."""
    apart = [hip.moment_Nm.mean[rows, ROTATION] - curve[rows] for hip, curve in zip(hips, theirs, strict=True)]
    return ", ".join(f"{np.sqrt(np.mean(difference**2)):.1f}" for difference in apart)


def _largest(hip: HipSummary, moment_Nm: Floats) -> str:
    early = hip.axis.x <= LOADING_PERCENT
    return f"{np.max(moment_Nm[early, ROTATION]):+.0f}"
