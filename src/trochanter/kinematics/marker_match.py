"""Which recorded marker is which marker of a body: by a mapping, by name, or by a table of common marker sets.

What is ambiguous is told, never guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trochanter.anatomy.body import Body
from trochanter.anatomy.marker_sets import KnownMarker, known_markers, landmark_segments, normalised
from trochanter.capture.trial import Trajectories
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.quality import Notice

BY_MAPPING, BY_NAME, BY_TABLE = "mapping", "name", "table"
LEFT_OUT = "-"  # in a mapping: this recorded marker is not used


@dataclass(frozen=True, slots=True)
class MarkerPair:
    """A recorded marker and the body's marker it stands for; how: BY_MAPPING, BY_NAME or BY_TABLE."""

    recorded: str
    marker: str
    how: str


@dataclass(frozen=True, slots=True)
class MarkerMatch:
    """What was matched and what was not.

    pairs in the order of the recording; unmatched_recorded, unmatched_body: names left over; set_name: the recognised
    set of the recording, '' if none; notices tell ambiguous names.
    """

    pairs: tuple[MarkerPair, ...]
    unmatched_recorded: tuple[str, ...]
    unmatched_body: tuple[str, ...]
    set_name: str
    notices: tuple[Notice, ...] = ()

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """The match as a table for people: recorded name, the body's marker, how; '-' where there is no partner."""
        matched = tuple((pair.recorded, pair.marker, pair.how) for pair in self.pairs)
        alone = tuple((name, "-", "not matched") for name in self.unmatched_recorded)
        return matched + alone + tuple(("-", name, "not recorded") for name in self.unmatched_body)


