"""Errors as people or programs can read them: what, where, what would be valid, what to do next; never a trace."""

import logging
from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from trochanter.core.errors import (
    BadSetting,
    ImpossibleData,
    MissingExtra,
    MissingInput,
    TrochanterError,
    UnknownFormat,
    UnknownName,
    UnwritableFile,
)
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.web.guard.answers import with_headers
from trochanter.web.look import look_of
from trochanter.web.plain import without_folders
from trochanter.web.render import rendered, wants_fragment
from trochanter.web.state import state_of
from trochanter.web.uploads.given import TooLarge, WrongKind

log = logging.getLogger("trochanter.web")
RECORDS = "records"  # what stands for the folder of the records, which has the name of an account in it
_STATUS: Mapping[type[TrochanterError], int] = {
    UnknownName: 404,
    BadSetting: 422,
    ImpossibleData: 422,
    MissingInput: 409,
    ScreenNeeded: 409,
    NotOffered: 403,
    MissingExtra: 501,
    UnwritableFile: 507,
    UnknownFormat: 415,
    WrongKind: 415,
    TooLarge: 413,
}


def install(app: FastAPI) -> None:
    """Have an app answer errors with words."""
    app.add_exception_handler(TrochanterError, _of_the_family)
    app.add_exception_handler(RequestValidationError, _of_a_form)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _unforeseen)


def status_of(error: TrochanterError) -> int:
    """The status of an error of the family: 400 where no class says another.

    >>> status_of(UnknownName("page", "x", ["y"]))
    404
    """
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)


def problem(request: Request, status: int, what: str, *, where: str = "", valid: str = "", step: str = "") -> Response:
    """An error as JSON for a program, as a piece for htmx, as a page for a person; without places on this computer."""
    folder = str(state_of(request).settings.folder)
    said = {"what": what, "where": where, "valid": valid, "next_step": step}
    told = {name: without_folders(text.replace(folder, RECORDS)) for name, text in said.items()}
    if str(request.scope.get("asked", request.url.path)).startswith("/api/"):
        return JSONResponse(told, status_code=status)
    template = "problem_piece.html" if wants_fragment(request) else "problem.html"
    return rendered(request, template, status=status, problem=told)


async def _of_the_family(request: Request, error: Exception) -> Response:
    assert isinstance(error, TrochanterError)
    return problem(
        request, status_of(error), error.what, where=error.where, valid=error.valid, step=error.next_step
    )  # fmt: skip


async def _of_a_form(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    return problem(request, 422, str(first["msg"]), where=place)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = look_of(request).words
    key = f"problem.status_{error.status_code}"
    return problem(request, error.status_code, words(key) if words.has(key) else str(error.detail))


async def _unforeseen(request: Request, error: Exception) -> Response:
    log.error("a request was not answered: %s", type(error).__name__, exc_info=error)
    answer = problem(request, 500, look_of(request).words("problem.status_500"))
    answer.raw_headers = with_headers(answer.raw_headers, lasting=False)  # this one leaves past the guard
    return answer
