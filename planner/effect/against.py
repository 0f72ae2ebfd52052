"""Clauses against each other: a least above the most of another one, the same people together and apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from constraints.measure.rule import Rule
from constraints.rules.apart import Apart
from constraints.rules.not_together_anywhere import NotTogetherAnywhere
from constraints.rules.rotation import Rotation
from constraints.rules.together import Together
from planner.calendar.recurrence import parse
from planner.effect import sentences
from planner.effect.one_year import year_of
from planner.effect.written import CellFault
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.problem.rule_book import days_meant, named, posts_in_scope

Numbered = tuple[int, ClauseRow, Rule]
"""(number on the sheet from 1, row, rule)"""


def contradictions(office: Office, clauses: list[Numbered]) -> Iterator[CellFault]:
    """Both of every two clauses of one scope that cannot both be kept, each with the number of the other."""
    for first, second in combinations(clauses, 2):
        if not _at_once(first[1], second[1]):
            continue
        yield from _two_turns(office, first, second)
        if slots_of(first[1]) == slots_of(second[1]):
            yield from _limits(first, second)
            yield from _together_and_apart(office, first, second)


def slots_of(row: ClauseRow) -> tuple[object, ...]:
    """What a clause's scope says of slots, whatever the order in which it is written."""
    return frozenset(row.duties), frozenset(row.shifts), frozenset(row.posts), row.days


def _at_once(row: ClauseRow, other: ClauseRow) -> bool:
    """Whether there is a day on which both hold."""
    begin = max(row.start or date.min, other.start or date.min)
    return begin <= min(row.end or date.max, other.end or date.max)


def _limits(first: Numbered, second: Numbered) -> Iterator[CellFault]:
    (_, row, rule), (_, other, another) = first, second
    one, two = rule.bounds(), another.bounds()
    same = rule.code == another.code and frozenset(row.who) == frozenset(other.who)
    if not same or one is None or two is None or one.of != two.of:
        return
    mosts = [bounds.most for bounds in (one, two) if bounds.most is not None]
    least = max(one.least, two.least)
    alone = any(bounds.most is not None and bounds.least > bounds.most for bounds in (one, two))
    if mosts and least > min(mosts) and not alone:
        yield CellFault(row, "parameters", sentences.against(rule, second[0], least, min(mosts)))
        yield CellFault(other, "parameters", sentences.against(rule, first[0], least, min(mosts)))


def _two_turns(office: Office, first: Numbered, second: Numbered) -> Iterator[CellFault]:
    """Two clauses of 轮流 that cover one slot: the later one would have no say there."""
    (number, row, rule), (_, other, another) = first, second
    if not (isinstance(rule, Rotation) and isinstance(another, Rotation)):
        return
    ours = {post.id for post in posts_in_scope(office, row)} & {post.id for post in posts_in_scope(office, other)}
    year = date(year_of(office), 1, 1)
    if ours and _days(office, row, year) & _days(office, other, year):
        yield CellFault(other, "days" if other.days else "duties", sentences.two_turns(number))


def _days(office: Office, row: ClauseRow, first: date) -> set[date]:
    """The days of a year of which a clause speaks."""
    words = days_meant(office, row, first)
    return set((words or parse("每天")).dates(first, first.replace(month=12, day=31), office.calendar))


def _together_and_apart(office: Office, first: Numbered, second: Numbered) -> Iterator[CellFault]:
    if {type(first[2]), type(second[2])} not in ({Together, Apart}, {Together, NotTogetherAnywhere}):
        return
    if len(named(office, first[1]) & named(office, second[1])) > 1:
        yield CellFault(first[1], "who", sentences.both_ways(second[0]))
        yield CellFault(second[1], "who", sentences.both_ways(first[0]))
