"""The section of known misses: which path would close each, and what it would break."""

from collections.abc import Sequence

from revalidation.attempts import Trial, fiber_range, largest_step_mm
from revalidation.tables import number, table

HEAD = """## Known misses, and what would close them

Three misses of the deep rotators were known before these checks were written: the flexed hip is extended too weakly,
obturator internus lengthens by less than half of what was measured, and the outward arm of obturator externus grows
little with flexion. Each has a geometrical cause. A muscle that runs behind the joint centre can lengthen in flexion
only as fast as its insertion is far from the flexion axis, and the insertion of the hip model, the mean of two
published ones, is 8 to 11 mm from it. Obturator externus turns round a fixed point under the neck, so its arm cannot
follow the neck.

Every attempt but the last moves a path within what the bones allow, takes the tendons anew and runs the checks that
it can change. None is in the model.

- Obturator internus reaches the published lengthening and extends more with its end halfway to the trochanteric fossa
  or in it. The price: 90 degrees of flexion with 30 of adduction then lengthens it more than 45 of internal rotation,
  against McGovern 2017, and if the gemelli move along, their short fibres leave 0.6 to 1.4 of their optimal length in
  running postures. One insertion cannot satisfy both cadaver studies; the mean of two published ones stays, and the
  miss is said.
- The outward arm of obturator externus grows nearly three times as much if it turns behind the base of the neck, and
  still less than half of the 22 mm that follow from the straight lines of Dostal 1981. A straight line would reach
  more, through the bone. Nothing judged here breaks by the farther turn; it stays out because no measured path
  supports it.
- Neither change brings the outward lead that Ito 2025 reports for obturator internus with the gemelli and for
  obturator externus. That is a matter of cross-sections, in which the published figures differ up to ninefold, not of
  paths.
"""


def attempt_section(trials: Sequence[Trial]) -> str:
    """What was tried, what it closes and breaks, and how smooth and how long the lines become."""
    rows = [
        (
            f"`{t.attempt.key}`",
            t.attempt.change,
            _keys(t.closed),
            _keys(t.broken),
            f"{largest_step_mm(t.attempt, t.attempt.lines):.2g} mm",
            ", ".join("{} {:.2g} to {:.2g}".format(line, *fiber_range(t.attempt, [line])) for line in t.attempt.lines),
        )
        for t in trials
    ]
    head = ("attempt", "change", "closes", "breaks", "largest step of the arm per degree", "fibres, running postures")
    return "\n".join([HEAD, table(head, rows), "Numbers that move:\n", _moves(trials)])


def _keys(keys: Sequence[str]) -> str:
    return ", ".join(keys) or "nothing"


def _moves(trials: Sequence[Trial]) -> str:
    keys = [k for k in trials[0].before if any(t.after[k].ours != t.before[k].ours for t in trials)]
    rows = [
        (
            trials[0].before[k].check.name,
            trials[0].before[k].check.published,
            f"{number(trials[0].before[k].ours)} {trials[0].before[k].check.unit}".removesuffix(" 1"),
            *(number(t.after[k].ours) if t.after[k].ours != t.before[k].ours else "" for t in trials),
        )
        for k in keys
    ]
    return table(("what", "published", "model", *(f"`{t.attempt.key}`" for t in trials)), rows)
