"""What an assessment says to a person, as plain text: the same in the terminal and wherever text is shown."""

from collections.abc import Iterator
from textwrap import fill

from trochanter.findings.assessment import Assessment, Finding
from trochanter.findings.finding_words import capital, day_words, strengths, told
from trochanter.findings.rule_rows import aims
from trochanter.findings.rules import Tier, rules, tiers
from trochanter.findings.sentences import listed
from trochanter.findings.words import left_out

WIDTH = 76
IN_FULL = 3  # findings told with what speaks against them; the rest in a sentence each, or all with --verbose
EACH = 2  # questions for each clinician, unless all are asked for: more are not asked in one visit


def assessment_lines(made: Assessment, *, all_of_it: bool = False) -> str:
    """The assessment as text of short lines; all_of_it: every finding in full, with its sources."""
    goal = made.goal
    key = "goal" if goal.wanted_by is None else "goal_by"
    day = "" if goal.wanted_by is None else day_words(goal.wanted_by)
    blocks = [[tiers()[Tier(made.limits.tier)].headline]] if made.limits.tier and not made.again else []
    blocks += [[fill(told(key, activity=goal.activity.rstrip("."), able=goal.able, day=day), WIDTH)]]
    if made.again:
        blocks.append([fill(told("again", reasons="; ".join(made.again)), WIDTH), fill(told("again_next"), WIDTH)])
    blocks += _findings(made, all_of_it=all_of_it)
    if made.unknown:
        blocks.append([told("unknown"), *(_item(text) for text in made.unknown)])
    blocks += _questions(made, all_of_them=all_of_it)
    blocks.append(list(_close(made, all_of_it=all_of_it)))
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _findings(made: Assessment, *, all_of_it: bool) -> list[list[str]]:
    full = made.findings if all_of_it else made.findings[:IN_FULL]
    rest = made.findings[len(full) :]
    blocks = [[told("stands_out")]] if full else []
    blocks += [list(_in_full(number, each, all_of_it=all_of_it)) for number, each in enumerate(full, 1)]
    if rest:
        blocks.append([told("also"), *(_item(each.says) for each in rest)])
    return blocks


def _in_full(number: int, each: Finding, *, all_of_it: bool) -> Iterator[str]:
    yield _item(each.says, f"{number}. ")
    parts = [
        ("says_because", " ".join(each.evidence)),
        ("says_against", " ".join(each.against)),
        ("says_instead", listed(list(each.instead), "or")),
        ("says_test", each.test),
        ("says_strength", strengths()[each.strength]),
    ]
    for key, text in parts:
        if text:
            yield _item(told(key, text=text), "   ")
    if all_of_it:
        yield _item(told("says_sources", text=", ".join(each.sources), rule=each.rule), "   ")


def _questions(made: Assessment, *, all_of_them: bool) -> Iterator[list[str]]:
    if not made.questions:
        return
    lines = [told("questions")]
    for who in dict.fromkeys(who for who, _ in made.questions):
        asks = [ask for each, ask in made.questions if each == who]
        shown = asks if all_of_them else asks[:EACH]
        lines += [fill(told("to_whom", who=who), WIDTH), *(_item(told("question", text=ask)) for ask in shown)]
        if len(asks) > len(shown):
            lines.append(_item(told("more_questions", number=len(asks) - len(shown))))
    yield lines


def _close(made: Assessment, *, all_of_it: bool) -> Iterator[str]:
    out = "" if made.limits.tier in ("A", "B") or made.again else left_out(made.limits)
    if out:
        yield fill(told("limits", what=out.removeprefix("Left out: ").rstrip(".")), WIDTH)
    if made.findings:
        yield fill(_aims(made), WIDTH)
        if not all_of_it:
            yield fill(told("more"), WIDTH)
    yield fill(told("reviewed"), WIDTH)


def _aims(made: Assessment) -> str:
    """What a plan can aim at, or could once pain in the groin has been looked at: until then nothing is loaded."""
    words = [aims()[aim] for aim in made.aims]
    if not words:
        return told("aims_none")
    waits = any("groin" in rules()[code].every for code in made.limits.flags if code in rules())
    return told("aims_later" if waits else "aims", what=listed(words))


def _item(text: str, mark: str = "- ") -> str:
    return fill(capital(text), WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
