"""The rule sheet as the core's rule book for one period: scopes turned from words into ids and days."""

from __future__ import annotations

from datetime import date, timedelta

from constraints.measure.place import Scope
from constraints.model.book import Clause, RuleBook
from planner.calendar.recurrence import parse
from planner.office.clauses import rule_class, rule_from_row
from planner.office.ids import Tag, untagged
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Post
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
        dates = parse(row.days, first).dates(first - BACK, last + AHEAD, office.calendar)
        days = frozenset(day.toordinal() for day in dates)
    return Scope(
        frozenset(row.duties) or None,
        frozenset(row.shifts) or None,
        frozenset(row.posts) or None,
        None,
        days,
        named(office, row) if row.who else None,
    )


def posts_in_scope(office: Office, row: ClauseRow) -> list[Post]:
    """The posts that a clause speaks of, days left out."""
    return [
        post
        for post in office.of(Post)
        if (not row.duties or post.duty in row.duties)
        and (not row.shifts or post.shift in row.shifts)
        and (not row.posts or post.post in row.posts)
    ]


def named(office: Office, row: ClauseRow) -> frozenset[str]:
    """The tagged ids of those whom a clause's 人员 means.

    Where they are looked at together, a unit stands for itself where posts for units alone are in scope, and for its
    people elsewhere: it never serves beside them.
    """
    who = frozenset(one for tagged in row.who for one in everybody(office, tagged))
    if not rule_class(row.rule).company:
        return who
    kinds = {post.assignee for post in posts_in_scope(office, row)}
    tag = Tag.UNIT if kinds == {"unit"} else Tag.PERSON
    return frozenset(one for one in who if untagged(one)[0] is tag) or who
