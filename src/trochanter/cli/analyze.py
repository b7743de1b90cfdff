"""``trochanter analyze``: one recording, from its files to the report."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell, tell_if_compiling
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice


@dataclass
class Clock:
    """Seconds that each step took."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def cutoff_of(text: str) -> float | Literal["auto"] | None:
    """A cut-off as typed: a number of hertz, 'none' or 'auto'; raises BadSetting."""
    if text == "auto":
        return "auto"
    if text == "none":
        return None
    try:
        return float(text)
    except ValueError:
        raise BadSetting("--cutoff-hz", text, "a number of hertz such as 15, 'none' or 'auto'") from None


@app.command()
def analyze(
    trial: Annotated[Path, typer.Argument(help="Joint angles: a .mot or .sto file.")],
    model: Annotated[Path | None, typer.Option(help="The model that the angles belong to: a .osim file.")] = None,
    forces: Annotated[Path | None, typer.Option(help="Ground forces: external-loads .xml, or .mot.")] = None,
    emg: Annotated[Path | None, typer.Option(help="Muscle signals to draw beside activation: .sto.")] = None,
    mass_kg: Annotated[float | None, typer.Option(help="Mass of the person; from the model if left out.")] = None,
    set_name: Annotated[str, typer.Option("--set", help="Deep rotators: cadaver, young or tlem2.")] = "young",
    cutoff_hz: Annotated[str, typer.Option(help="Low-pass filter: hertz, 'none', or 'auto'.")] = "auto",
    parity: Annotated[str, typer.Option(help="'opensim' reproduces OpenSim's static optimization.")] = "none",
    power: Annotated[int, typer.Option(help="Power of activations in the cost: 2 or 3.")] = 2,
    strength: Annotated[float, typer.Option(help="Factor on every muscle's strength.")] = 1.0,
    own_muscles: Annotated[
        bool, typer.Option("--own-muscles", help="Keep the model's own hip muscles, also without deep rotators.")
    ] = False,
    skip_unsupported: Annotated[
        bool, typer.Option("--skip-unsupported", help="Leave out muscles with wraps that cannot be evaluated.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("trochanter-out"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the result object on standard output.")] = False,
) -> None:
    """Tell what every hip muscle does in a recording, with a report, a result file and OpenSim's files."""
    from trochanter.capture.formats import read
    from trochanter.capture.trial import Trial
    from trochanter.exchange.outputs import report, result_text
    from trochanter.exchange.result import result_of
    from trochanter.kinematics.solve import solve

    if parity not in ("none", "opensim"):
        raise BadSetting("--parity", parity, "'none' or 'opensim'")
    cutoff = cutoff_of(cutoff_hz)
    clock = Clock()
    tell("reading")
    with clock.step("read"):
        if model is None:
            raise MissingInput(
                "no model was named: joint angles mean nothing without the model that they belong to",
                where=str(trial),
                valid="the .osim file with which the angles were computed",
                next_step="add --model MODEL.osim, or try 'trochanter demo'",
            )
        recording = read(trial, forces=forces, emg=emg)
        if not isinstance(recording, Trial):
            raise BadSetting("TRIAL", str(trial), "a recording such as a .mot or .sto file; models go with --model")
        body = body_for(model, set_name, own_muscles=own_muscles or parity == "opensim", skip=skip_unsupported)
    tell_if_compiling()
    tell("solving the motion")
    with clock.step("solve"):
        motion = solve(recording, body, cutoff_hz=cutoff)
    tell("explaining the muscles")
    with clock.step("explain"):
        from trochanter.mechanics.explain import Settings, explain

        chosen = Settings(
            power=power,
            parity="opensim" if parity == "opensim" else "none",
            strength_scale=strength,
            mass_kg=mass_kg,
        )
        account = explain(motion, settings=chosen)
    tell("writing")
    outputs = report(account, out, trial=recording, timings_s=clock.seconds)
    for notice in account.notices:
        tell(f"note: {notice.text}")
    if as_json:
        print(result_text(result_of(account, timings_s=clock.seconds)), file=sys.stdout)
    tell(f"report: {outputs.report}")


def body_for(model: Path, set_name: str, *, own_muscles: bool, skip: bool):  # type: ignore[no-untyped-def]
    """The body to evaluate: the model or, for the Rajagopal family, the hip model in its size."""
    from trochanter.anatomy.hip_model import hip_model
    from trochanter.capture.osim import read_osim
    from trochanter.kinematics.family import same_family, scale_like

    body = read_osim(model, skip_unsupported=skip)
    hip = hip_model(set_name)
    if own_muscles or not same_family(hip, body):
        return body
    scaled = scale_like(hip, body)
    text = (
        f"the model '{body.name}' has no obturators, gemelli and quadratus femoris: the built-in hip model in its size "
        "takes the same joint angles instead (--own-muscles keeps the model's own)"
    )
    return replace(scaled, notices=(*scaled.notices, Notice("hip-model", text, str(model))))
