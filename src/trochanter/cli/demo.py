"""``trochanter demo``: the main job on the built-in running trial."""

import os
import shutil
import sys
import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import USUAL_SAMPLES, folder_named, usable_folder
from trochanter.cli.progress import Clock, tell
from trochanter.cli.steps import explained, finished

OWN = "analyze YOUR_RUN.c3d --static YOUR_STANDING.c3d --mass-kg YOUR_MASS"


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", parser=folder_named, help="Folder for the results.")
    ] = Path("trochanter-demo"),
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the report.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print result.json on standard output.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell all notes.")] = False,
) -> None:
    """Run the main job on a real running trial that comes with trochanter.

    Writes report.html, result.json and files for OpenSim, and opens the
    report if there is a screen.
    """
    folder, clock, start = usable_folder(out), Clock(), time.perf_counter()
    from trochanter.kinematics.demo import DEMO_CREDIT, DEMO_CUTOFF_HZ, demo_trial
    from trochanter.mechanics.explain import Settings

    with clock.step("read", "a runner on a treadmill at 2.5 m/s, six strides a side"):
        trial, body = demo_trial()
    account = explained(trial, body, DEMO_CUTOFF_HZ, Settings(samples=USUAL_SAMPLES), clock)
    outputs = finished(account, trial, folder, clock, as_json=as_json, verbose=verbose)
    tell(DEMO_CREDIT)
    tell(f"done in {time.perf_counter() - start:.1f} s")
    if as_json:
        return
    program = called()
    print(f"Report: {outputs.report.resolve()}\nYours:  {program} {OWN}\nnext: {program} serve")
    if not no_browser and sys.stdout.isatty():
        webbrowser.open(outputs.report.resolve().as_uri())


def called() -> str:
    """How this program is called from here: by its name where that is on the path, else by its place."""
    script = Path(sys.executable).with_name("trochanter.exe" if os.name == "nt" else "trochanter")
    on_path = shutil.which("trochanter")
    if not script.exists() or (on_path is not None and Path(on_path).absolute() == script.absolute()):
        return "trochanter"
    here = Path.cwd()
    return str(script.relative_to(here) if script.is_relative_to(here) else script)
