"""How a job ends: its exit code noted before anything is saved, its problem in words, its files taken away."""

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.core.errors import TrochanterError
from trochanter.exchange.whole import write_whole
from trochanter.web.jobs import keeping
from trochanter.web.jobs.folders import GIVEN, OUT
from trochanter.web.jobs.job import Job, Problem, read_job
from trochanter.web.jobs.kinds import kind_of_job
from trochanter.web.jobs.process import Running

if TYPE_CHECKING:
    from trochanter.web.state import State

EXIT = "exit"
WRONG_INPUT = 2
KILLED = 9  # by a system that has no memory left
_SMALLER = "cut the recording shorter, and try again"


def note_exit(folder: Path, code: int) -> None:
    """Note that the command has ended, before anything is saved; raises UnwritableFile."""
    write_whole(folder / EXIT, str(code))


def exit_code(folder: Path) -> int | None:
    """The noted exit code; None where the command has not ended."""
    try:
        return int((folder / EXIT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def forget_ending(folder: Path) -> None:
    """Have a job be as one that was never run."""
    (folder / EXIT).unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Take away what a process may have left of a job whose person was forgotten while it ran."""
    shutil.rmtree(folder, ignore_errors=True)
    for each in (folder.parent, folder.parent.parent):
        with suppress(OSError):
            each.rmdir()


def is_cancelled(folder: Path) -> bool:
    """Whether a job was cancelled, here or through another server on the same records."""
    job = read_job(folder)
    return job is not None and job.state == "cancelled"


def settled(state: "State", job: Job, folder: Path, problem: Problem | None) -> Job:
    """A job whose command has ended: what came of it is saved; raises what saving raises."""
    given = keeping.Keeping(state.store, job, folder, state.settings.now().date())
    with state.locks[job.person]:
        if problem is not None:
            keeping.screen_after(given)  # pain counts also where the recording could not be measured
            return replace(job, state="failed", problem=problem)
        saved = kind_of_job(job.kind).keep(given)
    return replace(job, state="done", saved=saved, share=1.0)


def problem_after(running: Running, code: int) -> Problem | None:
    """Why a run ended badly; None where it ended well."""
    if running.overdue:
        minutes = round(running.kind.limit_s / 60.0)
        return Problem(f"This took longer than {minutes} minutes, and was stopped", next_step=_SMALLER)
    if code == 0:
        return None
    if code == WRONG_INPUT and not _misunderstood(running):
        return running.listened.problem()
    if code == -KILLED or _no_memory(running):
        return Problem("This needed more memory than there is, and was stopped", next_step=_SMALLER)
    return unforeseen()


def unforeseen() -> Problem:
    """What is said of a fault of the program."""
    return Problem(
        "Something in trochanter went wrong, and that is not your fault",
        next_step="try once more; if it fails again, report it with the kind of file that you gave",
    )


def broken_off() -> Problem:
    """What is said of a job during which the server ended too often."""
    return Problem(
        "The program ended three times while this was being worked on",
        next_step="start it again; if the program ends again, cut the recording shorter",
    )


def problem_of_error(error: TrochanterError) -> Problem:
    """An error as a problem; places on this computer's disk are left out."""
    return Problem(error.what, "" if "/" in error.where else error.where, error.valid, error.next_step)


def tidy(folder: Path, job: Job, *, sealed: bool) -> None:
    """Take away what nobody needs any more: a film that was measured is not kept.

    sealed: the records are encrypted, so that nothing that was saved in them stays beside them in the open.
    """
    gone = ["home", keeping.KEPT]
    if job.state == "done" and (sealed or kind_of_job(job.kind).forgets):
        gone.append(GIVEN)
    if job.state == "done" and job.saved and sealed:
        gone.append(OUT)
    for name in gone:
        shutil.rmtree(folder / name, ignore_errors=True)


def _misunderstood(running: Running) -> bool:
    return any(line.startswith(("Usage: ", "Try 'trochanter")) for line in running.listened.lines)


def _no_memory(running: Running) -> bool:
    return any("MemoryError" in line or "Cannot allocate memory" in line for line in running.listened.lines)
