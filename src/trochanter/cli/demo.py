"""``trochanter demo``: the main job on the built-in running trial."""

import sys
import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell, tell_if_compiling


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("trochanter-demo"),
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the report.")] = False,
) -> None:
    """Run the main job on a real running trial that comes with trochanter."""
    from trochanter.exchange.outputs import report
    from trochanter.kinematics.demo import DEMO_CREDIT, DEMO_CUTOFF_HZ, demo_trial
    from trochanter.kinematics.solve import solve

    start = time.perf_counter()
    tell("a runner on a treadmill at 2.5 m/s, six strides a side (recording RBDS001, CC BY 4.0)")
    trial, body = demo_trial()
    tell_if_compiling()
    motion = solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)
    tell("what do the hip muscles do?")
    from trochanter.mechanics.explain import explain

    account = explain(motion)
    outputs = report(account, out, trial=trial)
    tell(DEMO_CREDIT)
    tell(f"done in {time.perf_counter() - start:.1f} s")
    print(f"Report: {outputs.report.resolve()}")
    print("Next:   trochanter analyze YOUR_ANGLES.mot --model YOUR_MODEL.osim --forces YOUR_FORCES.xml")
    if not no_browser and sys.stdout.isatty():
        webbrowser.open(outputs.report.resolve().as_uri())
