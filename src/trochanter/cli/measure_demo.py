"""``trochanter measure --demo``: two films of a drawn person, which need no screen, since they are nobody's hips."""

import tomllib
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from trochanter.cli.film_options import FilmSaid
from trochanter.cli.measure_film import Conditions, films_shown, put_together
from trochanter.cli.measure_screen import today
from trochanter.cli.measure_written import written
from trochanter.cli.progress import tell
from trochanter.core.quality import Notice
from trochanter.kinematics.rotation_range import RotationRange, position_named
from trochanter.reporting.film import FilmShown

TRUE_ENDS = ("internal_right_deg", "external_right_deg", "internal_left_deg", "external_left_deg")


def measured_demo(folder: Path, *, as_json: bool) -> None:
    """Measure the films of the package and write the page and the result; raises what measuring raises."""
    from trochanter.kinematics.comparing_check import check_hips

    data = files("trochanter.capture").joinpath("data")
    told = tomllib.loads(data.joinpath("demo_film.toml").read_text("utf-8"))
    tell(f"the demo: {told['made']}")
    set_ups: list[RotationRange] = []
    shown: list[FilmShown] = []
    for k, film in enumerate(told["films"]):
        how = Conditions(position_named(told["position"]), "active", "", today(), f"set-up {k + 1}")
        with as_file(data.joinpath(film["name"])) as path:
            found = films_shown({None: path}, how, FilmSaid(mirrored=False))
        set_ups.append(put_together([each.measured.found for each in found]))
        shown += found
    check = check_hips(set_ups, notices=(_drawn(told["films"]),))
    check = replace(check, notices=tuple(each for each in check.notices if each.code != "pain-not-asked"))
    tell(f"page: {written(check, None, shown, folder, as_json=as_json)}")


def _drawn(films: list[dict[str, Any]]) -> Notice:
    """That the person is drawn, with the true angles, over all films."""
    mean = [sum(float(film[name]) for film in films) / len(films) for name in TRUE_ENDS]
    text = (
        "this person is drawn: nobody was filmed, and these are nobody's hips. The true angles of the drawing are, in "
        f"degrees: right {mean[0]:.0f} in and {mean[1]:.0f} out, left {mean[2]:.0f} in and {mean[3]:.0f} out"
    )
    return Notice("film-drawn", text)
