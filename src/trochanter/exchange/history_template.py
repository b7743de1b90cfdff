"""A file of answers on goal and history, to be filled in: every question, and the words that it takes."""

from collections.abc import Iterator

from trochanter.findings.history_words import Question, choices_of, questions

_HEAD = """\
# Goal and history for: trochanter assess --answers FILE
# Lines that begin with # are left out; take the # away where they apply. Only the goal has to be answered."""
# The line of each question; those of a list, of pains and of tables follow the plain ones, as TOML wants it.
_PLAIN = {
    "limited": 'limited = ["run_distance"]',
    "onset": 'onset = "later"',
    "onset_km": "onset_km = 12.0",
    "at_night": "at_night = false",
    "sitting": "sitting = false",
    "turns_in": 'turns_in = "not sure"',
    "race_on": "race_on = 2027-04-11",
    "minutes": "minutes = 15",
    "therapist": "therapist = false",
}
_GOAL = {"goal": 'activity = ""', "able": "able = 0", "wanted_by": "wanted_by = 2027-03-28"}
_PRIVATE = {
    "sex": 'sex = "female"',
    "weeks_pregnant": "weeks_pregnant = 20",
    "birth_on": "birth_on = 2026-05-03",
    "birth_how": 'birth_how = "vaginal"',
    "pelvic": 'pelvic = ["leakage"]',
    "seen": "seen = true",
}
_MINE = ("goal", "able")


def template() -> str:
    """The file as TOML."""
    by_key = {each.key: each for each in questions()}
    equipment = ", ".join(f'"{word}"' for word in by_key["equipment"].default.split(", "))
    lines = [_HEAD, ""]
    for key, line in {**_PLAIN, "equipment": f"equipment = [{equipment}]"}.items():
        lines += [*_told(by_key[key]), f"# {line}" if key != "equipment" else line, ""]
    lines += ["# Did you run in the last 30 days: yes, no, or not said?", '# ran = "yes"', ""]
    lines += ["[goal]", *_table(by_key, _GOAL)]
    lines += [f"# {by_key['places'].ask} One block for each place and side.", *_words("pain_places")]
    lines += ["# [[pains]]", '# place = "buttock"', '# side = "right"', "# worst = 3", ""]
    lines += [f"# {by_key['injuries'].ask} One block for each.", *_words("injuries")]
    lines += ["# [[injuries]]", '# what = "hamstring"', '# side = "right"', "# year = 2023", '# picture = "mri"', ""]
    lines += [f"# {by_key['runs'].ask}"]
    lines += ["# [[runs]]", "# on = 2026-11-15", "# distance_km = 8.0", "# minutes = 50", ""]
    lines += [f"# {by_key['private'].ask}", f"# {by_key['private'].why}", "# [private]", *_table(by_key, _PRIVATE)]
    return "\n".join(lines)


def _table(by_key: dict[str, Question], rows: dict[str, str]) -> Iterator[str]:
    for key, line in rows.items():
        yield from _told(by_key[key])
        yield line if key in _MINE else f"# {line}"
    yield ""


def _told(question: Question) -> Iterator[str]:
    yield f"# {question.ask}"
    if question.group:
        yield from _words(question.group)


def _words(group: str) -> Iterator[str]:
    return (f"#   {word}: {meaning}" for word, meaning in choices_of(group).items())
