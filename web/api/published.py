"""The names under which the API's types are published.

Clients were made from them, so a name stays where a class of ours is called otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

REF = "#/components/schemas/"
PUBLISHED = {
    "ActualService": "planner.store.served.Entry",
    "ClauseValue": "Value",
    "InstructedChange": "planner.store.instructions.Change",
    "JobView": "Job",
    "MovedDate": "Moved",
    "NoticeBoard": "Board",
    "NoticeItem": "Item",
    "NoticeTable": "Table",
    "OfferView": "Offer",
    "OpenCall": "planner.store.calls.Call",
    "PersonShare": "Share",
    "PhoneCall": "planner.change_notice.Call",
    "PostNow": "Post",
    "SheetChange": "planner.workbook.read.Change",
    "DeedView": "Deed",
    "EntryView": "planner.register.Entry",
    "YearDay": "Day",
}
"""Class → the name in the OpenAPI file; a class that is not listed is published under its own name."""
ANY_TEXT = {
    "Given": ("InstructionKind", "InstructionState"),
    "Offer": ("OfferState", "SwapPolicy"),
    "OpenCall": ("CallState",),
}
"""Class → the enumerations that are published in it as any text; all others are published with their values."""


def published(components: dict[str, Any]) -> dict[str, Any]:
    """Schemas by class name become schemas by published name, in the same order.

    What refers to them is led on by `renamed`; an enumeration stands where it is used, not under a name.
    """
    values = {name: {"enum": schema["enum"]} for name, schema in components.items() if "enum" in schema}
    named = {PUBLISHED.get(name, name): (name, schema) for name, schema in components.items() if name not in values}
    return {
        known: renamed(
            {**schema, "title": known.rpartition(".")[2]} if name in PUBLISHED else schema,
            {**values, **{one: {"type": "string"} for one in ANY_TEXT.get(name, ())}},
        )
        for known, (name, schema) in named.items()
    }


def renamed(part: Any, values: Mapping[str, dict[str, Any]] = MappingProxyType({})) -> Any:
    """A part of the file with its references led to the published names, or replaced by the `values` of their name."""
    if isinstance(part, dict):
        if (name := str(part.get("$ref", "")).removeprefix(REF)) in values:
            return values[name]
        return {key: _reference(value) if key == "$ref" else renamed(value, values) for key, value in part.items()}
    return [renamed(one, values) for one in part] if isinstance(part, list) else part


def _reference(text: str) -> str:
    name = text.removeprefix(REF)
    return REF + PUBLISHED.get(name, name)
