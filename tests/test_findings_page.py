"""docs/findings.md is what the code would write now, and its example works."""

import re
from pathlib import Path

from scripts.make_findings_page import findings_page
from trochanter.findings.history_words import questions
from trochanter.findings.rule_rows import rule_rows

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_is_up_to_date() -> None:
    assert (DOCS / "findings.md").read_text("utf-8") == findings_page(), "run: python -m scripts.make_findings_page"


def test_every_rule_and_question_is_on_it() -> None:
    text = findings_page()
    assert all(f"### `{code}`" in text for code in rule_rows())
    assert all(f"| `{each.key}` |" in text for each in questions())
    assert text.count("Review: not yet reviewed by a clinician.") == len(rule_rows())


def test_its_python_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", findings_page(), re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)  # the page's own lines
    assert eval(example.strip().splitlines()[-1].partition("#")[0], names) == ("A", ())


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", findings_page()):
        assert (DOCS / target).exists(), target
