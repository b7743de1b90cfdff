"""What the records ask about a document: whether it has the shape of its schema, and what in it is private."""

import json
from collections.abc import Mapping
from importlib import import_module

from pydantic import BaseModel, ValidationError

from trochanter.core.errors import ImpossibleData
from trochanter.exchange.assessment_result import public_text as assessment_without_private
from trochanter.exchange.documents import first_fault
from trochanter.exchange.plan_result import public_code
from trochanter.exchange.screen_result import screen_of, screen_result, screen_text
from trochanter.store.documents import without_private_key
from trochanter.store.kinds import Kind

# By kind: where its shape is.
SHAPES: Mapping[str, str] = {
    "screen": "trochanter.exchange.screen_shapes:ScreenResult",
    "history": "trochanter.exchange.history_shapes:HistoryResult",
    "measurement": "trochanter.exchange.measurement_schema:MeasurementResult",
    "appearance": "trochanter.exchange.appearance_schema:AppearanceResult",
    "assessment": "trochanter.exchange.assessment_shapes:AssessmentResult",
    "plan": "trochanter.exchange.plan_shapes:PlanResult",
    "session": "trochanter.exchange.session_shapes:SessionResult",
}


def check(kind: Kind, body: str) -> None:
    """Raise ImpossibleData where a document has not the shape of its schema."""
    if kind.kind not in SHAPES:
        return
    module, _, name = SHAPES[kind.kind].partition(":")
    shape: type[BaseModel] = getattr(import_module(module), name)
    try:
        shape.model_validate_json(body)
    except ValidationError as error:
        raise ImpossibleData(
            f"this is no {kind.schema}: {first_fault(error)}", where=kind.kind,
            valid="a file as trochanter wrote it", next_step="give the file unchanged, or make it again",
        ) from None  # fmt: skip


def without_private(kind: Kind, body: str) -> str:
    """A document for an export: without answers on pregnancy, birth and pelvis."""
    if kind.kind == "assessment":
        return assessment_without_private(body)
    if kind.kind == "plan":
        return _plan_without_private(kind, body)
    if kind.kind != "screen":
        return without_private_key(kind, body)
    screen = screen_of(body, "screen")
    return screen_text(screen_result(screen, screen.asked_on))


def _plan_without_private(kind: Kind, body: str) -> str:
    """A plan without private sentences, and without the names of private rules that limit it."""
    value = json.loads(without_private_key(kind, body))
    limits = value.get("limits", {})
    if "flags" in limits:
        limits["flags"] = list(dict.fromkeys(map(public_code, limits["flags"])))
    return json.dumps(value, ensure_ascii=False)
