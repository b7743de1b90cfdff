"""What a muscle does in a posture, in the page's own words."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX, describe
from trochanter.anatomy.rows import rows, sources
from trochanter.core.arrays import Floats
from trochanter.core.sides import side_of
from trochanter.web.hip.reading import longer_percent, mean_arms, turns_over_deg
from trochanter.web.hip.shapes import Arm, Doubt, Entry
from trochanter.web.words import Words

if TYPE_CHECKING:
    from trochanter.web.hip.posture import Seen, Wish

FLEXIONS_DEG: Floats = np.arange(-20.0, 120.1, 5.0)
GROUPS = ("deep", "gluteal", "adductor", "flexor", "hamstring")
TELLING_MM = 5.0  # a second direction below that is not told
_SHORT = re.compile(r"([^ ,]+).*?\((\d{4})\)")


def entries(seen: "Seen", words: Words) -> list[Entry]:
    """What is listed of a leg: the six from top to bottom, then the others by group."""
    shown = listed(seen.at.hip.lines, tuple(seen.at.hip.of_hip.tolist()))
    arms = mean_arms(seen, [lines for _, lines in shown])
    return [_entry(seen, key, lines, own, words) for (key, lines), own in zip(shown, arms, strict=True)]


@cache
def listed(lines: tuple[str, ...], of_hip: tuple[int, ...]) -> list[tuple[str, list[int]]]:
    """Keys of what is listed with its lines: a deep rotator with all of them, any other muscle line by line."""
    deep: dict[str, list[int]] = {key: [] for key in DEEP_SIX}
    others: list[tuple[str, list[int]]] = []
    for m in of_hip:
        known = describe(lines[m])
        if known.muscle in deep:
            deep[known.muscle].append(m)
        else:
            others.append((stem_of(lines[m]), [m]))
    order = {group: k for k, group in enumerate(GROUPS)}
    others.sort(key=lambda pair: order.get(describe(pair[0]).group, len(order)))
    return [*deep.items(), *others]


def stem_of(line: str) -> str:
    """A line's name without its side."""
    return line if side_of(line) is None else line.rsplit("_", 1)[0]


@cache
def names_of(key: str) -> tuple[str, str]:
    """The anatomical name of a muscle or line, and what it is called in plain words.

    >>> names_of("obturator_internus")
    ('Obturator internus', 'inner hip rotator')
    >>> names_of("glmed1")
    ('Gluteus medius, anterior', 'side hip muscle, front')
    """
    row = next((row for row in rows("muscles") if key in (row["line"], row["muscle"])), None)
    if row is None:
        return key.replace("_", " ").capitalize(), ""
    lay, _, latin = row["label"].partition(" (")
    latin = latin.rstrip(")")
    if row["line"] != key:
        lay, latin = lay.partition(",")[0], latin.partition(",")[0]
    return latin[:1].upper() + latin[1:], lay


def _entry(seen: "Seen", key: str, lines: list[int], arms: tuple[Arm, Arm, Arm], words: Words) -> Entry:
    flexion, abduction, rotation = arms
    names = [seen.at.hip.lines[m] for m in lines]
    turns = turns_over_deg(seen, lines, FLEXIONS_DEG)
    doubt: Doubt = next((seen.doubt[m] for m in lines if seen.doubt[m]), "")
    name, lay = names_of(key)
    return Entry(
        key=key,
        lines=names,
        group=describe(names[0]).group,
        name=name,
        lay=lay,
        rotation=rotation,
        flexion=flexion,
        abduction=abduction,
        longer_percent=longer_percent(seen, lines),
        doubt=doubt,
        role=words(f"explore.role.{rotation.way}"),
        amount=amount(rotation, words),
        told=told(key, seen.wish.flexion_deg, (rotation, flexion, abduction), turns, doubt, words),
        turns_over_deg=turns,
        sources=sources_of(tuple(names)),
    )


