"""What commands have in common: reading, explaining, writing, each told and timed."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trochanter.cli.progress import Clock, tell, tell_if_compiling, tell_notices
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body
    from trochanter.capture.trial import Trial
    from trochanter.exchange.outputs import Outputs
    from trochanter.kinematics.tracked import Tracked
    from trochanter.mechanics.account import MuscleAccount
    from trochanter.mechanics.explain import Settings
    from trochanter.reporting.marker_fit import FitWords


def recorded(
    path: Path,
    forces: Path | None = None,
    emg: Path | None = None,
    *,
    option: str = "TRIAL",
    rate_hz: float | None = None,
    forces_rate_hz: float | None = None,
) -> "Trial":
    """The recording at ``path``, named after folder and file; raises BadSetting where it is a model."""
    from trochanter.capture.formats import read
    from trochanter.capture.trial import Trial

    recording = read(path, forces=forces, emg=emg, rate_hz=rate_hz, forces_rate_hz=forces_rate_hz)
    if not isinstance(recording, Trial):
        raise BadSetting(
            option,
            str(path),
            "a recording: joint angles in a .mot or .sto file, or markers",
            f"this is a model: give the recording as {option}, and --model {path}",
        )
    return replace(recording, name=titled(path))


def titled(path: Path) -> str:
    """What a recording is called: its folder and its file, for many a file is called 'coordinates'.

    >>> titled(Path("walk_3d/coordinates.sto"))
    'walk_3d / coordinates'
    """
    folder = path.absolute().parent.name
    return f"{folder} / {path.stem}" if folder else path.stem


def explained(
    recording: "Trial | Tracked",
    body: "Body",
    cutoff_hz: float | Literal["auto"] | None,
    settings: "Settings",
    clock: Clock,
) -> "MuscleAccount":
    """The account of a recording; raises errors of the TrochanterError family."""
    from trochanter.capture.trial import Trial
    from trochanter.kinematics.solve import solve
    from trochanter.mechanics.explain import explain

    if isinstance(recording, Trial):  # else it was told before the markers were fitted
        tell_if_compiling()
    with clock.step("solve", "solving the motion"):
        motion = solve(recording, body, cutoff_hz=cutoff_hz)
    with clock.step("explain", "explaining the muscles"):
        return explain(motion, settings=settings)


def finished(
    account: "MuscleAccount",
    recording: "Trial",
    folder: Path,
    clock: Clock,
    *,
    as_json: bool,
    verbose: bool,
    fit: "FitWords | None" = None,
) -> "Outputs":
    """Write everything, the model too, and say where it is; raises UnwritableFile."""
    from trochanter.exchange.folder import model_to_keep
    from trochanter.exchange.outputs import report

    tell("writing")
    model = model_to_keep(account.motion.body)
    outputs = report(account, folder, trial=recording, timings_s=clock.seconds, fit=fit, model=model)
    tell_notices([*all_notices(account), *outputs.notices], all_of_them=verbose)
    if as_json:
        sys.stdout.buffer.write(outputs.result.read_bytes() + b"\n")
    if recording.markers is not None and outputs.model is not None:  # else only whatif reads it back
        tell(f"model in the person's size, for OpenSim: {outputs.model}")
    tell(f"report: {outputs.report}")
    return outputs


def all_notices(account: "MuscleAccount") -> list[Notice]:
    """Notices of an account, its force plate's doubts among them."""
    reasons = account.plate.reasons if account.plate else ()
    return [*account.notices, *(Notice("force-plate", f"force plate: {reason}") for reason in reasons)]
