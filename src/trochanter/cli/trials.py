"""The work of ``trochanter analyze``: one recording after the other, all with the same body, from files to reports."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trochanter.cli.bodies import (
    Person,
    followed_body,
    model_at,
    named,
    refuse_markers_only,
    refuse_unknown_targets,
    sized_body,
    with_rotators,
)
from trochanter.cli.options import Muscles
from trochanter.cli.own_inputs import refuse_inputs_in
from trochanter.cli.progress import Clock, tell, tell_if_compiling
from trochanter.cli.steps import explained, finished, recorded
from trochanter.core.errors import BadSetting

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body
    from trochanter.capture.trial import Trial
    from trochanter.kinematics.person_body import Fitting
    from trochanter.kinematics.tracked import Tracked, Tracking
    from trochanter.mechanics.account import MuscleAccount
    from trochanter.mechanics.explain import Settings
    from trochanter.reporting.marker_fit import FitWords


@dataclass(frozen=True, slots=True)
class Files:
    """Input files as typed; forces: one a trial, or None."""

    trials: tuple[Path, ...]
    forces: tuple[Path | None, ...]
    model: Path | None
    static: Path | None
    functional: Path | None
    emg: Path | None
    mapping: Path | None
    tasks: Path | None


@dataclass(frozen=True, slots=True)
class Typed:
    """Choices about person and markers as typed."""

    mass_kg: float | None
    height_m: float | None
    fix_labels: bool
    weights: Literal["auto", "both", "proximal", "even"]
    lag_s: float
    rate_hz: float | None
    forces_rate_hz: float | None


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices about body and filter."""

    cutoff_hz: float | Literal["auto"] | None
    set_name: str
    muscles: Muscles
    skip_unsupported: bool


def analyze_all(
    files: Files, typed: Typed, choices: Choices, settings: "Settings", folder: Path, *, as_json: bool, verbose: bool
) -> None:
    """Analyse every recording, then write; several go into a folder each, with a page beside them."""
    if as_json and len(files.trials) > 1:
        raise BadSetting(
            "--json", "with several recordings", "one recording: each has a result.json of its own", "leave --json out"
        )
    names = _folder_names(files.trials)
    _refuse_own_inputs(files, [folder] if len(names) == 1 else [folder / name for name in names])
    work = _Work(files, typed, choices, settings)
    if len(names) == 1:
        work.done(0).write(folder, as_json=as_json, verbose=verbose)
        return
    found = []
    for k, path in enumerate(files.trials):
        tell(f"recording {k + 1} of {len(names)}: {path}")
        found.append(work.done(k))
    for name, each in zip(names, found, strict=True):
        tell(f"results of {name}")
        each.write(folder / name, as_json=as_json, verbose=verbose)
    _side_by_side([each.account for each in found], names, folder)


def _refuse_own_inputs(files: Files, folders: list[Path]) -> None:
    """Refuse to write over a recording or model, such as the ik.mot and model.osim of an earlier analysis."""
    from trochanter.exchange.outputs import OURS

    others = (files.model, files.static, files.functional, files.emg, files.mapping, files.tasks)
    for folder in folders:
        refuse_inputs_in(folder, (*OURS, "result.json"), (*files.trials, *files.forces, *others))


def _folder_names(trials: tuple[Path, ...]) -> list[str]:
    names = [path.stem for path in trials]
    if len(set(names)) < len(names):
        names = [f"{path.absolute().parent.name}-{path.stem}" for path in trials]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadSetting(
            "TRIAL", twice[0], "recordings of different names: each gets a folder of its own", "rename one"
        )
    return names


def _side_by_side(accounts: "list[MuscleAccount]", names: list[str], folder: Path) -> None:
    from trochanter.exchange.whole import write_whole
    from trochanter.reporting.several import render_several

    page = write_whole(
        folder / "index.html", render_several(accounts, names, links=[f"{name}/report.html" for name in names])
    )
    tell(f"side by side: {page}")


@dataclass(frozen=True, slots=True)
class _Done:
    """A recording and its account, not yet written."""

    trial: "Trial"
    account: "MuscleAccount"
    fit: "FitWords | None"
    clock: Clock

    def write(self, folder: Path, *, as_json: bool, verbose: bool) -> None:
        """Write everything into ``folder``, and say where it is."""
        finished(self.account, self.trial, folder, self.clock, as_json=as_json, verbose=verbose, fit=self.fit)