def amount(arm: Arm, words: Words) -> str:
    """An arm with its range: unsigned where its direction is known, each end with its direction where it is not."""
    if arm.way in ("positive", "negative"):
        ends = sorted((abs(arm.low), abs(arm.high)))
        return words("explore.amount.sure", value=_mm(arm.value), low=_mm(ends[0]), high=_mm(ends[1]))
    return words("explore.amount.unsure", low=_end(arm.low, words), high=_end(arm.high, words))


def _end(value: float, words: Words) -> str:
    way = "none" if abs(value) < 0.5 else "in" if value > 0.0 else "out"
    return words(f"explore.amount.{way}", value=_mm(value))


def _mm(value: float) -> str:
    return f"{abs(value):.0f}"


def told(
    key: str, flexion_deg: float, arms: tuple[Arm, Arm, Arm], turns: Sequence[float], doubt: Doubt, words: Words
) -> list[str]:
    """Sentences: what it does here (arms for rotation, flexion, abduction), where that changes, where it lies."""
    found = []
    if doubt:
        found.append(words(f"explore.doubt.{doubt}"))
    known = [
        (arm, words(f"explore.pull.{axis}_{arm.way}"))
        for axis, arm in zip(("rotation", "flexion", "abduction"), arms, strict=True)
        if arm.way in ("positive", "negative")
    ]
    known.sort(key=lambda pair: -abs(pair[0].value))
    if known:
        found.append(words("explore.told.first", pull=known[0][1], value=_mm(known[0][0].value)))
        more = [(arm, pull) for arm, pull in known[1:] if abs(arm.value) >= TELLING_MM]
        parts = [words("explore.told.part", pull=pull, value=_mm(arm.value)) for arm, pull in more]
        if parts:
            found.append(words("explore.told.more", parts=words("explore.told.and").join(parts)))
    else:
        found.append(words("explore.told.nothing"))
    found += _changes(arms[0], flexion_deg, turns, words)
    if words.has(f"explore.place.{key}"):
        found.append(words(f"explore.place.{key}"))
    return found


def _changes(rotation: Arm, flexion_deg: float, turns: Sequence[float], words: Words) -> list[str]:
    """Where its turning changes if the hip is bent further, or less far."""
    here = rotation.value > 0.0
    beyond = [angle for angle in turns if angle > flexion_deg]
    before = [angle for angle in turns if angle <= flexion_deg]
    found = []
    for angle, which in ((min(beyond, default=None), "beyond"), (max(before, default=None), "before")):
        if angle is not None and rotation.way in ("positive", "negative"):
            behind = "_behind" if angle < 0.0 else ""
            found.append(words(f"explore.change.{which}{behind}_{'out' if here else 'in'}", angle=f"{abs(angle):.0f}"))
    return found


@cache
def sources_of(lines: tuple[str, ...]) -> list[str]:
    """Where the points of lines come from: first author and year."""
    stems = {stem_of(line) for line in lines}
    keys = dict.fromkeys(
        key
        for table in ("deep_six_points", "path_points")
        for row in rows(table)
        if row["line"] in stems
        for key in row["source"].split()
    )
    found = [_SHORT.match(sources()[key].citation) for key in keys if key in sources()]
    return [f"{each.group(1)} {each.group(2)}" for each in found if each]


def posture_words(wish: "Wish", words: Words) -> str:
    """The posture in a sentence."""
    parts = []
    for axis in ("flexion", "abduction", "rotation", "tilt", "anteversion", "knee"):
        value = getattr(wish, f"{axis}_deg")
        if value:
            sign = "more" if value > 0 else "less"
            parts.append(words(f"explore.at.{axis}_{sign}", value=f"{abs(value):.0f}"))
    all_of_them = words("explore.at.all", parts=", ".join(parts)) if parts else words("explore.at.neutral")
    return all_of_them[:1].upper() + all_of_them[1:]
