"""JSON Schemas of the files people and programs exchange with the product, made from the models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode

from fairuse.answer.result import Assessment
from fairuse.batch.answer import BatchRow
from fairuse.claims.model import Claim
from fairuse.claims.tried import ClaimTest
from fairuse.inquiry.comparison import Comparison
from fairuse.inquiry.whatif import WhatIf
from fairuse.inquiry.whynot import WhyNot
from fairuse.kb.model import RulesFile
from fairuse.pages.reference import Listed
from fairuse.precedent.backtest import Scorecard
from fairuse.precedent.decided import DecidedCase
from fairuse.precedent.likelihood import Calibration
from fairuse.receipt.verify import Verification
from fairuse.receipt.watch import WatchList
from fairuse.scenario.model import Scenario
from fairuse.source.validation import ProblemList

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


_MODELS: dict[str, tuple[type[BaseModel], JsonSchemaMode]] = {
    "scenario": (Scenario, "validation"),
    "case": (DecidedCase, "validation"),
    "rules": (RulesFile, "validation"),
    "assessment": (Assessment, "serialization"),
    "comparison": (Comparison, "serialization"),
    "whatif": (WhatIf, "serialization"),
    "whynot": (WhyNot, "serialization"),
    "verification": (Verification, "serialization"),
    "claim": (Claim, "validation"),
    "claim-test": (ClaimTest, "serialization"),
    "watch": (WatchList, "serialization"),
    "batch-row": (BatchRow, "serialization"),
    "problems": (ProblemList, "serialization"),
    "list": (Listed, "serialization"),
    "scorecard": (Scorecard, "serialization"),
    "calibration": (Calibration, "serialization"),
}
NAMES = tuple(_MODELS)


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one of `NAMES`. Raises KeyError."""
    model, mode = _MODELS[name]
    made = model.model_json_schema(by_alias=True, mode=mode)
    for definition in made.get("$defs", {}).values():
        definition.get("properties", {}).pop("origin", None)  # set by the loader, not written by people
    if name in ("scenario", "case"):
        _short_forms(made)
    return {"$schema": _DIALECT, **made}


def _short_forms(made: dict[str, Any]) -> None:
    """A scenario may write a fact's value, or a list of them, alone, and one name where a list of names may stand."""
    scalar: dict[str, Any] = {"type": ["boolean", "string", "number"]}
    by_itself = {"type": "object", "required": ["value"]}  # with what is said of this value alone
    several = {"type": "array", "items": {"anyOf": [scalar, by_itself]}}
    made["$defs"]["Given"]["properties"]["value"]["anyOf"].append(several)
    for holder in (made, *made["$defs"].values()):
        properties = holder.get("properties", {})
        if "facts" in properties:
            properties["facts"]["additionalProperties"] = {"anyOf": [scalar, several, {"$ref": "#/$defs/Given"}]}
        if "held" in properties:
            properties["held"]["additionalProperties"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Held"}]}
        for key in ("works", "where"):
            if properties.get(key, {}).get("type") == "array":
                properties[key] = {"anyOf": [{"type": "string"}, properties[key]]}
