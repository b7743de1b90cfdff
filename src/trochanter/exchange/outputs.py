"""Everything that one analysis leaves in a folder: the OpenSim files, report.html and, last, result.json."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trochanter.capture.trial import Trial
from trochanter.core.errors import UnwritableFile
from trochanter.core.quality import Source
from trochanter.exchange.opensim_files import write_opensim_files
from trochanter.exchange.result import result_of
from trochanter.exchange.schema import InputFile, Result
from trochanter.exchange.whole import write_whole
from trochanter.mechanics.account import MuscleAccount


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was written: folder, report.html, result.json, and the OpenSim files."""

    folder: Path
    report: Path
    result: Path
    opensim: tuple[Path, ...]


def report(
    account: MuscleAccount,
    folder: str | os.PathLike[str],
    *,
    trial: Trial | None = None,
    sources: tuple[Source, ...] = (),
    timings_s: Mapping[str, float] | None = None,
) -> Outputs:
    """Write an account's report, result and OpenSim files into ``folder``, which is made if it is missing.

    trial: where the account came from, for its inputs and muscle signals; sources: cited in the report; timings_s:
    recorded in the result. Each file is written whole or not at all, result.json last. Raises UnwritableFile.
    """
    from trochanter.reporting.build import render

    emg = None if trial is None else trial.emg
    page = render(account, emg=emg, sources=sources)
    result = result_of(account, inputs=() if trial is None else inputs_of(trial, account), timings_s=timings_s)
    target = _folder(Path(folder))
    tables = write_opensim_files(account, target)
    report_path = write_whole(target / "report.html", page)
    return Outputs(target, report_path, write_whole(target / "result.json", result_text(result)), tables)


def result_text(result: Result) -> str:
    """A result as JSON text."""
    return json.dumps(result.model_dump(by_alias=True), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def inputs_of(trial: Trial, account: MuscleAccount) -> tuple[InputFile, ...]:
    """The files that an account rests on."""
    body = account.motion.body
    parts = (
        ("model", body),
        ("coordinates", trial.coordinates),
        ("markers", trial.markers),
        ("forces", trial.forces or trial.plates),
        ("muscle signals", trial.emg),
    )
    return tuple(
        InputFile(role=role, name=Path(part.source).name, sha256=part.sha256)
        for role, part in parts
        if part is not None
    )


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(
            f"the output folder cannot be made ({error.strerror})",
            where=str(path),
            valid="a folder that exists or can be made",
            next_step="choose another folder with --out",
        ) from error
    return path
