"""The steps of ``trochanter muscles``: which body, what is found, and where it goes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from trochanter.cli.muscle_request import Asked
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.core.sides import Side

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body
    from trochanter.mechanics.atlas import Atlas
    from trochanter.mechanics.atlas_samples import ArmSamples
    from trochanter.mechanics.crossings import Crossing
    from trochanter.mechanics.emphasis import Emphasis
    from trochanter.mechanics.hip_ranges import HipRanges
    from trochanter.mechanics.stretch import Stretch

MOST_JSON_ROWS = 500_000  # about 1.5 GB of memory
TURN_STEP_RAD = float(np.radians(2.5))


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that one call works out; samples: arms with moved attachments, None where nothing changes."""

    atlas: "Atlas"
    samples: "ArmSamples | None"
    changes: "tuple[Crossing, ...]"
    stretches: "tuple[Stretch, ...]"
    emphases: "tuple[Emphasis, ...]"
    notices: tuple[Notice, ...]


def body_for(model: Path | None, set_name: str | None, *, skip_unsupported: bool) -> "Body":
    """The hip model, or that of a file, with a parameter set of the deep rotators where one was named.

    Raises UnknownName for an unknown set, MissingInput for a model without two hips, or without deep rotators where a
    set was named.
    """
    from trochanter.anatomy.hip_model import hip_model, with_set
    from trochanter.cli.bodies import model_at
    from trochanter.cli.options import known_set

    chosen = None if set_name is None else known_set(set_name)
    if model is None:
        return hip_model() if chosen is None else hip_model(chosen)
    body = model_at(model, skip_unsupported=skip_unsupported)
    return body if chosen is None else with_set(body, chosen)


def find(body: "Body", asked: Asked) -> Found:
    """Work out what was asked for."""
    from trochanter.mechanics.atlas import posture_atlas
    from trochanter.mechanics.atlas_sides import side_notices
    from trochanter.mechanics.atlas_zero import zero_notices
    from trochanter.mechanics.crossings import crossings
    from trochanter.mechanics.emphasis import emphasis
    from trochanter.mechanics.stretch import stretch

    angles = asked.angles_rad()
    atlas = posture_atlas(body, *angles, knee_rad=asked.knee_rad, lines=asked.words, side=asked.side)
    samples = _samples(body, asked, angles)
    ranges, side = asked.ranges(body), asked.side
    sought = (asked.muscles or _deep_six(body, side)) if asked.stretch else ()
    return Found(
        atlas=atlas,
        samples=samples,
        changes=() if samples is None else crossings(samples, asked.axis),
        stretches=tuple(stretch(body, word, ranges, knee_rad=asked.knee_rad, side=side) for word in sought),
        emphases=tuple(
            emphasis(body, word, way, ranges, among=asked.among, knee_rad=asked.knee_rad, side=side)
            for word in asked.emphasis
            for way in _possible(body, asked, word, ranges)
        ),
        notices=(*body.notices, *atlas.notices, *side_notices(body), *zero_notices(body, side)),
    )


def _possible(body: "Body", asked: Asked, word: str, ranges: "HipRanges") -> tuple[str, ...]:
    """The directions in which a muscle can pull somewhere in the ranges; all, if it can in none, for the error."""
    from trochanter.mechanics.atlas import posture_atlas
    from trochanter.mechanics.emphasis import DIRECTIONS

    step = float(np.radians(20.0))
    atlas = posture_atlas(body, *ranges.spans(step), knee_rad=asked.knee_rad, lines=[word], side=asked.side)
    pulls = {way: bool((DIRECTIONS[way][1] * atlas.active_Nm(asked.axis) > 0.0).any()) for way in asked.directions}
    return tuple(way for way in asked.directions if pulls[way]) or asked.directions


