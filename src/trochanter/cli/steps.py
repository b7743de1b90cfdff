"""What commands have in common: reading, explaining, writing, each told and timed."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trochanter.cli.progress import Clock, tell, tell_if_compiling, tell_notices
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body
    from trochanter.capture.trial import Trial
    from trochanter.exchange.outputs import Outputs
    from trochanter.mechanics.account import MuscleAccount
    from trochanter.mechanics.explain import Settings


def named(model: Path | None, trial: Path) -> Path:
    """The model's file; raises MissingInput where none was named."""
    if model is None:
        raise MissingInput(
            "no model was named: joint angles mean nothing without the model that they belong to",
            where=str(trial),
            valid="the .osim file with which the angles were computed",
            next_step="add --model MODEL.osim, or try 'trochanter demo'",
        )
    return model


def recorded(path: Path, forces: Path | None, emg: Path | None) -> "Trial":
    """The recording at ``path``; raises BadSetting where it is a model."""
    from trochanter.capture.formats import read
    from trochanter.capture.trial import Trial

    recording = read(path, forces=forces, emg=emg)
    if not isinstance(recording, Trial):
        raise BadSetting("TRIAL", str(path), "joint angles in a .mot or .sto file; a model goes with --model")
    return recording


def body_for(model: Path, set_name: str, *, keep_muscles: bool, skip_unsupported: bool) -> "Body":
    """The body to evaluate: the model or, for the Rajagopal family, the hip model in its size."""
    from trochanter.anatomy.hip_model import hip_model
    from trochanter.capture.osim import read_osim
    from trochanter.kinematics.family import same_family, scale_like

    body = read_osim(model, skip_unsupported=skip_unsupported)
    refuse_without_hips(body)
    hip = hip_model(set_name)
    if keep_muscles or not missing_rotators(body) or not same_family(hip, body):
        return body
    scaled = scale_like(hip, body)
    text = (
        f"the model '{body.name}' lacks {len(missing_rotators(body))} lines of the deep rotators: the built-in hip "
        "model in its size takes the same joint angles instead (--own-muscles keeps the model's own)"
    )
    return replace(scaled, notices=(*body.notices, *scaled.notices, Notice("hip-model", text, str(model))))


def missing_rotators(body: "Body") -> list[str]:
    """Lines of the deep rotators, without side, that a body lacks on one side at least."""
    from trochanter.anatomy.lines import deep_stems

    names = set(body.muscles.names)
    return [stem for stem in deep_stems() if not {f"{stem}_{side}" for side in SIDES} <= names]


def refuse_without_hips(body: "Body") -> None:
    """Raise MissingInput where a body has not two hips with three rotations each."""
    wanted = [f"hip_{move}_{side}" for side in SIDES for move in ("flexion", "adduction", "rotation")]
    missing = [name for name in wanted if name not in body.coordinates.names]
    if missing:
        raise MissingInput(
            f"the model '{body.name}' has no hips to explain: it has no coordinates {', '.join(missing)}",
            where=body.source,
            valid="a model with both hips, their coordinates named hip_flexion_r, hip_adduction_r and so on",
            next_step="give the model of the whole legs with --model",
        )


def explained(
    recording: "Trial", body: "Body", cutoff_hz: float | Literal["auto"] | None, settings: "Settings", clock: Clock
) -> "MuscleAccount":
    """The account of a recording; raises errors of the TrochanterError family."""
    from trochanter.kinematics.solve import solve
    from trochanter.mechanics.explain import explain

    tell_if_compiling()
    with clock.step("solve", "solving the motion"):
        motion = solve(recording, body, cutoff_hz=cutoff_hz)
    with clock.step("explain", "explaining the muscles"):
        return explain(motion, settings=settings)


def finished(
    account: "MuscleAccount", recording: "Trial", folder: Path, clock: Clock, *, as_json: bool, verbose: bool
) -> "Outputs":
    """Write everything and say where it is; raises UnwritableFile."""
    from trochanter.exchange.outputs import report

    tell("writing")
    outputs = report(account, folder, trial=recording, timings_s=clock.seconds)
    tell_notices(all_notices(account), all_of_them=verbose)
    if as_json:
        sys.stdout.buffer.write(outputs.result.read_bytes() + b"\n")
    tell(f"report: {outputs.report}")
    return outputs


def all_notices(account: "MuscleAccount") -> list[Notice]:
    """Notices of an account, its force plate's doubts among them."""
    reasons = account.plate.reasons if account.plate else ()
    return [*account.notices, *(Notice("force-plate", f"force plate: {reason}") for reason in reasons)]
