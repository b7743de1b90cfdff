"""Who runs the jobs: one thread, which begins them in their order, listens to them, and saves what came of them."""

import datetime as dt
import logging
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.core.errors import TrochanterError
from trochanter.store.unfinished import Mark, mark, stale
from trochanter.web.jobs import endings
from trochanter.web.jobs.folders import all_jobs, clean
from trochanter.web.jobs.job import Job, read_job, write_job
from trochanter.web.jobs.kinds import KINDS, kind_of_job
from trochanter.web.jobs.process import Running

if TYPE_CHECKING:
    from trochanter.web.state import State

MARK = ".at-work-"
MOST_STARTS = 3  # once, and again at most twice
MOST_AT_ONCE = 2
LOOK_S, IDLE_S, CLEAN_S, PATIENCE_S = 0.1, 20.0, 3600.0, 10.0
log = logging.getLogger("trochanter.web.jobs")


@dataclass
class _Task:
    """A job of this server that has not ended. mark: tells other servers on the same records that somebody is at it.

    code: the exit code of its command, when it has ended.
    """

    folder: Path
    job: Job
    mark: Mark
    running: Running | None = None
    code: int | None = None


class Desk:
    """All jobs of a running server. Made with the server's state; ``at_work`` is entered for as long as it runs."""

    def __init__(self) -> None:
        self._tasks: dict[str, _Task] = {}
        self._change = threading.Condition(threading.RLock())
        self._closing = False
        self._state: State | None = None

    @contextmanager
    def at_work(self, state: "State") -> Iterator[None]:
        """Take up what an earlier server left, and run jobs until the end of the block.

        What runs then is ended, and goes on in the next server.
        """
        self._state, self._closing = state, False
        with self._change:
            self._take_up(state)
        thread = threading.Thread(target=self._work, name="jobs", daemon=True)
        thread.start()
        try:
            yield
        finally:
            with self._change:
                self._closing = True
                self._change.notify_all()
            thread.join(PATIENCE_S)
            self._put_down()

    def add(self, folder: Path, job: Job) -> None:
        """Take a new job; raises UnwritableFile."""
        with self._change:
            made = mark(folder, MARK)
            try:
                write_job(folder, job)
            except BaseException:
                made.done()
                raise
            self._tasks[job.key] = _Task(folder, job, made)
            self._change.notify_all()

    def again(self, folder: Path, job: Job) -> None:
        """Take a job once more that has ended."""
        endings.forget_ending(folder)
        self.add(folder, replace(
            job, state="waiting", problem=None, said="", share=None, starts=0, ended_at=None, saved=(),
        ))  # fmt: skip

    def with_progress(self, job: Job) -> Job:
        """A job with what its process said last."""
        task = self._tasks.get(job.key)
        running = None if task is None else task.running
        if job.ended or running is None:
            return job
        return replace(job, state="running", said=running.listened.said, share=running.listened.share)

    def ahead_of(self, job: Job) -> int:
        """How many jobs of anybody are to be done before one that waits."""
        with self._change:
            return sum(each.job.made_at < job.made_at for each in self._tasks.values() if each.job.key != job.key)

    def cancel(self, folder: Path, job: Job) -> None:
        """End a job, and wait until it has ended."""
        with self._change:
            task = self._tasks.get(job.key)
            if task is None:  # another server's, or left by one that ended
                self._write(folder, replace(job, state="cancelled", ended_at=self._now()))
                return
            if task.running is None:
                self._ended(task, replace(task.job, state="cancelled"))
                return
            task.running.cancelled = True
            task.running.end()
            self._change.wait_for(lambda: job.key not in self._tasks, PATIENCE_S)

    def _take_up(self, state: "State") -> None:
        self._clean()
        for folder, job in all_jobs(state.store.place):
            if job.ended or job.kind not in KINDS or self._somebody_is_at(folder):
                continue
            task = _Task(folder, job, mark(folder, MARK))
            self._tasks[job.key] = task
            if job.starts >= MOST_STARTS:
                self._ended(task, replace(job, state="failed", problem=endings.broken_off()))

    @staticmethod
    def _somebody_is_at(folder: Path) -> bool:
        left = stale(folder, MARK)
        for each in left:
            each.unlink(missing_ok=True)
        return any(folder.glob(f"{MARK}*"))

    def _put_down(self) -> None:
        """End what runs, without counting it as begun; what waits stays written as waiting."""
        for task in [*self._tasks.values()]:
            if task.running is not None:
                task.running.end()
                task.running.code()
                with suppress(TrochanterError, OSError):
                    if task.folder.is_dir() and endings.exit_code(task.folder) is None:
                        write_job(task.folder, replace(task.job, state="waiting", starts=task.job.starts - 1))
            task.mark.done()
        self._tasks.clear()

    def _work(self) -> None:
        cleaned = time.monotonic()
        while not self._closing:
            try:
                self._round()
                if time.monotonic() - cleaned > CLEAN_S:
                    cleaned = time.monotonic()
                    self._clean()
            except Exception as error:  # one job must not stop all others
                log.exception("a round of the jobs failed: %s", type(error).__name__)
                time.sleep(1.0)

    def _round(self) -> None:
        for task in self._looked_at():  # outside the lock: saving waits for whoever writes of this person
            self._finish(task)
        with self._change:
            if self._closing:
                return
            self._begin_next()
            busy = any(each.code is not None or each.running for each in self._tasks.values())
            self._change.wait(LOOK_S if busy else IDLE_S)

    def _clean(self) -> None:
        assert self._state is not None
        with suppress(TrochanterError, OSError):  # it is done again in an hour
            store = self._state.store
            clean(store.place, {each.id for each in store.people()}, self._state.settings.now())

    def _looked_at(self) -> list[_Task]:
        """Look at every job; returns those whose command has ended."""
        with self._change:
            if self._closing:
                return []
            for task in [*self._tasks.values()]:
                self._look_at(task)
            return [each for each in self._tasks.values() if each.code is not None]

    def _look_at(self, task: _Task) -> None:
        code = None if task.running is None else task.running.code()
        if task.running is not None and code is None:
            task.running.mind_limits()
        elif read_job(task.folder) is None:
            endings.forget(task.folder)
            self._drop(task)
        elif task.running is not None and task.running.cancelled:
            self._ended(task, replace(task.job, state="cancelled"))
        elif code is not None:
            task.code = code
        elif endings.is_cancelled(task.folder):  # through another server on the same records
            self._drop(task)

    def _finish(self, task: _Task) -> None:
        assert self._state is not None
        assert task.code is not None
        try:
            endings.note_exit(task.folder, task.code)
            problem = None if task.running is None else endings.problem_after(task.running, task.code)
            done = endings.settled(self._state, task.job, task.folder, problem)
        except TrochanterError as error:
            done = replace(task.job, state="failed", problem=endings.problem_of_error(error))
        except Exception as error:  # the person is told that it failed, and the next job begins
            log.exception("what came of a job was not saved: %s", type(error).__name__)
            done = replace(task.job, state="failed", problem=endings.unforeseen())
        with self._change:
            self._ended(task, done)

    def _begin_next(self) -> None:
        at_work = [each for each in self._tasks.values() if each.running]
        heavy = any(KINDS[each.job.kind].heavy for each in at_work)
        for task in sorted(self._tasks.values(), key=lambda each: each.job.made_at):
            kind = kind_of_job(task.job.kind)
            if task.running or task.code is not None or len(at_work) >= MOST_AT_ONCE or (kind.heavy and heavy):
                continue
            if endings.exit_code(task.folder) == 0:  # it was done when the last server ended, and perhaps not yet saved
                task.code = 0
            elif self._begun(task):
                at_work.append(task)
                heavy |= kind.heavy

    def _begun(self, task: _Task) -> bool:
        try:
            shutil.rmtree(task.folder / "out", ignore_errors=True)
            task.job = replace(task.job, state="running", starts=task.job.starts + 1)
            write_job(task.folder, task.job)
            task.running = Running(task.job, kind_of_job(task.job.kind), task.folder)
        except TrochanterError as error:
            self._ended(task, replace(task.job, state="failed", problem=endings.problem_of_error(error)))
        except Exception as error:  # likewise
            log.exception("a job was not begun: %s", type(error).__name__)
            self._ended(task, replace(task.job, state="failed", problem=endings.unforeseen()))
        return task.running is not None

    def _ended(self, task: _Task, job: Job) -> None:
        if task.running is not None:
            job = replace(job, said=task.running.listened.said)
        self._write(task.folder, replace(job, ended_at=self._now()))
        assert self._state is not None
        endings.tidy(task.folder, job, sealed=self._state.store.passphrase is not None)
        self._drop(task)

    def _drop(self, task: _Task) -> None:
        self._tasks.pop(task.job.key, None)
        task.mark.done()
        self._change.notify_all()

    def _write(self, folder: Path, job: Job) -> None:
        if read_job(folder) is None:
            return
        with suppress(TrochanterError):  # a full disk: the next server looks at it again
            write_job(folder, job)

    def _now(self) -> dt.datetime:
        assert self._state is not None
        return self._state.settings.now()
