"""What clauses do, all of it as one value: the cells without effect or at odds, and remarks on what they leave out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from constraints.measure.rule import Rule
from planner.effect.against import Numbered, contradictions
from planner.effect.one_year import PASSING, year_case
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

    def sentence(self) -> Words:
        """All of it in one sentence."""
        return Words("规则第 %(number)s 条“%(rule)s”%(words)s", number=self.number, rule=self.rule, words=self.words)


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
            name = Words.given(clause.rule.zh, clause.rule.en)
            remarks += [ClauseRemark(number, name, words, False) for words in left_out(office, case, row, clause.rule)]
    return found, remarks


def idle_by(before: Office, after: Office) -> tuple[ClauseRemark, ...]:
    """The clauses of both that are without effect in `after` and were not in `before`, by their numbers in `after`.

    Leave, wishes, orders and history come and go, and are no reason.
    """
    stored = {*before.of(ClauseRow)} & {*after.of(ClauseRow)}
    sheets = (before.rows.keys() | after.rows.keys()) - {*PASSING}
    if not stored or all(before.rows.get(zh) == after.rows.get(zh) for zh in sheets):
        return ()
    cause = {one.row: one.fault.cause for one in reversed(clause_effect(after, stored).faults)}
    idle_before = {one.row for one in clause_effect(before, cause.keys()).faults} if cause else set()
    return tuple(
        _idle(number, rule, cause[row])
        for number, row, rule in _readable(after)
        if row in cause and row not in idle_before
    )


def all_remarks(office: Office) -> tuple[ClauseRemark, ...]:
    """What to know of the clauses of an office as they stand, in their order: 不起作用 and why, or more."""
    effect = clause_effect(office)
    found = list(effect.remarks)
    for number, row, rule in _readable(office):
        for one in effect.faults:
            if one.row == row:
                found.append(_idle(number, rule, one.fault.cause))
    return tuple(sorted(found, key=lambda one: one.number))


def _idle(number: int, rule: Rule, cause: Words) -> ClauseRemark:
    words = Words("不起作用：%(cause)s", cause=cause)
    return ClauseRemark(number, Words.given(rule.zh, rule.en), words)
