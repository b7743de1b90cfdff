from dataclasses import replace

import numpy as np

from tests.kinematics.made_rotation import fitted, made_motion
from tests.reporting.reading import parsed, plain
from tests.reporting.test_turning import with_motion
from trochanter.core.arrays import frozen
from trochanter.kinematics.marker_match import BY_NAME, BY_TABLE, MarkerMatch, MarkerPair
from trochanter.kinematics.motion import MarkerFit, Motion
from trochanter.reporting.build import render
from trochanter.reporting.marker_fit import NOTHING_KNOWN, FitWords, fit_part


def made(error_m: float = 0.006, missed: int = 0) -> tuple[Motion, MarkerFit]:
    motion = fitted(made_motion(), error_m, missed=missed)
    assert motion.fit is not None
    return motion, motion.fit


def words(motion: Motion, known: FitWords = NOTHING_KNOWN) -> str:
    return " ".join(fit_part(motion, known).text).replace("\u00a0", " ")


def test_given_angles_are_called_given() -> None:
    found = fit_part(made_motion(), NOTHING_KNOWN)
    assert "taken as given" in found.text[0]
    assert found.rows == ()


def test_the_distance_its_floor_and_the_models_part_are_told() -> None:
    found = words(made(0.005)[0], FitWords(floor_m=0.003))
    assert "lie 5.0 mm from the recorded ones" in found
    assert "would still miss 3.0 mm" in found
    assert "add the rest, 4.0 mm" in found


def test_a_led_fit_says_what_even_weights_would_make_and_judges_the_model_by_that() -> None:
    found = words(made(0.017)[0], FitWords(floor_m=0.0024, even_m=0.0064))
    assert "lie 17.0 mm" in found
    assert "With every marker counting alike it would be 6.4 mm" in found
    assert "add the rest, 5.9 mm" in found


def test_each_part_of_the_body_is_told_and_that_the_thighs_lead() -> None:
    motion, fit = made()
    body = motion.body
    shank = np.where(fit.segment == body.segment("pelvis"), body.segment("tibia_l"), fit.segment)
    error = np.where(shank == body.segment("tibia_l"), 0.02, np.asarray(fit.error_m))
    weight = frozen(np.where(shank == body.segment("tibia_l"), 1.0, 1000.0))
    led = replace(fit, segment=frozen(shank, np.int64), error_m=frozen(error), weight=weight)
    found = words(replace(motion, fit=led))
    assert "By part of the body: thigh 6.0 mm and shank 20.0 mm." in found
    assert "Pelvis and thighs lead the fit" in found
    assert "lead the fit" not in words(motion)


def test_a_floor_above_the_fit_is_no_floor() -> None:
    assert "rigid" not in words(made(0.005)[0], FitWords(floor_m=0.006))


def test_the_farthest_marker_is_named_and_stands_first() -> None:
    motion, fit = made()
    error = np.array(fit.error_m)
    error[:, 2] = 0.02
    error[:10, 2] = np.nan
    motion = replace(motion, fit=replace(fit, error_m=frozen(error)))
    assert "Farthest off is R.Thigh.2 on the right thigh, by 20.0 mm" in words(motion)
    first = fit_part(motion, NOTHING_KNOWN).rows[0]
    assert first[0] == "R.Thigh.2 (recorded as run:R.Thigh.2)"
    assert first[1:4] == ("right thigh", "20.0", "20.0")
    assert first[5] == f"{100 * (1 - 10 / len(fit.time_s)):.0f} %"


def test_a_marker_that_was_never_seen_has_no_number() -> None:
    motion, fit = made()
    error = np.array(fit.error_m)
    error[:, 0] = np.nan
    last = fit_part(replace(motion, fit=replace(fit, error_m=frozen(error))), NOTHING_KNOWN).rows[-1]
    assert last[2:4] == ("–", "–")
    assert last[5] == "0 %"


def test_frames_that_missed_the_best_fit_are_counted() -> None:
    motion, fit = made(missed=7)
    assert f"At 7 of {len(fit.converged)} instants the best fit was not reached (first at 0.00 s)" in words(motion)
    assert "the best fit was reached" in words(made()[0])


def test_the_match_says_how_and_names_what_was_left_over() -> None:
    match = MarkerMatch(
        pairs=(MarkerPair("a", "A", BY_NAME), MarkerPair("b", "B", BY_TABLE), MarkerPair("c", "C", BY_TABLE)),
        unmatched_recorded=("Hat",),
        unmatched_body=tuple(f"m{k}" for k in range(11)),
        set_name="Plug-in Gait",
    )
    found = words(made()[0], FitWords(match=match))
    assert "1 by their name and 2 by a table of common marker sets" in found
    assert "those of Plug-in Gait" in found
    assert "In the recording, and not in the model: Hat." in found
    assert "m7 and 3 more" in found


def test_the_report_holds_the_table() -> None:
    account = with_motion(made()[0])
    page = render(account, fit=FitWords(floor_m=0.0024))
    rows = parsed(page).xpath("//section[@aria-labelledby='h-fit']//tbody/tr")
    assert len(rows) == 9
    assert "would still miss 2.4 mm" in plain(page)
    assert "taken as given" not in plain(page)
