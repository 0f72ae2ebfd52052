"""The rule sheet as the core's rule book for one period: scopes turned from words into ids and days."""

from __future__ import annotations

from datetime import date, timedelta

from constraints.measure.place import Scope
from constraints.model.book import Clause, RuleBook
from planner.calendar.recurrence import parse
from planner.office.clauses import rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.problem.assignees import everybody

BACK, AHEAD = timedelta(days=430), timedelta(days=123)
"""The days of a clause are worked out so far before and after a period: a year of history, what is issued ahead."""
YEARS = timedelta(days=11 * 366)
"""The days that a rule's own values name, such as a festival, are worked out so far back."""


def rule_book(office: Office, first: date, last: date) -> RuleBook:
    """The rule book for the days from `first` to `last`; raises Refused for a clause that cannot be read."""

    def days_of(words: str) -> tuple[int, ...]:
        named = parse(words).dates(first - YEARS, last + AHEAD, office.calendar)
        return tuple(day.toordinal() for day in named)

    clauses = []
    for number, row in enumerate(office.of(ClauseRow), 1):
        rule = rule_from_row(row, _scope(office, row, first, last), days_of)
        clauses.append(Clause(rule, row.force, row.authority, row.note, f"规则!{number}"))
    return RuleBook.of(clauses)


def _scope(office: Office, row: ClauseRow, first: date, last: date) -> Scope:
    days = None
    if row.days:
        named = parse(row.days, first).dates(first - BACK, last + AHEAD, office.calendar)
        days = frozenset(day.toordinal() for day in named)
    who = frozenset(one for tagged in row.who for one in everybody(office, tagged))
    return Scope(
        frozenset(row.duties) or None,
        frozenset(row.shifts) or None,
        frozenset(row.posts) or None,
        None,
        days,
        who if row.who else None,
    )
