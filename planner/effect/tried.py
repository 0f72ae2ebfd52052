"""Clauses tried on a year of slots: days that nothing falls on, people who cannot serve there, nothing to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from constraints.measure.place import CELLS
from constraints.measure.rule import Rule
from constraints.model.case import Case
from constraints.rules.apart import Apart
from constraints.rules.mix import PeopleMix
from constraints.rules.not_together_anywhere import NotTogetherAnywhere
from constraints.rules.rotation import Rotation
from constraints.rules.together import Together
from planner.calendar.recurrence import parse
from planner.effect import sentences
from planner.effect.company import shift_seats
from planner.effect.written import CellFault, where
from planner.office.ids import Tag, untagged
from planner.office.office import Office
from planner.office.sheets import ClauseRow, TurnRow
from planner.problem.rule_book import named
from planner.words import Words


def tried_faults(office: Office, case: Case, row: ClauseRow, rule: Rule) -> Iterator[CellFault]:
    """The first fault of a clause over a year; none where the year has no slot for it at all, or nobody to serve."""
    at = where(office, row)
    slots = case.on(rule.scope)
    if not slots:
        low, high = case.problem.first, case.problem.last
        named_days = any(low <= day <= high for day in rule.scope.days or ())
        if named_days and case.on(replace(rule.scope, days=None)):
            yield CellFault(row, "days", sentences.no_day(at, row.days))
        return
    yield from _festivals(row, rule, {slot.day for slot in slots}, at)
    yield from _topics(case, row, rule, at)
    yield from _turns(office, row, rule, [date.fromordinal(day) for day in sorted({slot.day for slot in slots})], at)
    mine = case.mine(rule.whom)
    if not case.candidates:
        return
    yield from _people(row, rule)
    if row.who:
        lost = _lost(office, row, rule, set(mine))
        if lost or not mine:
            yield CellFault(row, "who", sentences.nobody(at, lost))
            return
    yield from _looked_at(case, row, rule, at)


def _festivals(row: ClauseRow, rule: Rule, days: set[int], at: Words) -> Iterator[CellFault]:
    for one in rule.parameters():
        if one.kind == "calendar":
            for word, named_days in getattr(rule, one.name):
                if days.isdisjoint(named_days):
                    yield CellFault(row, "parameters", sentences.no_value(rule, at, one.zh, word))


def _topics(case: Case, row: ClauseRow, rule: Rule, at: Words) -> Iterator[CellFault]:
    """Topics for dates of the year on which nothing in scope is held."""
    held = {slot.nominal for slot in case.on(rule.scope)}
    for one in rule.parameters():
        for day, _ in getattr(rule, one.name) if one.kind == "topics" else ():
            if case.problem.first <= day <= case.problem.last and day not in held:
                word = date.fromordinal(day).isoformat()
                yield CellFault(row, "parameters", sentences.no_value(rule, at, one.zh, word))


def _turns(office: Office, row: ClauseRow, rule: Rule, days: list[date], at: Words) -> Iterator[CellFault]:
    """Columns of days on which nothing in scope falls, and an order by a list that is not there."""
    if not isinstance(rule, Rotation):
        return
    for column in rule.columns:
        if not any(parse(column).matches(day, office.calendar) for day in days):
            yield CellFault(row, "parameters", sentences.no_value(rule, at, "分列", column))
    if rule.order == "list" and not any({*one.duties} & {*(row.duties or office.duties)} for one in office.of(TurnRow)):
        yield CellFault(row, "parameters", sentences.no_list(at))


def _people(row: ClauseRow, rule: Rule) -> Iterator[CellFault]:
    """Words for people in the values that mean nobody."""
    for one in rule.parameters():
        for word, some in getattr(rule, one.name) if one.kind == "people" else ():
            if not some:
                yield CellFault(row, "parameters", sentences.no_people(rule, one.zh, word))


def _lost(office: Office, row: ClauseRow, rule: Rule, able: set[str]) -> str:
    """The names of people written one by one who cannot serve in scope, where the rule looks at all together."""
    if not rule.company or rule.onlookers:
        return ""
    single = [one for one in row.who if untagged(one)[0] is Tag.PERSON and one in named(office, row)]
    return "、".join(office.name(one) for one in single if one not in able)


def _looked_at(case: Case, row: ClauseRow, rule: Rule, at: Words) -> Iterator[CellFault]:
    if isinstance(rule, Together):
        seats = shift_seats(case, rule)
        if seats and not any(one.all_seated for one in seats):
            people, most = len((rule.scope.who or frozenset()) & case.assignees.keys()), max(one.seats for one in seats)
            yield CellFault(row, "who", sentences.no_seats(at, most, people))
    elif isinstance(rule, PeopleMix) and rule.least > (seats_most := _seats(case, rule)):
        yield CellFault(row, "parameters", sentences.beyond_seats(at, rule.least, seats_most))
    elif isinstance(rule, Apart | NotTogetherAnywhere) and row.who:
        if not rule.stands(case):
            yield CellFault(row, "who", sentences.never_meet(rule))
    elif rule.waits != "moment" and case.mine(rule.whom) and not rule.stands(case):
        cell = _too_narrow(case, row, rule) or _narrowed(row, rule)
        if cell:
            yield CellFault(row, cell, sentences.nowhere(rule, at))


def _seats(case: Case, rule: PeopleMix) -> int:
    """The most seats that a shift, or a post, in the scope of a mix has."""
    room: dict[object, int] = defaultdict(int)
    for slot in case.on(rule.scope):
        room[slot.duty, slot.day, slot.shift, slot.site, slot.post if rule.within == "post" else ""] += slot.room
    return max(room.values(), default=0)


def _narrowed(row: ClauseRow, rule: Rule) -> str:
    """The cell to blame where no other makes the clause idle; '' for one over everything, or one that holds anyway."""
    if rule.waits == "register" or rule.standing or not any(getattr(row, cell) for cell in CELLS):
        return ""
    return "parameters" if row.parameters else "duties"


def _too_narrow(case: Case, row: ClauseRow, rule: Rule) -> str:
    """The cell without which the clause would have something to look at; '' where there is no such one."""
    for cell in ("days", "who", "posts"):
        wider = replace(rule, scope=replace(rule.scope, **{cell: None}))
        if getattr(row, cell) and cell not in rule.needs and wider.stands(case):
            return cell
    return ""
