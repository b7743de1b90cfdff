"""Pages out of templates; the screen governs all of them, here, where no page can forget it."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from trochanter import __version__
from trochanter.web.look import look_of
from trochanter.web.navigation import PAGES
from trochanter.web.person import PersonPage
from trochanter.web.plain import plain

Offers = Literal["nothing", "advice", "self_check", "control_test", "exercises", "run"]
"""What a page offers. 'nothing': shown also in tier A (records, settings); 'advice': reading, open in tier B too."""


@cache
def environment() -> Environment:
    """The templates of the page."""
    found = Environment(
        loader=PackageLoader("trochanter.web", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.globals.update(version=__version__, asset=asset, pages=PAGES)
    found.filters["plain"] = plain
    return found


@cache
def asset(name: str) -> str:
    """The address of a file of the bundle; its query follows from its bytes, so no old one is shown for a new one."""
    data = files("trochanter.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={sha256(data).hexdigest()[:12]}"


def page(
    where: PersonPage | Request, template: str, *, offers: Offers = "nothing", status: int = 200, **words: Any
) -> HTMLResponse:
    """A page of a person, or one without; what the screen does not leave open becomes what to do instead.

    offers: what the page would have the person do; tier A stops all but 'nothing', tier B all but 'nothing' and
    'advice'. words: what the template names.
    """
    here = where if isinstance(where, PersonPage) else None
    if here is not None and stops(here.tier, offers):
        return stop_page(here)
    return rendered(where, template, status=status, **words)


def stops(tier: str, offers: Offers) -> bool:
    """Whether a tier leaves a page that offers this closed.

    >>> stops("A", "advice"), stops("B", "advice"), stops("B", "run"), stops("C", "run")
    (True, False, True, False)
    """
    return (tier == "A" and offers != "nothing") or (tier == "B" and offers not in ("nothing", "advice"))


def stop_page(here: PersonPage) -> HTMLResponse:
    """What the screen says in tier A or B, instead of everything else."""
    from trochanter.findings.words import message

    assert here.screen is not None
    return rendered(here, "stop.html", told=message(here.screen, here.today))


def rendered(where: PersonPage | Request, template: str, *, status: int = 200, **words: Any) -> HTMLResponse:
    """A template with the words of the look that was asked for."""
    here = where if isinstance(where, PersonPage) else None
    request = where.request if isinstance(where, PersonPage) else where
    look = look_of(request)
    text = environment().get_template(template)
    given = {"here": here, "look": look, "t": look.words, "path": request.url.path, **words}
    return HTMLResponse(text.render(given), status_code=status)


def fragment(where: PersonPage | Request, template: str, **words: Any) -> HTMLResponse:
    """A piece of a page, for htmx: the same as ``rendered``, named for the reader."""
    return rendered(where, template, **words)


def wants_fragment(request: Request) -> bool:
    """Whether htmx asked, which puts a piece of a page into the page."""
    return request.headers.get("hx-request") == "true"
