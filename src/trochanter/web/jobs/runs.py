"""Analysed runs in the records: three files each, under the key of their job: report, result, and what a list tells."""

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from trochanter.core.errors import UnknownName, UnreadableFile
from trochanter.store.records import PageData, Recording
from trochanter.store.store import Store
from trochanter.web.jobs.job import Job, is_key
from trochanter.web.reports.told import Told, told_in

REPORT, RESULT, LISTED = ".html", ".json", ".txt"
MOST_BYTES = 64 * 2**20
_NAME = re.compile(r"run-([0-9a-f]{32})\.txt")


@dataclass(frozen=True, slots=True)
class Run:
    """One analysed run. key: of the job that analysed it; day: of that; label: what its owner calls the recording."""

    key: str
    day: str
    kind: str
    label: str
    told: Told

    @property
    def on(self) -> dt.date:
        """The day."""
        return dt.date.fromisoformat(self.day)


def summary_of(out: Path, job: Job) -> str:
    """What the list of runs tells of one, as JSON text."""
    label = next((each.label for each in job.files_of("trial")), "")
    told = told_in((out / "report.html").read_text(encoding="utf-8"))
    return json.dumps({"kind": job.kind, "label": label, "told": asdict(told)}, ensure_ascii=False)


def runs_of(store: Store, data: PageData) -> tuple[Run, ...]:
    """The analysed runs of a person, the latest first; what cannot be read is left out."""
    rows = sorted(data.recordings, key=lambda each: each.saved, reverse=True)
    found = (_run(store, each, name[1]) for each in rows if (name := _NAME.fullmatch(each.name)) is not None)
    return tuple(each for each in found if each is not None)


def run_named(store: Store, data: PageData, key: str) -> Run:
    """The run of a key; raises UnknownName."""
    for each in data.recordings if is_key(key) else ():
        if each.name == f"run-{key}{LISTED}" and (run := _run(store, each, key)) is not None:
            return run
    raise UnknownName("analysed run", key[:40], ())


def file_of(store: Store, data: PageData, key: str, ending: str) -> bytes:
    """Report or result of a run; raises UnknownName, and ImpossibleData where it is not what was saved."""
    for each in data.recordings if is_key(key) else ():  # an archive of a stranger may hold any name
        if each.name == f"run-{key}{ending}":
            return content(store, each)
    raise UnknownName("analysed run", key[:40], ())


def content(store: Store, recording: Recording) -> bytes:
    """The bytes of a file of the records that is read whole; raises UnreadableFile where it is too large for that."""
    if recording.size > MOST_BYTES:
        raise UnreadableFile("this file is too large for a page", where=recording.name)
    return b"".join(store.blob(recording))


def _run(store: Store, recording: Recording, key: str) -> Run | None:
    try:
        value = json.loads(content(store, recording))
        told = value["told"]
        words = Told(str(told["kicker"]), tuple(map(str, told["answer"])), str(told["lead"]))
        return Run(key, recording.day, str(value["kind"]), str(value["label"]), words)
    except (ValueError, KeyError, TypeError, UnreadableFile):
        return None
