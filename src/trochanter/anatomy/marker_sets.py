"""Common marker sets: which landmark a marker's name stands for, and which segment the marker moves with.

Names are compared without case, separators and a subject's prefix. Where sets disagree about a name, the set that
knows most of the recorded names decides; a name that this set lacks and on which the others disagree stays unknown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from trochanter.anatomy.rows import rows

LEAST_NAMES = 3  # fewer do not make a set
_MIDLINE = ("pelvis", "torso", "head")
_SEPARATORS = re.compile(r"[\s._\-]+")


@dataclass(frozen=True, slots=True)
class KnownMarker:
    """A marker of a set: landmark such as ``asis_r`` (empty for a tracking marker), segment such as ``femur_r``."""

    set_name: str
    name: str
    landmark: str
    segment: str

    @property
    def meaning(self) -> tuple[str, str]:
        """What two names share if they mean the same: the landmark, else the segment."""
        return (self.landmark, "") if self.landmark else ("", self.segment)


@cache
def marker_sets() -> Mapping[str, tuple[KnownMarker, ...]]:
    """All known markers by the name of their set."""
    found: dict[str, list[KnownMarker]] = {}
    for row in rows("marker_sets"):
        side = f"_{row['side']}" if row["side"] else ""
        landmark = f"{row['landmark']}{side}" if row["landmark"] else ""
        segment = row["segment"] if row["segment"] in _MIDLINE else f"{row['segment']}{side}"
        known = KnownMarker(row["set"], row["marker"], landmark, segment)
        found.setdefault(row["set"], []).append(known)
    return {name: tuple(markers) for name, markers in found.items()}


@cache
def landmark_segments() -> Mapping[str, str]:
    """The segment that each canonical landmark belongs to, where sets disagree the one that most of them give."""
    votes: dict[str, Counter[str]] = {}
    for known in (known for markers in marker_sets().values() for known in markers):
        if known.landmark:
            votes.setdefault(known.landmark, Counter())[known.segment] += 1
    return {landmark: counts.most_common(1)[0][0] for landmark, counts in votes.items()}


def normalised(name: str) -> str:
    """A marker's name without case, separators and subject prefix.

    >>> normalised("Anna:L.ASIS"), normalised("r_knee_study")
    ('lasis', 'rkneestudy')
    """
    return _SEPARATORS.sub("", name.rsplit(":", 1)[-1]).lower()


def recognised_set(names: Iterable[str]) -> str:
    """The set that knows most of the names (of equals, the one with the fewest other names); '' where none knows three.

    >>> recognised_set(["R.ASIS", "R.Iliac.Crest", "L.GTR", "clap"])
    'rbds'
    """
    asked = {normalised(name) for name in names}
    scores = {
        name: (len(asked & {normalised(known.name) for known in markers}), -len(markers))
        for name, markers in marker_sets().items()
    }
    best = max(scores, key=scores.__getitem__)
    return best if scores[best][0] >= LEAST_NAMES else ""


def known_markers(names: Sequence[str]) -> tuple[str, Mapping[str, KnownMarker], tuple[str, ...]]:
    """The recognised set, what each name means where that is certain, and the names on which the sets disagree."""
    return _known_markers(tuple(names))


@lru_cache(maxsize=64)
def _known_markers(names: tuple[str, ...]) -> tuple[str, Mapping[str, KnownMarker], tuple[str, ...]]:
    best = recognised_set(names)
    found: dict[str, KnownMarker] = {}
    disputed = []
    for name in names:
        meanings = _meanings(normalised(name))
        own = [known for known in meanings if known.set_name == best]
        if own:
            found[name] = own[0]
        elif len({known.meaning for known in meanings}) == 1:
            found[name] = meanings[0]
        elif meanings:
            disputed.append(name)
    return best, MappingProxyType(found), tuple(disputed)


def _meanings(name: str) -> tuple[KnownMarker, ...]:
    return _by_name().get(name, ())


@cache
def _by_name() -> Mapping[str, tuple[KnownMarker, ...]]:
    found: dict[str, list[KnownMarker]] = {}
    for known in (known for markers in marker_sets().values() for known in markers):
        found.setdefault(normalised(known.name), []).append(known)
    return {name: tuple(markers) for name, markers in found.items()}
