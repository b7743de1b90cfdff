"""Films and phone recordings as a form brings them: what was said of them, as options of the command that measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trochanter.capture.typed_readings import pain_of, place_of
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.sides import SIDES, Side
from trochanter.findings.check_gate import MYSELF, refuse_unless_open
from trochanter.findings.limits import CheckPosition
from trochanter.kinematics.rotation_range import RotationRange, position_named
from trochanter.web.check.gate import open_positions
from trochanter.web.check.typed import ENDS
from trochanter.web.person import PersonPage
from trochanter.web.uploads import GIB, PHONE, FileField, Received

FASTEST = 64.0
FILM_FIELDS = tuple(FileField(name, ("film",), most_bytes=2 * GIB) for name in ("right", "left", "film"))
LOG_FIELDS = tuple(FileField(name, PHONE) for name in ("right", "left"))
TAP_FIELDS = (FileField("film", ("film",), most_bytes=2 * GIB),)
# A thigh that stands upright is nothing that a phone can see by gravity; face down a pose model takes wrong limbs.
POSITIONS: Mapping[str, tuple[CheckPosition, ...]] = {
    "film": ("seated", "supine"),
    "phone": ("seated", "prone"),
    "tap": ("seated", "supine", "prone"),
}
_FIELDS = {"mirrored": "mirrored", "slow": "slow-motion", "model": "model", "keep": "keep_files"}
KINDS = {"film": "measure-film", "phone": "measure-phone", "tap": "measure-taps"}
HALVES = {"left": "0%,0%,50%,100%", "right": "50%,0%,50%,100%"}  # of the picture: which person is meant
METHODS = {"film": "video", "phone": "phone_shin", "tap": "tapped_video"}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a recording: its position, the pain at each end ('right_in': 'pain 2 groin'), film options."""

    position: CheckPosition
    pains: Mapping[str, str]
    options: Mapping[str, Any]

    def fields(self) -> dict[str, str]:
        """The same as fields of a form, for a page in between."""
        options = {name: _word(self.options[option]) for name, option in _FIELDS.items() if option in self.options}
        return {"position": self.position, **{f"felt_{end}": words for end, words in self.pains.items()}, **options}


def positions_for(here: PersonPage, way: str) -> tuple[CheckPosition, ...]:
    """Positions that a way can measure and the screen leaves open."""
    return tuple(each for each in open_positions(here) if each in POSITIONS[way])


def refuse_recording(here: PersonPage, way: str, position: CheckPosition) -> None:
    """Return where one's own check by a way is open today; raises ScreenNeeded and NotOffered."""
    plain = RotationRange(position, "active", METHODS[way], MYSELF[0], here.today, "1", ())
    refuse_unless_open(plain, here.screen, here.today)


def said_of(given: Received, way: str, sides: Sequence[Side]) -> Said:
    """What a form says beside its files; raises BadSetting and MissingInput.

    sides: legs that were recorded: what was felt is asked of these.
    """
    position = position_named(given.text("position"), "the position")
    if position not in POSITIONS[way]:
        raise BadSetting("the position", position, " or ".join(POSITIONS[way]), "choose one of these")
    options: dict[str, Any] = {"keep_files": given.text("keep") == "yes"}
    if way == "phone":
        options |= {"using": given.text("using") or None, "screen-forward": given.text("front") == "yes" or None}
    else:
        options |= {
            "mirrored": {"yes": True, "no": False}.get(given.text("mirrored")),
            "slow-motion": _slow(given.text("slow")),
            "model": given.text("model") or None,
            "person": HALVES.get(given.text("person")),
        }
    return Said(position, _pains(given, sides), {name: value for name, value in options.items() if value is not None})


def legs_in(given: Received) -> tuple[Side, ...]:
    """The legs that were recorded: those of the fields that hold a file, both for one film of both.

    Raises MissingInput where there is no file, BadSetting where both ways of sending were used.
    """
    sides = tuple(side for side in SIDES if given.of(side.word))
    if given.of("film"):
        if sides:
            raise BadSetting("the film of both legs", "beside films of one leg", "either the one or the others")
        return SIDES
    if not sides:
        raise MissingInput(
            "there is no recording", valid="a recording of the right or the left leg, or of both",
            next_step="choose the file, and send it again",
        )  # fmt: skip
    return sides


def arguments_of(said: Said) -> dict[str, Any]:
    """The options of the command that measures."""
    pains = {name.replace("_", "-"): words for name, words in said.pains.items()}
    return {"position": said.position, "mode": "active", "measured-by": MYSELF[0], **pains, **said.options}


def _pains(given: Received, sides: Sequence[Side]) -> dict[str, str]:
    """What was felt at the ends of the legs that were recorded; raises MissingInput where it is not said."""
    ends = [name for name, side, _ in ENDS if side in sides]
    felt = given.text("felt")
    if felt == "none":
        return dict.fromkeys(ends, "pain 0")
    kept = {name: words for name in ends if (words := given.text(f"felt_{name}"))}
    if felt != "some":
        if len(kept) == len(ends):
            return kept
        raise MissingInput(
            "it is not said what was felt", valid="no pain anywhere, or the pain at each end, 0 to 10",
            next_step="choose one of both",
        )  # fmt: skip
    return {name: _pain(given, name) for name in ends}


def _pain(given: Received, name: str) -> str:
    text = given.text(f"{name}_pain")
    if not text:
        raise MissingInput(
            f"the pain at '{name.replace('_', ', turning ')}' is not said", valid="0 for none, up to 10",
            next_step="say it for each end",
        )  # fmt: skip
    pain = pain_of(text, "pain")
    place = place_of(given.text(f"{name}_place")) if pain else None
    if pain and not place:
        raise MissingInput("it is not said where it hurt", valid="groin, side, buttock ...", next_step="choose a place")
    stopped = "stopped" if pain and given.text(f"{name}_stopped") == "yes" else ""
    return " ".join(part for part in (f"pain {pain}", place, stopped) if part)


def _slow(text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not 1.0 <= value <= FASTEST:
        raise BadSetting("slow motion", text[:20], f"1 to {FASTEST:g}: how many times slower the film plays")
    return value


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
