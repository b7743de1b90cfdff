"""What a running command says on its standard error: how far it is, and why it ended."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from trochanter.web.jobs.job import JobFile, Problem
from trochanter.web.plain import without_folders

PREFIX = "trochanter: "
MOST_LINES, LONGEST_LINE = 400, 2000
STEPS = {  # of an analysis: about how much of its time is over when it begins
    "a runner on a treadmill": 0.05,
    "checking the markers": 0.05,
    "fitting the body": 0.1,
    "solving the motion": 0.4,
    "explaining the muscles": 0.5,
    "sharing the loads again": 0.2,
    "taking the pictures": 0.95,
    "writing": 0.95,
}
READ = 0.9  # of the time of a film is over when all of its pictures are read
_NO_STEP = ("note: ", "report: ", "page: ", "screen: ", "model in the person's size")
_PARTS = {"valid": "Valid: ", "next_step": "Next: "}
_PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d+)?) ?%")
_OF_SECONDS = re.compile(r"\b(\d+(?:\.\d+)?) of (\d+(?:\.\d+)?) s\b")


class Listened:
    """The lines of one run, the last of them kept; names of files are told as their owner calls them."""

    def __init__(self, files: Sequence[JobFile]) -> None:
        self.lines: deque[str] = deque(maxlen=MOST_LINES)
        self.files = files
        self.said = ""
        self.share: float | None = None
        self._begun, self._recordings = 0, sum(each.role in ("film", "right", "left") for each in files)

    def hear(self, line: str) -> None:
        """Take one line."""
        text = line.rstrip()[:LONGEST_LINE]
        self.lines.append(text)
        told = text.removeprefix(PREFIX)
        if text.startswith(PREFIX) and not told.startswith(_NO_STEP):
            said = shown(told, self.files)
            self.said = said[:1].upper() + said[1:]
            self._count(told)

    def _count(self, told: str) -> None:
        """How far that is: a known step of the work, or a share of one recording of several."""
        step = next((share for words, share in STEPS.items() if told.startswith(words)), None)
        within = share_of(told)
        self._begun += told.startswith("reading ")
        if within is not None:
            step = READ * (max(self._begun - 1, 0) + within) / max(self._recordings, self._begun, 1)
        if step is not None:
            self.share = max(step, self.share or 0.0)

    def problem(self) -> Problem:
        """The message with which the command ended."""
        told = list(self.lines)
        last = max((k for k, each in enumerate(told) if each.startswith(PREFIX)), default=-1)
        return problem_of(told[last + 1 :] or told[-1:], self.files)


def share_of(line: str) -> float | None:
    """How far a line says that it is, 0 to 1; None where it says nothing.

    >>> share_of("trochanter: looking for knee and ankle: 6 of 24 s"), share_of("following: 40%"), share_of("reading")
    (0.25, 0.4, None)
    """
    if found := _OF_SECONDS.search(line):
        done, whole = float(found[1]), float(found[2])
        return min(1.0, done / whole) if whole else None
    if found := _PERCENT.search(line):
        return min(1.0, float(found[1]) / 100.0)
    return None


def problem_of(lines: Iterable[str], files: Sequence[JobFile]) -> Problem:
    """What, where, what would be valid and the next step, out of the message of a command.

    >>> problem_of(["out.mp4: it is a photo", "Valid: a film", "Next: film it"], ())
    Problem(what='It is a photo', where='out.mp4', valid='a film', next_step='film it')
    """
    parts: dict[str, list[str]] = {"what": [], "valid": [], "next_step": []}
    at = "what"
    for line in lines:
        at = next((name for name, word in _PARTS.items() if line.startswith(word)), at)
        parts[at].append(line.removeprefix(_PARTS.get(at, "")))
    told = {name: shown("\n".join(found).strip(), files) for name, found in parts.items()}
    where, what = _place(told["what"], files)
    return Problem(what[:1].upper() + what[1:], where, told["valid"], told["next_step"])


def shown(text: str, files: Sequence[JobFile]) -> str:
    """A text with the names that people gave their files, and without a folder of this computer.

    >>> shown("cannot write /srv/ann/x/report.html", ())
    'cannot write report.html'
    """
    for each in files:
        for name in (each.name, PurePosixPath(each.name).name):
            text = re.sub(rf"(?<![\w.-]){re.escape(name)}", each.label.replace("\\", r"\\"), text)
    return without_folders(text)


def _place(text: str, files: Sequence[JobFile]) -> tuple[str, str]:
    for each in files:
        if text.startswith((f"{each.label}: ", f"{each.label}/")):
            where, _, what = text[len(each.label) :].partition(": ")
            return each.label + where, what
    before, colon, rest = text.partition(": ")
    if colon and " " not in before and rest:
        return before, rest
    return "", text
