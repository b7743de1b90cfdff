"""docs/screen.md is what the code would write now, and its examples work."""

import re
import tomllib
from pathlib import Path

from scripts.make_screen_page import screen_page
from trochanter.exchange.screen_answers import read_clearances
from trochanter.findings.questions import page_of
from trochanter.findings.rules import rules

DOCS = Path(__file__).parents[1] / "docs"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (DOCS / "screen.md").read_text("utf-8"), re.DOTALL)


def test_the_page_is_up_to_date() -> None:
    assert (DOCS / "screen.md").read_text("utf-8") == screen_page(), "run: python -m scripts.make_screen_page"


def test_every_rule_and_question_is_on_it() -> None:
    text = screen_page()
    assert all(f"| `{code}` |" in text for code in rules())
    assert all(f"`{name}" in text for name in page_of())


def test_its_clearance_is_one(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    path = tmp_path / "clearance.toml"
    path.write_text(example, encoding="utf-8")
    assert len(read_clearances(path)) == len(tomllib.loads(example)["clearance"]) == 1


def test_its_python_runs() -> None:
    (example,) = blocks("python")
    names: dict[str, object] = {}
    exec(example, names)  # the page's own lines
    code = example.strip().splitlines()[-1].partition("#")[0]
    assert "allowed=False" in repr(eval(code, names))


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", screen_page()):
        assert (DOCS / target).exists(), target