@dataclass(frozen=True, slots=True)
class LandmarkMatch:
    """What recorded names mean: landmark such as ``asis_r`` and segment such as ``femur_r`` by recorded name.

    unknown: names that no set knows, or on which sets disagree (then a notice says so).
    """

    landmark: Mapping[str, str]
    segment: Mapping[str, str]
    set_name: str
    unknown: tuple[str, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def recorded(self) -> Mapping[str, str]:
        """The recorded name of each landmark."""
        return {landmark: name for name, landmark in self.landmark.items()}


def match_markers(recorded: Sequence[str], body: Body, mapping: Mapping[str, str] | None = None) -> MarkerMatch:
    """Match recorded names with the markers of ``body``: by ``mapping``, exact name, name without case, then table.

    ``mapping`` gives recorded names a marker of the body, a landmark, or '-' (not used). Raises UnknownName where it
    names neither, BadSetting where two recorded names get the same marker.
    """
    own = body.markers.names
    set_name, meaning, disputed = known_markers(recorded)
    _, body_meaning, _ = known_markers(own)
    notices = [*_disputed(disputed), *_unused(mapping, recorded)]
    found = {n: (m, BY_MAPPING) for n, m in _by_mapping(recorded, body, mapping or {}, body_meaning).items()}
    dropped = {name for name in recorded if (mapping or {}).get(name) == LEFT_OUT}
    for name in recorded:
        if name in own and name not in found and name not in dropped and name not in _taken(found):
            found[name] = (name, BY_NAME)
            notices += _other_place(name, meaning.get(name), body_meaning.get(name))
    for how, keys in (
        (BY_NAME, _name_keys(recorded, own, meaning, body_meaning)),
        (BY_TABLE, ({n: k.landmark for n, k in meaning.items()}, {n: k.landmark for n, k in body_meaning.items()})),
    ):
        free = [name for name in recorded if name not in found and name not in dropped]
        left = [name for name in own if name not in _taken(found)]
        matched, doubts = _unique(free, left, *keys)
        found |= {name: (marker, how) for name, marker in matched.items()}
        notices += doubts
    return MarkerMatch(
        pairs=tuple(MarkerPair(name, *found[name]) for name in recorded if name in found),
        unmatched_recorded=tuple(name for name in recorded if name not in found),
        unmatched_body=tuple(name for name in own if name not in _taken(found)),
        set_name=set_name,
        notices=tuple(dict.fromkeys(notices)),
    )


def named_like(markers: Trajectories, names: Sequence[str], mapping: Mapping[str, str] | None = None) -> Trajectories:
    """``markers`` with the names of another recording of the person where they differ in case or subject's prefix.

    What is in ``names`` already, is mapped, or could be two of them keeps its name.
    """
    own = {name for name in markers.names if name in names}
    free = {normalised(name): name for name in names if name not in own}
    keys = Counter(normalised(name) for name in names)
    asked = Counter(normalised(name) for name in markers.names)
    renamed = tuple(
        free.get(normalised(name), name)
        if name not in own and name not in (mapping or {}) and keys[normalised(name)] == asked[normalised(name)] == 1
        else name
        for name in markers.names
    )
    if renamed == markers.names:
        return markers
    changed = [(old, new) for old, new in zip(markers.names, renamed, strict=True) if old != new]
    text = (
        f"{len(changed)} marker names are the static trial's but for case or a subject's prefix: "
        f"'{changed[0][0]}' is taken for '{changed[0][1]}', and so on"
    )
    told = Notice("markers-renamed", text, markers.source or markers.name)
    return replace(markers, names=renamed, notices=(*markers.notices, told))


def landmarks_of(recorded: Sequence[str], mapping: Mapping[str, str] | None = None) -> LandmarkMatch:
    """What recorded names stand for, by ``mapping`` (a landmark, or a marker that a set knows) or by the table.

    A landmark that two recorded names claim belongs to neither, and a notice says so.
    """
    set_name, meaning, disputed = known_markers(recorded)
    landmark = {name: known.landmark for name, known in meaning.items() if known.landmark}
    segment = {name: known.segment for name, known in meaning.items()}
    for name, target in (mapping or {}).items():
        if name in recorded:
            landmark.pop(name, None), segment.pop(name, None)
            _add_mapped(name, target, landmark, segment)
    twice = {mark for mark, count in Counter(landmark.values()).items() if count > 1}
    notices = [*_disputed(disputed), *_unused(mapping, recorded)]
    for mark in sorted(twice):
        names = [name for name, own in landmark.items() if own == mark]
        notices.append(_several(f"the landmark '{mark}'", names))
    return LandmarkMatch(
        landmark={name: mark for name, mark in landmark.items() if mark not in twice},
        segment=segment,
        set_name=set_name,
        unknown=tuple(name for name in recorded if name not in segment),
        notices=tuple(notices),
    )


def _add_mapped(name: str, target: str, landmark: dict[str, str], segment: dict[str, str]) -> None:
    if target in landmark_segments():
        landmark[name], segment[name] = target, landmark_segments()[target]
        return
    known = known_markers([target])[1].get(target)
    if known is not None:
        segment[name] = known.segment
        if known.landmark:
            landmark[name] = known.landmark


def _by_mapping(
    recorded: Sequence[str], body: Body, mapping: Mapping[str, str], meaning: Mapping[str, KnownMarker]
) -> dict[str, str]:
    places = {known.landmark: name for name, known in meaning.items() if known.landmark}
    found: dict[str, str] = {}
    for name in recorded:
        target = mapping.get(name, LEFT_OUT)
        if target == LEFT_OUT:
            continue
        marker = target if target in body.markers.names else places.get(target)
        if marker is None and target in landmark_segments():
            continue  # a landmark that this body has no marker for
        if marker is None:
            raise UnknownName("marker or landmark", target, [*body.markers.names, *landmark_segments()], "the mapping")
        if marker in found.values():
            raise BadSetting("the mapping", f"{name} -> {target}", f"one recorded marker for '{marker}'")
        found[name] = marker
    return found


def _name_keys(
    recorded: Sequence[str],
    own: Sequence[str],
    meaning: Mapping[str, KnownMarker],
    body_meaning: Mapping[str, KnownMarker],
) -> tuple[dict[str, str], dict[str, str]]:
    """Names without case and separators; none for a recorded name that means another landmark than the body's."""
    body_keys = {name: normalised(name) for name in own}
    places = {normalised(name): known.landmark for name, known in body_meaning.items()}
    keys = {}
    for name in recorded:
        key = normalised(name)
        theirs, ours = places.get(key, ""), meaning[name].landmark if name in meaning else ""
        keys[name] = "" if theirs and ours and theirs != ours else key
    return keys, body_keys


def _unique(
    free: Sequence[str], left: Sequence[str], keys: Mapping[str, str], body_keys: Mapping[str, str]
) -> tuple[dict[str, str], list[Notice]]:
    """Pairs with the same key where the key is one recorded and one body marker's; notices where it is several's."""
    found, notices = {}, []
    partners: dict[str, list[str]] = {}
    for name in left:
        partners.setdefault(body_keys.get(name, ""), []).append(name)
    claims: dict[str, list[str]] = {}
    for name in free:
        claims.setdefault(keys.get(name, ""), []).append(name)
    for key, names in claims.items():
        ours = partners.get(key, []) if key else []
        if len(names) == len(ours) == 1:
            found[names[0]] = ours[0]
        elif ours:
            notices.append(_several(" or ".join(f"the model's '{name}'" for name in ours), names))
    return found, notices


def _taken(found: Mapping[str, tuple[str, str]]) -> set[str]:
    return {marker for marker, _ in found.values()}


def _several(what: str, names: Sequence[str]) -> Notice:
    shown = " and ".join(f"'{name}'" for name in names)
    return Notice("marker-ambiguous", f"{shown} may stand for {what}: not matched; a mapping file can decide", "")


def _disputed(names: Sequence[str]) -> list[Notice]:
    text = "'{}' means different places in different marker sets: left out; a mapping file can decide"
    return [Notice("marker-ambiguous", text.format(name), "") for name in names]


def _unused(mapping: Mapping[str, str] | None, recorded: Sequence[str]) -> list[Notice]:
    absent = [name for name in mapping or {} if name not in recorded]
    if not absent:
        return []
    shown = ", ".join(f"'{name}'" for name in absent)
    return [Notice("mapping-unused", f"the mapping names {shown}, which the recording does not hold", "")]


def _other_place(name: str, meaning: KnownMarker | None, body_meaning: KnownMarker | None) -> list[Notice]:
    ours, theirs = meaning.landmark if meaning else "", body_meaning.landmark if body_meaning else ""
    if not ours or not theirs or ours == theirs:
        return []
    text = (
        f"'{name}' is matched by its name, but it is at {ours.replace('_', ' ')} in the recording's marker set "
        f"and at {theirs.replace('_', ' ')} in the model's: its error will be larger"
    )
    return [Notice("marker-place-differs", text, "")]
