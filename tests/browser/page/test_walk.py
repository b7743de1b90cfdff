"""The walk in docs/page.md: its pictures are there and small, and it says what scripts/page_walk.toml says."""

import re

from scripts.make_page_walk import DOCS, PICTURES, WALK, told, words_of

MOST_BYTES = 2_500_000
PAGE = (DOCS / "page.md").read_text(encoding="utf-8")


def test_every_picture_is_there_and_no_other() -> None:
    named = re.findall(r'src="figures/page/([\w-]+\.webp)"', PAGE)
    assert len(named) == len(set(named)) > 15
    assert set(named) == {each.name for each in PICTURES.iterdir()}
    assert sum(each.stat().st_size for each in PICTURES.iterdir()) < MOST_BYTES


def test_the_walk_is_what_the_script_writes() -> None:
    found = WALK.search(PAGE)
    assert found is not None
    assert found[0] == told(words_of())
