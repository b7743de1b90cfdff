"""Everything that one analysis leaves in a folder: the OpenSim files, report.html and, last, result.json."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trial
from trochanter.core.errors import UnwritableFile, one_of
from trochanter.core.expected import expect
from trochanter.core.quality import Notice, Source
from trochanter.exchange.opensim_files import OPENSIM_FILES, write_opensim_files
from trochanter.exchange.osim import write_osim
from trochanter.exchange.result import result_of
from trochanter.exchange.schema import InputFile, Result
from trochanter.exchange.whole import take_away, together, write_whole
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.summary import summarise

if TYPE_CHECKING:
    from trochanter.reporting.marker_fit import FitWords


OURS = frozenset((*OPENSIM_FILES, "model.osim", "report.html"))  # besides result.json


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was written: folder, report.html, result.json, and the OpenSim files; notices on what was left out.

    model: the body as model.osim, where it was asked for.
    """

    folder: Path
    report: Path
    result: Path
    opensim: tuple[Path, ...]
    notices: tuple[Notice, ...] = ()
    model: Path | None = None


def report(
    account: MuscleAccount,
    folder: str | os.PathLike[str],
    *,
    trial: Trial | None = None,
    sources: tuple[Source, ...] = (),
    timings_s: Mapping[str, float] | None = None,
    fit: "FitWords | None" = None,
    model: Body | None = None,
) -> Outputs:
    """Write an account's report, result and OpenSim files into ``folder``, which is made if it is missing.

    trial: where the account came from, for its inputs and muscle signals; sources: cited in the report; timings_s:
    recorded in the result; fit: how markers were matched, and what rigid segments would miss; model: the body that
    was made for the person, written as model.osim. All files appear together or none does; links are followed; files of
    an earlier run that this one does not write go, if that run's result.json names them. Raises
    BadSetting, UnwritableFile, and ImpossibleData or MissingInput for muscle signals that cannot be compared.
    """
    expect("account", account, MuscleAccount, "an account, as explain() gives it: report(account, folder)")
    expect("folder", folder, (str, os.PathLike), "the name of a folder")
    expect("trial", trial, (Trial, type(None)), "the recording of the account, or None")
    from trochanter.reporting.build import render
    from trochanter.reporting.marker_fit import NOTHING_KNOWN

    emg = None if trial is None else trial.emg
    summary = summarise(account)
    page = render(account, emg=emg, sources=sources, fit=NOTHING_KNOWN if fit is None else fit, summary=summary)
    inputs = () if trial is None else inputs_of(trial, account)
    result = result_of(account, inputs=inputs, emg=emg, timings_s=timings_s, summary=summary)
    target = _folder(Path(folder))
    earlier = earlier_files(target)
    with together():
        model_path = None if model is None else write_osim(model, target / "model.osim")
        tables = write_opensim_files(account, target)
        report_path = write_whole(target / "report.html", page)
        written = [path.name for path in (model_path, *tables, report_path) if path is not None]
        for name in sorted(set(earlier) - set(written)):
            take_away(target / name)
        listed = result.model_copy(update={"files": written})
        result_path = write_whole(target / "result.json", result_text(listed))
    left_out = _left_out(result, "" if emg is None else emg.source)
    return Outputs(target, report_path, result_path, tables, left_out, model_path)


def earlier_files(folder: Path) -> tuple[str, ...]:
    """Names of the files that an earlier run left in ``folder``, by its result.json; empty where that tells nothing.

    Only what this program writes under such a name counts: a list that names anything else, or another folder, is a
    mistake or a trap.
    """
    try:
        found = json.loads((folder / "result.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    names = found.get("files") if isinstance(found, dict) else None
    known = names if isinstance(names, list) else []
    return tuple(name for name in known if isinstance(name, str) and name in OURS)


def result_text(result: Result) -> str:
    """A result as JSON text."""
    return json.dumps(result.model_dump(by_alias=True), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def inputs_of(trial: Trial, account: MuscleAccount) -> tuple[InputFile, ...]:
    """The files that an account rests on, those that its body was made from among them."""
    body = account.motion.body
    origins = [(origin.role, origin.source, origin.sha256) for origin in body.made_from]
    parts = (
        ("coordinates", trial.coordinates),
        ("markers", trial.markers),
        ("forces", trial.forces or trial.plates),
        ("muscle signals", trial.emg),
    )
    files = [(role, part.source, part.sha256) for role, part in parts if part is not None]
    return tuple(
        InputFile(role=role, name=Path(source).name, sha256=sha256)
        for role, source, sha256 in (("model", body.source, body.sha256), *origins, *files)
    )


def _left_out(result: Result, where: str) -> tuple[Notice, ...]:
    if result.emg is None or not result.emg.left_out:
        return ()
    names = [each.column for each in result.emg.left_out]
    text = f"{len(names)} muscle signals stand beside nothing and are left out: {one_of(names)}"
    return (Notice("signals-left-out", text, where),)


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
