"""What clauses do, all of it as one value: the cells without effect or at odds, and remarks on what they leave out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from planner.effect.against import Numbered, contradictions
from planner.effect.one_year import year_case
from planner.effect.remarks import left_out
from planner.effect.tried import tried_faults
from planner.effect.written import CellFault, written_faults
from planner.errors import Refused
from planner.office.clauses import rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Post
from planner.words import Words


@dataclass(frozen=True)
class ClauseRemark:
    """Something to know about a clause: its number on the sheet from 1, its rule's name, and what there is."""

    number: int
    rule: Words
    words: Words
    idle: bool = True
    """Whether the clause, or a cell of it, is without effect; else it leaves something out."""


@dataclass(frozen=True)
class ClauseEffect:
    """The faults of some clauses, one a cell, and remarks on those that do less than one may think."""

    faults: tuple[CellFault, ...]
    remarks: tuple[ClauseRemark, ...]


def clause_effect(office: Office, fresh: Collection[ClauseRow] | None = None, *, slots: bool = True) -> ClauseEffect:
    """What is wrong with the clauses of an office, or with those of `fresh` alone, and what they leave out.

    Those that cannot be read at all are passed over. Without `slots` (an office whose other rows are at fault) no
    clause is tried on a year of them.
    """
    every = _readable(office)
    clauses = [one for one in every if fresh is None or one[1] in fresh]
    found = [one for _, row, rule in clauses for one in written_faults(office, row, rule)]
    wrong = [one.row for one in found]
    more, remarks = _tried(office, [one for one in clauses if slots and one[1] not in wrong])
    ours = [row for _, row, _ in clauses]
    found += [*more, *(one for one in (contradictions(office, every) if ours else ()) if one.row in ours)]
    first: dict[tuple[ClauseRow, str], CellFault] = {}
    for one in found:
        first.setdefault((one.row, one.cell), one)
    return ClauseEffect(tuple(first.values()), tuple(remarks))


def _readable(office: Office) -> list[Numbered]:
    found = []
    for number, row in enumerate(office.of(ClauseRow), 1):
        try:
            found.append((number, row, rule_from_row(row)))
        except Refused:
            continue
    return found


def _tried(office: Office, clauses: list[Numbered]) -> tuple[list[CellFault], list[ClauseRemark]]:
    """The faults and remarks that show over a year of slots."""
    found: list[CellFault] = []
    remarks: list[ClauseRemark] = []
    if not clauses or not office.of(Post):
        return found, remarks
    case = year_case(office, [row for _, row, _ in clauses])
    for (number, row, _), clause in zip(clauses, case.book.clauses, strict=True):
        wrong = list(tried_faults(office, case, row, clause.rule))
        found += wrong
        if not wrong:
            name = Words(clause.rule.zh, clause.rule.en)
            remarks += [ClauseRemark(number, name, words, False) for words in left_out(office, case, row, clause.rule)]
    return found, remarks


def all_remarks(office: Office) -> tuple[ClauseRemark, ...]:
    """What to know of the clauses of an office as they stand, in their order: 不起作用 and why, or more."""
    effect = clause_effect(office)
    found = list(effect.remarks)
    for number, row, rule in _readable(office):
        for one in effect.faults:
            if one.row == row:
                words = Words(f"不起作用：{one.fault.cause.zh}", f"without effect: {one.fault.cause.en}")
                found.append(ClauseRemark(number, Words(rule.zh, rule.en), words))
    return tuple(sorted(found, key=lambda one: one.number))
