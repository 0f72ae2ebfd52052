"""An operation of the API, declared once: method, path, whom it is open to, what it takes and gives.

The OpenAPI 3.1 file is made from these declarations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import msgspec
from flask import g, request

from planner.access import logins
from planner.calendar.reading import read_day
from planner.office.ids import as_person
from planner.office.office import Office
from planner.roster.addressing import SlotWords, days_named, duty_named, issued_line, slot_named
from planner.store import Store
from planner.store.door.api_tokens import ApiToken, TokenScope
from planner.store.people.users import User
from planner.store.roster.standing import Standing
from planner.words import Lang
from web.api.published import REF, published, renamed
from web.shell.access import ANYBODY
from web.shell.clock import now
from web.shell.language import text

SLOT = ("slot", "duty", "date", "shift", "post", "site")
"""The queries of an operation on a slot: its id, or what it is in words."""
DAYS = ("from_day", "until")
"""The queries that mean some days of a slot that lasts: the first and the last."""
DAYS_IN_RETURN = ("return_from_day", "return_until")
"""The same of the slot that is wanted in return."""
ROSTERS, READ, WRITE, FULL = TokenScope.ROSTERS, TokenScope.READ, TokenScope.WRITE, TokenScope.FULL
VERSION = "1.0"
ROOT = "/api/v1"
KINDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "int": {"type": "integer"},
    "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
    "day": {"type": "string", "format": "date"},
}
"""What an address says a part of it is → its schema."""


@dataclass(frozen=True)
class Asked:
    """A request: the store, who asks and by which token (None for a stranger), the path's values, what was sent."""

    store: Store
    user: User | None
    token: ApiToken | None
    path: dict[str, Any]
    body: Any

    @property
    def now(self) -> datetime:
        """The present moment, aware, in the office's own time zone."""
        return now()

    @property
    def lang(self) -> Lang:
        """The language asked for."""
        return g.lang  # type: ignore[no-any-return]

    @property
    def by(self) -> str:
        """Who acts, for the log."""
        return self.user.name if self.user else ""

    def people(self, office: Office) -> frozenset[str]:
        """The tagged persons this log-in acts for."""
        return frozenset(as_person(one) for one in logins.people_of(office, self.user)) if self.user else frozenset()

    def slot(self, standing: Standing) -> str:
        """The slot that the query names: by its id, or by duty, date, shift, post and site. Raises NotPossible."""
        if self.query("slot") or not self.query("duty"):
            return slot_named(standing, self.query("slot"))
        words = SlotWords(
            duty_named(standing.transaction, standing.office, self.query("duty")),
            read_day(self.query("date")),
            *(self.query(part) for part in ("shift", "post", "site")),
        )
        return issued_line(standing, words).slot.id

    def days(self, standing: Standing) -> str:
        """The slot that the query names, or those days of it that `from_day` and `until` say. Raises NotPossible."""
        first, last = (read_day(said) if (said := self.query(name)) else None for name in DAYS)
        return days_named(standing, self.slot(standing), first, last)

    def query(self, name: str, default: str = "") -> str:
        """A value of the query string."""
        return request.args.get(name, default)


@dataclass(frozen=True)
class Operation:
    """One method on one path, open to some, with a token of some scope; for anybody a token is not needed."""

    method: str
    path: str
    whom: str
    scope: TokenScope
    about: str
    do: Callable[[Asked], Any]
    takes: type | None
    gives: Any
    queries: tuple[str, ...]
    heavy: bool
    hashes: bool

    @property
    def name(self) -> str:
        """The name of the function behind it."""
        return f"{self.do.__module__.rpartition('.')[2]}_{self.do.__name__}"


OPERATIONS: list[Operation] = []


def operation(
    method: str,
    path: str,
    whom: str,
    scope: TokenScope,
    *,
    takes: type | None = None,
    gives: Any = None,
    queries: tuple[str, ...] = (),
    heavy: bool = False,
    hashes: bool = False,
) -> Callable[[Callable[[Asked], Any]], Callable[[Asked], Any]]:
    """Declare a function as an operation.

    A heavy one takes a file and seconds of work, one that hashes a password waits aside (see shell/limits).
    """

    def declare(do: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
        about = (do.__doc__ or "").strip().split("\n")[0]
        OPERATIONS.append(Operation(method, path, whom, scope, about, do, takes, gives, queries, heavy, hashes))
        return do

    return declare


def plain(value: Any) -> Any:
    """A value as JSON: frozen values by their fields, days and moments in ISO 8601, sets in order."""
    return msgspec.to_builtins(value, enc_hook=_plain, str_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise NotImplementedError(type(value))


def description(title: str) -> dict[str, Any]:
    """The OpenAPI 3.1 file of every operation."""
    types = [kind for one in OPERATIONS for kind in (one.takes, one.gives) if kind is not None]
    schemas, components = msgspec.json.schema_components(types, schema_hook=_schema, ref_template=REF + "{name}")
    known = iter(renamed(list(schemas)))
    components = published(components)
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        takes = next(known) if one.takes is not None else None
        gives = next(known) if one.gives is not None else {}
        paths.setdefault(ROOT + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", one.path), {})[one.method.lower()] = _described(
            one, takes, gives
        )
    components["Refusal"] = REFUSAL
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": ABOUT},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


ABOUT = (
    "What the site does, for programs. POST /api/v1/session gives a token for the Authorization header; "
    "it ends after twelve hours, by DELETE /api/v1/session, with a new password, or when the log-in is closed. "
    "A token for a program is made on the site or by POST /api/v1/session/tokens; it has a scope (x-scope says which "
    "one an operation needs: rosters, read, write or full, each within the next) and an end. "
    "Send ?lang=en for English words. An Idempotency-Key header makes a change happen once."
)
REFUSAL = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("file", "sheet", "cell", "cause", "cure")},
            },
        },
    },
}


def _schema(kind: type) -> dict[str, Any]:
    if kind is Fraction:
        return {"type": "number"}
    raise NotImplementedError(kind)


def _described(one: Operation, takes: dict[str, Any] | None, gives: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": KINDS[kind or "string"]}
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", one.path)
    ] + [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
        for name in (*one.queries, "lang")
    ]
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.about,
        "tags": [one.path.split("/")[1]],
        "parameters": parameters,
        "responses": {
            "200": {"description": "done", "content": {"application/json": {"schema": gives}}},
            "default": {
                "description": "refused",
                "content": {"application/json": {"schema": {"$ref": REF + "Refusal"}}},
            },
        },
        "x-open-to": one.whom,
    }
    if takes is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
    if one.whom != ANYBODY:
        found["x-scope"] = one.scope
        found["security"] = [{"bearer": []}]
    return found


def done() -> dict[str, str]:
    """The answer of what has nothing to say."""
    return {"done": text("已办理")}
