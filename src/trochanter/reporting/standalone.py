"""Figures as files of their own: a picture and what it needs of the stylesheet, light or dark like the screen."""

import re
from collections.abc import Iterable
from functools import cache

from trochanter.reporting.look import asset

MARGIN_PX = 16.0
_HIT = re.compile(r'<rect class="hit"[^>]*/>\n')  # where a page's script reads numbers: no script here
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def standalone(picture: str) -> str:
    """A picture of ``Drawing.close`` as the text of an .svg file, with a margin and the paper's colour behind it."""
    found = re.match(r'<svg class="(\w+)" viewBox="0 0 (\S+) (\S+)".*?aria-label="([^"]*)"', picture)
    if found is None:
        raise ValueError("no picture of a Drawing")
    width, height = (float(found.group(k)) + 2 * MARGIN_PX for k in (2, 3))
    inside = _HIT.sub("", picture.partition("\n")[2].rpartition("</svg>")[0])
    box = f'viewBox="{-MARGIN_PX:g} {-MARGIN_PX:g} {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="{found.group(1)}" {box} role="img">'
    paper = f'<rect class="paper" x="{-MARGIN_PX:g}" y="{-MARGIN_PX:g}" width="{width:g}" height="{height:g}"/>'
    body = f"{paper}\n{inside}"
    style = figure_style(frozenset(_classes(f"{head}{body}")))
    style += _motion_style() if 'class="fr ' in body else ""
    return f"{head}\n<title>{found.group(4)}</title>\n<style>\n{style}</style>\n{body}</svg>\n"


@cache
def _motion_style() -> str:
    """The rules of pictures that move, each whole on its line."""
    plain = re.sub(r"/\*.*?\*/\s*", "", asset("style/motion.css"), flags=re.DOTALL)
    return plain.replace("\n  ", " ").replace("\n}", " }")


def _classes(text: str) -> Iterable[str]:
    return (name for names in re.findall(r'class="([^"]+)"', text) for name in names.split())


@cache
def figure_style(classes: frozenset[str]) -> str:
    """The rules that marks of these classes need, and the tokens of both themes that the rules name."""
    sheet = asset("style/report.css")
    marks = sheet[sheet.index("svg text {") : sheet.rindex("@media print {")] + asset("style/figure.css")
    plain = re.sub(r"/\*.*?\*/", "", marks, flags=re.DOTALL)
    rules = [f"{selector.strip()} {{{body}}}" for selector, body in _RULE.findall(plain) if _fits(selector, classes)]
    tokens = sheet[sheet.index(":root {") : sheet.index("@media print {")]
    light, dark = (dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in tokens.split("@media"))
    needed = _named(rules, light, dark)
    return (
        f":root {{ color-scheme: light dark; {_declared(light, needed)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_declared(dark, needed)} }} }}\n" + "\n".join(rules) + "\n"
    )


def _fits(selector: str, classes: frozenset[str]) -> bool:
    """Whether all classes that a selector names are there."""
    return set(re.findall(r"\.([A-Za-z][\w-]*)", selector)) <= classes


def _named(rules: Iterable[str], *themes: dict[str, str]) -> set[str]:
    """Tokens that rules name, and those that these are made of."""
    needed: set[str] = set()
    waiting = list(rules)
    while waiting:
        for token in re.findall(r"var\((--[\w-]+)\)", waiting.pop()):
            if token not in needed:
                needed.add(token)
                waiting += [theme[token] for theme in themes if token in theme]
    return needed


def _declared(theme: dict[str, str], needed: set[str]) -> str:
    return " ".join(f"{token}: {value};" for token, value in theme.items() if token in needed)
