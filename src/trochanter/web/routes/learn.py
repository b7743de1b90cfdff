"""Learn: popular claims with their verdicts, what a pelvic-floor visit is, how sure a measurement is."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from trochanter.anatomy.claims import HOOKS, Claim, claim_evidence, claim_sources, claims, contradictions
from trochanter.anatomy.claims import claim as claim_named
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.reporting.claims_told import computed_claims
from trochanter.web.person import Here
from trochanter.web.render import page
from trochanter.web.words import Words

router = APIRouter(include_in_schema=False)
PAGES = {"pelvic-floor": ("visit", 6), "how-sure": ("sure", 5)}  # the table of words, and how many questions it has


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in a list: its name, its text, the literature's verdict, and the computed one ('' for none)."""

    name: str
    text: str
    literature: str
    computed: str


@dataclass(frozen=True, slots=True)
class Group:
    """Claims about one subject."""

    title: str
    claims: tuple[Row, ...]


@router.get("/p/{person}/learn")
def learn(here: Here, find: str = "") -> Response:
    """What there is to read, and all claims by subject, or those that have a word."""
    groups = tuple(_groups(here.look.words, find.strip().casefold()))
    return page(here, "learn.html", offers="advice", groups=groups, find=find[:100])


@router.get("/p/{person}/learn/claims/{name}")
def claim(here: Here, name: str) -> Response:
    """One claim: what studies say, and what was computed."""
    try:
        found = claim_named(name[:8])
    except BadSetting:
        raise UnknownName("claim", name[:20], (each.name for each in claims())) from None
    return page(
        here, "claim.html", offers="advice", claim=found, source=claim_sources()[found.source],
        evidence=[claim_evidence()[key] for key in found.evidence],
        computed=None if found.part else computed_claims().get(found.number),
        contradictions=[each for each in contradictions() if each.number in found.contradictions],
    )  # fmt: skip


@router.get("/p/{person}/learn/{name}")
def read(here: Here, name: str) -> Response:
    """One of the short pages; raises UnknownName."""
    if name not in PAGES:
        raise UnknownName("page to read", name[:80], PAGES)
    key, parts = PAGES[name]
    return page(here, "learn_page.html", offers="advice", key=key, parts=parts)


def _groups(words: Words, wanted: str) -> Iterator[Group]:
    for hook in HOOKS:
        own = tuple(_row(each) for each in claims() if each.hooks[0] == hook and wanted in each.text.casefold())
        if own:
            yield Group(words(f"learn.group_{hook}"), own)


def _row(one: Claim) -> Row:
    computed = None if one.part else computed_claims().get(one.number)
    return Row(one.name, one.text, one.literature.words, computed.verdict if computed else "")
