"""The fields of a form whose names are not known beforehand, such as one for each question; files are not taken."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FIELDS, LONGEST = 400, 2000
_FORM = ("application/x-www-form-urlencoded", "multipart/form-data")


async def fields_of(request: Request) -> Mapping[str, tuple[str, ...]]:
    """Every field of a form with all its values, as text; empty for a request that holds no form.

    Raises HTTPException 400 for a broken form and 413 for a value that is too long.
    """
    if not request.headers.get("content-type", "").startswith(_FORM):
        return {}
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if not isinstance(value, str) or len(value) > LONGEST:
            raise HTTPException(413)
        found.setdefault(name, []).append(value.replace("\x00", ""))
    return {name: tuple(values) for name, values in found.items()}


Fields = Annotated[Mapping[str, tuple[str, ...]], Depends(fields_of)]


def said(fields: Mapping[str, tuple[str, ...]], name: str) -> str:
    """The first value of a field, without spaces around it; empty where there is none."""
    return fields.get(name, ("",))[0].strip()
