"""A year of slots to try clauses on: every post and kind of person, but no more of each than it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from constraints.model.book import RuleBook
from constraints.model.case import Case
from planner.office.ids import Tag, as_person, untagged
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Person, Unit, Village
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import named_between, rule_book
from planner.problem.sites import spots

FEW = 3
"""So many people of each kind, and so many sites of each duty, stand for all of them."""
PASSING = ("请假外出", "时间要求", "指定", "期初", "值班历史")
"""Sheets that say what holds for a while: a clause is not without effect because they are empty now."""


def year_of(office: Office) -> int:
    """The year that the office plans: 年份, or the latest one of which it has a holiday notice."""
    text = office.settings.get("年份", "")
    return int(text) if text.isdigit() and 1900 <= int(text) <= 2200 else max(office.calendar.notices)


def year_case(office: Office, rows: Sequence[ClauseRow]) -> Case:
    """These clauses, which can be read, over a year of the office's slots without leave, orders, wishes and history.

    The first clauses of its book that carry a `source` are the rows, in their order.
    """
    year = year_of(office)
    first, last = date(year, 1, 1), date(year, 12, 31)
    small = _smaller(office, rows, first, last)
    problem = build_problem(small, Period(first, last)).problem
    book = rule_book(office.with_rows("规则", tuple(rows)), first, last)
    return Case(problem, RuleBook(tuple(one for one in book.clauses if one.source)))


def _smaller(office: Office, rows: Sequence[ClauseRow], first: date, last: date) -> Office:
    """The office with few people of each kind; all whom a clause looks at together, and A/B pairs, stay pairs."""
    groups = [named_between(office, row, first.toordinal(), last.toordinal()) for row in rows if row.who]
    whole = set().union(*groups)
    asked = {untagged(one) for row in rows for one in row.who}
    kinds: dict[object, list[Any]] = defaultdict(list)
    for person in office.of(Person):
        units = tuple(unit for unit in person.units if (Tag.UNIT, unit) in asked)
        meant = tuple(as_person(person.id) in group for group in groups)
        kinds[frozenset(person.pools), frozenset(person.exempt), units, bool(person.partner), meant].append(person)
    keep = {person.id for some in kinds.values() for person in some[:FEW]}
    if len(whole) <= len(office.people) // 2 or len(whole) <= 50:
        keep |= {untagged(one)[1] for one in whole}
    keep |= {person.partner for person in office.of(Person) if person.id in keep}
    small = office.with_rows("人员", tuple(one for one in office.of(Person) if one.id in keep))
    small = small.with_rows("村居", tuple(_few_villages(office, first)))
    small = small.with_rows("规则", tuple(rows))
    for sheet in PASSING:
        small = small.with_rows(sheet, ())
    return small.with_rows("单位", office.of(Unit))


def _few_villages(office: Office, day: date) -> Iterable[Village]:
    kept: set[str] = set()
    for duty in office.duties.values():
        if duty.per_site == "villages":
            kept |= {untagged(spot.id)[1] for spot in islice(spots(office, duty, day), FEW)}
        elif duty.per_site == "towns":
            towns = {untagged(spot.id)[1] for spot in islice(spots(office, duty, day), FEW)}
            first = {one.town: one.id for one in reversed(office.of(Village)) if one.town in towns}
            kept |= set(first.values())
    return (one for one in office.of(Village) if one.id in kept)
