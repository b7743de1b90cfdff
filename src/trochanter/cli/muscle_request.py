"""What was asked of ``trochanter muscles``, checked before any work is done."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from trochanter.cli.own_inputs import refuse_own_input, same_place
from trochanter.cli.postures import angles_of, ends_of
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.shows import SHOWS

if TYPE_CHECKING:
    from typer import Context

    from trochanter.anatomy.body import Body
    from trochanter.mechanics.hip_ranges import HipRanges

OPTIONS = ("--flexion", "--adduction", "--rotation")
DIRECTED = {
    "rotation": ("external-rotation", "internal-rotation"),
    "flexion": ("flexion", "extension"),
    "adduction": ("adduction", "abduction"),
}
HEEDED_BY_CLAIM = ("claim", "as_json", "verbose")
MOST_SAMPLES = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: angles or ranges of the three axes, '' where left out; what to find and how to show it.

    action: an axis, or one of the directions of DIRECTED; stretch: whether to search for the longest posture;
    emphasis: muscles to search the largest share of; among: the group that they are compared with.
    """

    texts: tuple[str, str, str]
    knee_rad: float
    muscles: tuple[str, ...]
    side: Side
    action: str
    show: str
    samples: int
    stretch: bool
    emphasis: tuple[str, ...]
    among: str | None

    @property
    def searches(self) -> bool:
        """Whether a finder was asked for, for which the angles are ranges."""
        return self.stretch or bool(self.emphasis)

    @property
    def axis(self) -> str:
        """The axis of the action."""
        return next(axis for axis, ways in DIRECTED.items() if self.action in (axis, *ways))

    @property
    def directions(self) -> tuple[str, ...]:
        """The direction of the action, or both of its axis."""
        return DIRECTED.get(self.action, (self.action,))

    @property
    def words(self) -> tuple[str, ...] | None:
        """Words for the lines of the atlas, None for all of the hip."""
        return tuple(dict.fromkeys((*self.muscles, *self.emphasis))) or None

    def angles_rad(self) -> tuple[Floats, Floats, Floats]:
        """The grid: neutral where nothing was typed, or where a finder takes the angles as ranges."""
        flexion, adduction, rotation = (
            angles_of(option, text or "0") for option, text in zip(OPTIONS, self.texts, strict=True)
        )
        zero = np.zeros(1)
        return (zero, zero, zero) if self.searches else (flexion, adduction, rotation)

    def ranges(self, body: "Body") -> "HipRanges":
        """The ranges to search in: those of the body where nothing was typed."""
        from trochanter.mechanics.hip_ranges import HipRanges, model_ranges

        own = model_ranges(body, self.side).all_rad
        flexion, adduction, rotation = (
            ends_of(option, text) if text else default
            for option, text, default in zip(OPTIONS, self.texts, own, strict=True)
        )
        return HipRanges(flexion, adduction, rotation)


def side_named(text: str) -> Side:
    """A side as typed; raises UnknownName."""
    names = {name: side for side in SIDES for name in (side.word, side.value)}
    if text.lower() not in names:
        raise UnknownName("side", text, [side.word for side in SIDES], "--side")
    return names[text.lower()]


def action_named(text: str) -> str:
    """An axis or direction as typed; raises UnknownName."""
    known = list(dict.fromkeys((*DIRECTED, *(way for ways in DIRECTED.values() for way in ways))))
    word = text.strip().lower().replace("_", "-").replace(" ", "-")
    if word not in known:
        raise UnknownName("action", text, known, "--action")
    return word


def svg_named(path: Path | None) -> Path | None:
    """The file of a figure, if it is one that can be drawn; raises BadSetting."""
    if path is not None and path.suffix.lower() != ".svg":
        raise BadSetting("--figure", str(path), "the name of an .svg file")
    return path


def refuse_what_clashes(asked: Asked, csv: Path | None, figure: Path | None, model: Path | None) -> None:
    """Raise BadSetting for angles that are none, options that do not go together, or a file written over another."""
    asked.angles_rad()
    refuse_unasked_among(asked)
    refuse_files_of_finders(asked, csv, figure)
    refuse_mixed_files(csv, figure, model)


def refuse_files_of_finders(asked: Asked, csv: Path | None, figure: Path | None) -> None:
    """Raise BadSetting where a file of the atlas is asked for together with a finder, which has none."""
    for option, path in (("--csv", csv), ("--figure", figure)):
        if path is not None and asked.searches:
            valid = "nothing, with --stretch or --emphasis: --json holds what they find"
            raise BadSetting(option, str(path), valid, f"leave {option} out, or ask for it in a call of its own")


def refuse_unasked_among(asked: Asked) -> None:
    """Raise BadSetting where a group to compare with was named, and nothing to be compared."""
    if asked.among is not None and not asked.emphasis:
        raise BadSetting("--among", asked.among, "a group beside --emphasis", "add --emphasis NAME, or leave it out")


def refuse_mixed_files(csv: Path | None, figure: Path | None, model: Path | None) -> None:
    """Raise BadSetting where a file to be written is the model that is read, or both are one file."""
    for option, path in (("--csv", csv), ("--figure", figure)):
        if path is not None:
            refuse_own_input(option, path, [model])
    if csv is not None and figure is not None and same_place(csv, figure):
        raise BadSetting("--figure", str(figure), "another file than --csv", "choose another name")


def refuse_beside_claim(context: "Context") -> None:
    """Raise BadSetting where options of the atlas were typed beside --claim, which heeds none of them."""
    typed = [
        option.opts[0]
        for option in context.command.params
        if option.name not in HEEDED_BY_CLAIM and _is_typed(context, option.name)
    ]
    if typed:
        raise BadSetting(
            typed[0],
            "beside --claim",
            "left out: a claim is looked at with the hip model",
            "ask for it in a call of its own",
        )


def _is_typed(context: "Context", name: str | None) -> bool:
    source = context.get_parameter_source(name) if name else None
    return source is not None and source.name == "COMMANDLINE"


def show_named(name: str) -> str:
    """The quantity to be shown; raises UnknownName."""
    if name not in SHOWS:
        raise UnknownName("quantity", name, SHOWS, "--show")
    return name


def usable_samples(count: int) -> int:
    """How many samples of the attachment error; raises BadSetting."""
    if not 0 <= count <= MOST_SAMPLES:
        raise BadSetting("--samples", count, f"0 to {MOST_SAMPLES}")
    return count
