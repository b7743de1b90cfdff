"""What ``trochanter muscles`` says of its finders' answers."""

from collections.abc import Iterable

from trochanter.cli.posture_words import deg, mm, named, posture_words, spans_words, stem
from trochanter.mechanics.atlas_grid import AXES
from trochanter.mechanics.emphasis import Emphasis, Share
from trochanter.mechanics.stretch import Place, Stretch

MOST_TIES = 3
EMPHASIS_NOTE = (
    "Share: what the muscle's lines could give in the direction at full activation, standing still, over what all "
    "compared lines could give, those too whose own fibres fit badly there. Only postures where it keeps half of its "
    "own best. No posture turns a muscle on: how a person shares an effort is another question."
)
STRETCH_NOTE = (
    "Bones and muscle paths only: a capsule, a nerve, another muscle or pain may stop a person before, and hardly "
    "anybody reaches the ends of several ranges at once. The longest posture is not thereby a good one for anybody."
)


def stretch_words(found: Stretch) -> Iterable[str]:
    """Where a muscle is longest, how flat that is, and what else comes near."""
    yield f"{named(found.muscle, found.lines)}: longest at {posture_words(found.best.posture_rad)}"
    each = "" if len(found.lines) == 1 else f" ({_by_line(found)})"
    fibers = ", ".join(f"{a:.2f} to {b:.2f}" for a, b in zip(found.neutral_fiber_norm, found.fiber_norm, strict=True))
    yield f"  {mm(found.best.longer_m)} longer than in neutral{each}; fibres from {fibers} of their optimal length"
    yield f"  within {mm(found.near_m)} of that: {spans_words(found.near_rad)}, one angle changed alone"
    yield f"  {100 * found.near_share:.1f} % of the postures searched are within {mm(found.near_m)}"
    yield f"  one movement alone: {'; '.join(_alone(k, place) for k, place in enumerate(found.single))}"
    if found.ties:
        shown = "; ".join(f"{posture_words(p.posture_rad)} ({mm(p.longer_m)})" for p in found.ties[:MOST_TIES])
        more = len(found.ties) - MOST_TIES
        yield f"  as long, within {mm(found.near_m)}, elsewhere: {shown}{f'; and {more} more' if more > 0 else ''}"
    ends = [axis for axis, end in zip(AXES, found.at_end, strict=True) if end]
    if ends:
        yield f"  at the end of the range of {' and '.join(ends)}: a wider range could lengthen it more"
    if found.at_limit:
        yield "  the fibres are at 1.5 of their optimal length: what lies beyond is left out, not shorter"
    if found.left_out >= 0.0005:
        yield f"  left out: {100 * found.left_out:.1f} % of the postures, where fibres do not fit or a path has jumped"


def _by_line(found: Stretch) -> str:
    return ", ".join(f"{stem(line)} {1e3 * value:+.0f}" for line, value in zip(found.lines, found.lines_m, strict=True))


def _alone(axis: int, place: Place) -> str:
    return f"{AXES[axis]} {deg(place.posture_rad[axis])} {1e3 * place.longer_m:+.0f} mm"


def emphasis_words(found: Emphasis) -> Iterable[str]:
    """Where a muscle has its largest share, and what that is worth."""
    way = found.direction.replace("-", " ")
    among = "all muscles of the hip" if found.among == "all" else f"the group '{found.among}'"
    best = posture_words(found.best.posture_rad)
    yield f"{named(found.muscle, found.lines)}, {way}: largest share of {among} at {best}"
    yield f"  {_shared(found.best)} there; in neutral {_shared(found.neutral)}"
    yield f"  it is strongest itself at {posture_words(found.strongest.posture_rad)}: {_shared(found.strongest)}"
    yield f"  within 1 point of the largest share: somewhere in {spans_words(found.near_rad)}"
    if found.sets:
        sets = ", ".join(f"{name} {100 * share:.0f} %" for name, share, _ in found.sets)
        yield f"  there with other sizes of the deep rotators (a range, not an interval): {sets}"
    ranks = ", ".join(f"{name.replace('_', ' ')} {100 * share:.0f} %" for name, share in found.ranking[:5])
    yield f"  who could do the most there: {ranks}"


def _shared(share: Share) -> str:
    return f"{100 * share.share:.0f} % ({share.capacity_Nm:.1f} N m of its own)"
