"""The first screen of a report in words: what it is of, the answer, the lead, how sure."""

import re
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<[^>]*>")
_KICKER = re.compile(r'<p class="kicker">(.*?)</p>', re.DOTALL)
_ANSWER = re.compile(r'<h1 class="answer"[^>]*>(.*?)</h1>', re.DOTALL)
_SENTENCE = re.compile(r"<span>(.*?)</span>", re.DOTALL)
_LEAD = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says first, as plain text."""

    kicker: str = ""
    answer: tuple[str, ...] = ()
    lead: str = ""


def told_in(html: str) -> Told:
    """The words of a report's first screen; empty where it has none.

    >>> told_in('<p class="kicker">A run</p><h1 class="answer"><span>It turns &lt;in&gt;.</span></h1>').answer
    ('It turns <in>.',)
    """
    answer = _first(_ANSWER, html)
    return Told(
        _plain(_first(_KICKER, html)),
        tuple(_plain(each) for each in _SENTENCE.findall(answer)) or ((_plain(answer),) if answer else ()),
        _plain(_first(_LEAD, html)),
    )


def _first(pattern: re.Pattern[str], html: str) -> str:
    found = pattern.search(html)
    return found[1] if found else ""


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())
