"""Which muscle lines of a model a word means: a line, a muscle, a group; one side or both."""

from collections.abc import Sequence
from difflib import get_close_matches

from trochanter.anatomy.muscle_names import describe
from trochanter.core.errors import UnknownName
from trochanter.core.sides import Side, side_of

_NEAREST, _LIKENESS = 6, 0.5


def choose_lines(word: str, names: Sequence[str], where: str = "") -> tuple[int, ...]:
    """Indices into ``names``, in order, of the lines that ``word`` means.

    word: a line ('gem_sup_r'), a line without side ('gem_sup'), a muscle ('obturator_internus') or a group ('deep',
    'gluteal', 'adductor', 'flexor', 'hamstring', 'other'); a muscle or group with '_r' or '_l' means that side only.
    Case, spaces and hyphens do not matter. where: what error messages call the model. Raises UnknownName with the
    nearest names.

    >>> names = ("piri_r", "obtint_sup_r", "obtint_inf_r", "piri_l", "obtint_sup_l", "obtint_inf_l")
    >>> choose_lines("obturator_internus", names)
    (1, 2, 4, 5)
    >>> choose_lines("deep_l", names)
    (3, 4, 5)
    >>> choose_lines("piri", names)
    (0, 3)
    """
    wanted = _plain(word)
    meanings = [_meanings(name) for name in names]
    for kind in range(4):
        found = tuple(i for i, meant in enumerate(meanings) if wanted in meant[kind])
        if found:
            return found
    options = sorted({option for meant in meanings for kind in meant for option in kind})
    nearest = get_close_matches(wanted, options, n=_NEAREST, cutoff=_LIKENESS)
    raise UnknownName("muscle or group", word, nearest or choosable(names), where)


def choosable(names: Sequence[str]) -> tuple[str, ...]:
    """Muscles and groups of a model, as ``choose_lines`` takes them.

    >>> choosable(("piri_r", "piri_l", "glmed1_r"))
    ('deep', 'gluteal', 'gluteus_medius', 'piriformis')
    """
    known = [describe(name) for name in names]
    return tuple(sorted({each.muscle for each in known} | {each.group for each in known}))


def mirrored_word(word: str) -> str:
    """The same muscles of the other side; a word without side is its own mirror image.

    >>> mirrored_word("obturator_internus_r")
    'obturator_internus_l'
    >>> mirrored_word("deep")
    'deep'
    """
    side = side_of(word)
    if side is None or "_" not in word:
        return word
    return f"{word.rsplit('_', 1)[0]}_{side.other}"


def _plain(word: str) -> str:
    text = word.strip().lower().replace(" ", "_").replace("-", "_")
    stem, _, tail = text.rpartition("_")
    return f"{stem}_{tail[0]}" if stem and tail in ("right", "left") else text


def _meanings(name: str) -> tuple[frozenset[str], ...]:
    """Words for a line, the closest meaning first: line, line without side, muscle, group."""
    known, side = describe(name), side_of(name)
    bare = name.rsplit("/", 1)[-1]
    stem = bare if side is None else bare.rsplit("_", 1)[0]
    line = frozenset({_plain(name), _plain(bare)})
    return (line, frozenset({_plain(stem)}), _sided(known.muscle, side), _sided(known.group, side))


def _sided(word: str, side: Side | None) -> frozenset[str]:
    plain = _plain(word)
    return frozenset({plain} if side is None else {plain, f"{plain}_{side}"})
