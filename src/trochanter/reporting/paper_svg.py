"""Pictures for programs that know no variables and no mixed colours, such as those that make a PDF."""

import re
from collections.abc import Mapping

from trochanter.reporting.standalone import standalone

PAPER = {"--paper": "#ffffff", "--sunk": "#f4f3f0", "--ink": "#000000", "--font": "sans-serif"}
_MIX = re.compile(r"color-mix\(in srgb, (#[0-9A-Fa-f]{6}) (\d+)%, (#[0-9A-Fa-f]{6})\)")


def paper_svg(picture: str) -> str:
    """A picture of ``Drawing.close`` as an .svg on white, in the colours of light screens, written out in full."""
    whole = standalone(picture)
    tokens = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", whole.partition("@media")[0])) | PAPER
    bare = re.sub(r"(?m)^(:root|@media).*\n", "", whole)
    return _MIX.sub(_mixed, _filled(bare, tokens))


def _filled(text: str, tokens: Mapping[str, str]) -> str:
    """Every variable by its value; a value may name another one."""
    while "var(" in text:
        text = re.sub(r"var\((--[\w-]+)\)", lambda found: tokens[found.group(1)], text)
    return text


def _mixed(found: re.Match[str]) -> str:
    """Two colours in a share of the first."""
    share = int(found.group(2)) / 100.0
    pairs = zip(_levels(found.group(1)), _levels(found.group(3)), strict=True)
    return "#" + "".join(f"{round(share * one + (1.0 - share) * other):02x}" for one, other in pairs)


def _levels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return red, green, blue
