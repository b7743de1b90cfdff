"""``trochanter exercises``: what exercises ask of the hip's muscles, and which asks most of one for least of others."""

import json
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell, tell_if_compiling
from trochanter.core.errors import BadSetting

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="One exercise; all of them if left out.")]
Target = Annotated[str, typer.Option("--target", metavar="MUSCLE", help="Rank by most of this muscle or group.")]
Less = Annotated[
    list[str] | None, typer.Option("--less", metavar="MUSCLE", help="For least of this one; repeat for more.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON on standard output.")]


@app.command()
def exercises(name: Name = None, target: Target = "", less: Less = None, as_json: AsJson = False) -> None:
    """Tell what each exercise asks of the hip's muscles.

    One of them:   trochanter exercises clamshell_band
    A ranking:     trochanter exercises --target obturator-internus
                   --less tensor-fasciae-latae --less hip-flexors

    Computed for slow movement by load sharing, with ranges; what cannot be
    computed says why. A first run takes some seconds, later ones none.
    """
    if name and target:
        raise BadSetting("--target", f"beside {name}", "one of them", "leave the exercise's name out for a ranking")
    if less and not target:
        raise BadSetting(
            "--less", ", ".join(less), "--target beside it", "say with --target what there is to be most of"
        )
    _tell_if_computing(name)
    print(_ranked(target, tuple(less or ()), as_json=as_json) if target else _told(name, as_json=as_json))


def _tell_if_computing(name: str | None) -> None:
    """Nothing is computed, and the engine not even loaded, where all that is asked for is kept."""
    from trochanter.plan.library import exercise_named
    from trochanter.plan.library import exercises as library
    from trochanter.plan.physics_cache import is_kept

    asked = [exercise_named(_key(name))] if name else library().values()
    if not all(is_kept(each) for each in asked):
        tell_if_compiling()
        tell("working out what exercises ask of muscles: some seconds, kept for the next time")


def _key(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _told(name: str | None, *, as_json: bool) -> str:
    from trochanter.plan.library import exercise_named
    from trochanter.plan.physics import demands, exercise_demand
    from trochanter.plan.physics_words import demands_json, details, overview

    if name is None:
        found = demands()
        return json.dumps(demands_json(found), indent=1) if as_json else overview(found)
    exercise = exercise_named(_key(name))
    demand = exercise_demand(exercise)
    return json.dumps(demands_json({exercise.name: demand}), indent=1) if as_json else details(demand)


def _ranked(target: str, less: tuple[str, ...], *, as_json: bool) -> str:
    from trochanter.plan.physics_ranking import ranking, stretches
    from trochanter.plan.physics_words import ranking_json, ranking_words

    ranked, stretched = ranking(target, less=less), stretches(target)
    if as_json:
        return json.dumps(ranking_json(target, less, ranked, stretched), indent=1)
    return ranking_words(target, less, ranked, stretched)
