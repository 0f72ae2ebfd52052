"""RuleBook: which rules are in force, with which parameters, as 必须 or with which weight."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace
from typing import Any

from constraints.measure.place import ALL, Scope
from constraints.measure.rule import Rule
from constraints.rules import BY_NAME, CATALOGUE

MUST = 0
"""The force of 必须; any other force is a weight from 1 to 1000."""


@dataclass(frozen=True)
class Clause:
    """One rule in force: its scope and parameters, what a unit of a breach costs (MUST: forbidden), on what authority.

    Raises ValueError where the force is no whole number from 0 (MUST) to 1000.
    """

    rule: Rule
    force: int = MUST
    authority: str = ""
    note: str = ""
    source: str = ""
    """Where the clause stands, such as 规则!7; empty for a standing rule."""
    unread: Scope = ALL
    """The cells that the clause fills and its rule did not read when it was stored; they stay without effect."""
    personal: bool = False
    """Whether it tells of single people: what it finds is told to the office alone."""

    def __post_init__(self) -> None:
        if not 0 <= self.force <= 1000:
            raise ValueError(f"a weight lies between 1 and 1000, not {self.force}")

    @property
    def must(self) -> bool:
        """Whether the clause is 必须."""
        return self.force == MUST


@dataclass(frozen=True)
class RuleBook:
    """The clauses in force, in reading order; standing rules are added where no clause names them."""

    clauses: tuple[Clause, ...]

    @classmethod
    def of(cls, clauses: tuple[Clause, ...] | list[Clause]) -> RuleBook:
        """A book of these clauses, completed by the rules that stand without being named."""
        named = {clause.rule.code for clause in clauses}
        standing = [Clause(rule()) for rule in CATALOGUE if rule.standing and rule.code not in named]
        return cls((*standing, *clauses))

    def to_json(self) -> list[dict[str, Any]]:
        """The book as plain data: a dict for each clause, in their order."""
        return [_clause_json(clause) for clause in self.clauses]

    @classmethod
    def from_json(cls, rows: list[dict[str, Any]]) -> RuleBook:
        """The book that `to_json` wrote."""
        return cls(tuple(_clause(row) for row in rows))

    def digest(self) -> str:
        """SHA-256 of the book's plain data, in hex."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _clause_json(clause: Clause) -> dict[str, Any]:
    """A clause as plain data; `read` names the cells that a rule has come to read, where the clause fills them."""
    scope, unread = _scope_json(clause.rule.scope), _scope_json(clause.unread)
    read = [cell for cell in clause.rule.learned if scope[cell] is not None]
    row = {
        "rule": clause.rule.code,
        "parameters": {name: getattr(clause.rule, name) for name, *_ in clause.rule.parameters()},
        "scope": {cell: scope[cell] if unread.get(cell) is None else unread[cell] for cell in scope},
        "force": clause.force,
        "authority": clause.authority,
        "note": clause.note,
        "source": clause.source,
    }
    return row | ({"read": read} if read else {}) | ({"personal": True} if clause.personal else {})


def _clause(row: dict[str, Any]) -> Clause:
    """The clause of plain data; one from before its rule came to read a cell goes on without that cell."""
    rule, scope = BY_NAME[row["rule"]], _scope(row["scope"])
    late: list[str] = [cell for cell in rule.learned if cell not in row.get("read", ())]
    return Clause(
        rule(**_parameters(row["parameters"]), scope=replace(scope, **dict.fromkeys(late))),
        row["force"],
        row["authority"],
        row["note"],
        row["source"],
        Scope(**{cell: getattr(scope, cell) for cell in late}),
        row.get("personal", False),
    )


def _parameters(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _frozen(value) for name, value in row.items()}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


ADDED = ("spans", "term")
"""Parts of a scope that plain data have only where they say something: books stored before know none of them."""


def _scope_json(scope: Scope) -> dict[str, list[Any] | None]:
    said = {
        one.name: None if getattr(scope, one.name) is None else sorted(getattr(scope, one.name))
        for one in fields(Scope)
    }
    return {name: some for name, some in said.items() if some is not None or name not in ADDED}


def _scope(row: dict[str, list[Any] | None]) -> Scope:
    term = row.get("term")
    sets = {name: None if some is None else frozenset(_frozen(some)) for name, some in row.items() if name != "term"}
    return Scope(**sets, term=(term[0], term[1]) if term else None)