class _Work:
    """What all recordings of a command share: the person, the choices, and the body, which is made once."""

    def __init__(self, files: Files, typed: Typed, choices: Choices, settings: "Settings") -> None:
        from trochanter.anatomy.hip_model import hip_model

        self.files, self.typed, self.choices, self.settings = files, typed, choices, settings
        mapping = None
        if files.mapping is not None:
            from trochanter.capture.marker_mapping import read_marker_mapping

            mapping = read_marker_mapping(files.mapping)
        static = None if files.static is None else recorded(files.static, option="--static")
        functional = None if files.functional is None else recorded(files.functional, option="--functional")
        self.person = Person(static, functional, typed.mass_kg, typed.height_m, mapping, typed.fix_labels)
        model = files.model
        self.model = None if model is None else model_at(model, skip_unsupported=choices.skip_unsupported)
        if mapping is not None:
            refuse_unknown_targets(mapping, self.model or hip_model(choices.set_name), str(files.mapping))
        self.sized: Body | None = None
        self.fitting: Fitting | None = None

    def done(self, k: int) -> _Done:
        """Recording ``k``, explained."""
        clock = Clock()
        with clock.step("read", "reading"):
            trial = self._read(k)
        first = self.fitting is None
        tracked = None if trial.markers is None else self._tracked(trial, clock)
        account = explained(tracked or trial, self._explained(trial), self.choices.cutoff_hz, self.settings, clock)
        fit, settings = None, {**account.settings, "muscles": self.choices.muscles}
        account = replace(account, settings=settings)
        if tracked is not None:
            fit = self._fit_words(tracked, first=first)
            account = replace(account, settings={**account.settings, **self._marker_settings()})
        return _Done(trial, account, fit, clock)

    def _marker_settings(self) -> dict[str, str | float | None]:
        """Choices about the markers, to be recorded with the others."""
        typed, tasks = self.typed, self.files.tasks
        return {
            "marker_weights": typed.weights if tasks is None else tasks.name,
            "fix_labels": "yes" if typed.fix_labels else "no",
            "height_m": typed.height_m,
            "lag_s": typed.lag_s,
            "rate_hz": typed.rate_hz,
            "forces_rate_hz": typed.forces_rate_hz,
        }

    def _fit_words(self, tracked: "Tracked", *, first: bool) -> "FitWords":
        """What is known of the fit beside it; the body was registered to the first recording alone."""
        from trochanter.reporting.marker_fit import FitWords

        registered = self.fitting.registered if first and self.fitting is not None else None
        if registered is None:
            return FitWords(tracked.match)
        even_m = registered.rms_after_m if tracked.leading_fit is None else None
        return FitWords(tracked.match, registered.floor_m, even_m)

    def _read(self, k: int) -> "Trial":
        trial = recorded(
            self.files.trials[k],
            self.files.forces[k],
            self.files.emg,
            rate_hz=self.typed.rate_hz,
            forces_rate_hz=self.typed.forces_rate_hz,
        )
        if trial.markers is None:
            named(self.files.model, self.files.trials[k])
            refuse_markers_only(self._for_markers(), self.files.trials[k])
        return trial

    def _for_markers(self) -> "dict[str, object]":
        """Options that were typed and mean nothing without markers."""
        typed = {
            "--static": self.files.static,
            "--functional": self.files.functional,
            "--markers": self.files.mapping,
            "--tasks": self.files.tasks,
            "--height-m": self.typed.height_m,
            "--fix-labels": self.typed.fix_labels or None,
        }
        return {option: value for option, value in typed.items() if value is not None}

    def _explained(self, trial: "Trial") -> "Body":
        body = self.model if trial.markers is None or self.fitting is None else self.fitting.body
        assert body is not None
        if self.choices.muscles == "deep six":
            from trochanter.kinematics.deep_six import with_deep_six

            return with_deep_six(body, self.choices.set_name).body
        return with_rotators(body, self.choices.set_name, keep_muscles=self.choices.muscles == "own")

    def _tracked(self, trial: "Trial", clock: Clock) -> "Tracked":
        from trochanter.kinematics.person_body import reference_of
        from trochanter.kinematics.tracking import prepare_markers, track

        tracking = self._tracking()
        tell_if_compiling()
        if self.fitting is None:
            with clock.step("scale", "making a body of the person's size"):
                self.sized = sized_body(self.model, self.choices.set_name, self.person)
        with clock.step("check", "checking the markers"):
            prepared = prepare_markers(trial, None if self.sized is None else reference_of(self.sized), tracking)
        with clock.step("track", "fitting the body to the markers"):
            if self.fitting is None:
                where, name = trial.source, self.choices.set_name
                self.fitting = followed_body(self.sized, name, self.person, prepared.markers, where)
            return track(prepared, self.fitting.body, tracking)

    def _tracking(self) -> "Tracking":
        from trochanter.kinematics.tracked import Tracking

        tasks = None
        if self.files.tasks is not None:
            from trochanter.capture.ik_tasks import read_ik_tasks

            tasks = read_ik_tasks(self.files.tasks)
        return replace(
            Tracking(mapping=self.person.mapping, tasks=tasks, mass_kg=self.typed.mass_kg),
            fix_labels=self.typed.fix_labels,
            weights=self.typed.weights,
            lag_s=self.typed.lag_s,
        )