def _deep_six(body: "Body", side: Side) -> tuple[str, ...]:
    """The deep rotators that a model has, by their keys; raises BadSetting where it has none."""
    from trochanter.anatomy.muscle_names import describe
    from trochanter.mechanics.atlas import hip_lines
    from trochanter.mechanics.geometry import make_engine

    known = [describe(body.muscles.names[m]) for m in hip_lines(make_engine(body), side)]
    found = dict.fromkeys(name.muscle for name in known if name.group == "deep")
    if not found:
        raise BadSetting(
            "--stretch", "no muscle", "a muscle of this model: it has no deep rotators", "add --muscle NAME"
        )
    return tuple(found)


def _samples(body: "Body", asked: Asked, angles: tuple[Floats, Floats, Floats]) -> "ArmSamples | None":
    """Arms with moved attachments over the range of flexion; none where flexion stands still, or beside neutral."""
    from trochanter.mechanics.atlas_grid import span
    from trochanter.mechanics.atlas_samples import sampled_arms

    if asked.samples == 0 or len(angles[0]) < 2 or any(not np.any(axis == 0.0) for axis in angles[1:]):
        return None
    flexion = span(float(angles[0][0]), float(angles[0][-1]), TURN_STEP_RAD)
    return sampled_arms(
        body, flexion, knee_rad=asked.knee_rad, lines=asked.words, side=asked.side, samples=asked.samples
    )


def words(found: Found, asked: Asked) -> str:
    """What the terminal shows."""
    from trochanter.cli import finder_words, muscle_words

    ranges = asked.ranges(found.atlas.body) if asked.searches else None
    both = not any(notice.code == "hips-differ" for notice in found.notices)
    lines = [muscle_words.title(found.atlas, ranges, both=both), ""]
    for each in found.stretches:
        lines += [*finder_words.stretch_words(each), ""]
    for one in found.emphases:
        lines += [*finder_words.emphasis_words(one), ""]
    lines += [finder_words.STRETCH_NOTE] if found.stretches else []
    lines += [finder_words.EMPHASIS_NOTE] if found.emphases else []
    return "\n".join(lines if asked.searches else [*lines, *_atlas_words(found, asked)])


def _atlas_words(found: Found, asked: Asked) -> Iterator[str]:
    """The table of an atlas, and where actions change in it."""
    from trochanter.cli.muscle_words import action_table, change_lines, posture_tables

    atlas = found.atlas
    one = atlas.shape == (1, 1, 1) and asked.show == "arm"
    yield action_table(atlas) if one else posture_tables(atlas, asked.axis, asked.show)
    if found.changes:
        yield ""
        yield from change_lines(found.changes, (float(atlas.flexion_rad[0]), float(atlas.flexion_rad[-1])))


def refuse_too_large(found: Found) -> None:
    """Raise BadSetting for a grid that --json would need gigabytes for."""
    postures, lines = int(np.prod(found.atlas.shape)), len(found.atlas.lines)
    if postures * lines > MOST_JSON_ROWS:
        raise BadSetting(
            "--json",
            f"{postures} postures of {lines} lines",
            f"at most {MOST_JSON_ROWS} lines times postures",
            "take --csv, which holds any number, larger steps, or fewer lines with --muscle",
        )


def json_text(found: Found) -> str:
    """What --json prints."""
    from trochanter.exchange.atlas_files import atlas_object

    content = atlas_object(
        found.atlas,
        changes=found.changes,
        stretches=found.stretches,
        emphases=found.emphases,
        notices=found.notices,
    )
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write(found: Found, asked: Asked, csv: Path | None, figure: Path | None, *, as_json: bool) -> None:
    """Write the files that were asked for, all or none; raises UnwritableFile, and BadSetting as refuse_too_large."""
    if as_json:
        refuse_too_large(found)
    if csv is None and figure is None:
        return
    from trochanter.exchange.atlas_files import atlas_csv
    from trochanter.exchange.whole import together, write_whole
    from trochanter.reporting.atlas_pictures import atlas_picture

    with together():
        if csv is not None:
            write_whole(csv, atlas_csv(found.atlas))
        if figure is not None:
            write_whole(figure, atlas_picture(found.atlas, asked.axis, asked.show, found.samples))
