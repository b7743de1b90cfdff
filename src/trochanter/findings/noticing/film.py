"""The rule on films: what looks different in the plane of the picture since an earlier film that is alike."""

from collections.abc import Iterable

from trochanter.findings.case import Case
from trochanter.findings.finding_words import day_words, on_the
from trochanter.findings.rule_rows import Noticed, Rule


def _film_changed(case: Case) -> Iterable[Noticed]:
    if len(case.appearance) < 2:
        return
    from trochanter.anatomy.appearance import quantity_named
    from trochanter.kinematics.appearance_change import changes_since, like_for_like

    for now in case.appearance:
        earlier = [each for each in case.appearance if each.measured_on < now.measured_on]
        later = [e for e in case.appearance if e.measured_on > now.measured_on and like_for_like(e, now).usable]
        for each in () if later else changes_since(now, earlier):
            if each.found:
                about = quantity_named(each.quantity)
                words = {
                    "day": day_words(now.measured_on),
                    "then": day_words(each.since),
                    "what": about.words,
                    "side": on_the(each.side),
                    "change": f"{each.change.value:+.3g} {about.unit}",
                    "limit": f"{each.detectable:.2g} {about.unit}",
                }
                yield Noticed("film_changed", each.side, words)


RULES = (Rule("film_changed", _film_changed),)
