"""The rule sheet as the core's rule book for one period: scopes turned from words into ids and days."""

from __future__ import annotations

from datetime import date, timedelta

from constraints.measure.place import Scope
from constraints.measure.rule import Rule
from constraints.model.book import Clause, RuleBook
from constraints.rules.not_together_anywhere import NotTogetherAnywhere
from planner.calendar.recurrence import DateWords, parse
from planner.office.cells.folding import comparable
from planner.office.clauses import rule_class, rule_from_row
from planner.office.ids import Tag, as_person, as_unit, named_in, untagged
from planner.office.office import Office
from planner.office.people_words import conditions
from planner.office.sheets import ClauseRow, KeptApartRow, Post
from planner.problem.assignees import LAST
from planner.problem.people_meant import ALWAYS, DaySpans, whom_and_when

AHEAD = timedelta(days=123)
"""A clause's days and people are worked out so far after a period: what is issued ahead."""
YEARS = timedelta(days=11 * 366)
"""The days that a rule's own values name, such as a festival, are worked out so far back at least."""

PRIVATE = ("male", "female", "age")
"""What a clause may ask of people that is for the office alone."""


def rule_book(office: Office, first: date, last: date) -> RuleBook:
    """The rule book for the days from `first` to `last`; raises Refused for a clause that cannot be read."""
    clauses = []
    for number, row in enumerate(office.of(ClauseRow), 1):
        rule = _rule(office, row, first, last)
        clauses.append(Clause(rule, row.force, row.authority, row.note, f"规则!{number}", personal=personal(row)))
    if office.of(KeptApartRow) and not any(_of_pairs(clause.rule) for clause in clauses):
        clauses.append(Clause(NotTogetherAnywhere(), personal=True))
    return RuleBook.of(clauses)


def _rule(office: Office, row: ClauseRow, first: date, last: date) -> Rule:
    """The rule of a clause over its scope, of which as many days are worked out as it remembers."""
    back = timedelta(days=rule_from_row(row).remembers())

    def days_of(words: str) -> tuple[int, ...]:
        named = parse(words).dates(first - max(back, YEARS), last + AHEAD, office.calendar)
        return tuple(day.toordinal() for day in named)

    scope = _scope(office, row, first, first - back, last + AHEAD)
    return rule_from_row(row, scope, days_of, lambda word: people_called(office, word))


def _of_pairs(rule: Rule) -> bool:
    """Whether a rule is the one that keeps the pairs of 回避 apart; where no clause is, they must be kept apart."""
    return isinstance(rule, NotTogetherAnywhere) and rule.scope.who is None


def personal(row: ClauseRow) -> bool:
    """Whether a clause tells of single persons, or of their sex or age: that stays in the office."""
    words = [untagged(named_in(one)) for one in row.who]
    private = any(one.measure in PRIVATE for tag, word in words if tag is Tag.CONDITION for one in conditions(word))
    pairs = not row.who and rule_class(row.rule) is NotTogetherAnywhere
    return private or pairs or any(tag is Tag.PERSON for tag, _ in words)


def people_called(office: Office, word: str) -> tuple[str, ...]:
    """The tagged ids of those whom a word in a clause's values means: a pool, label, body or unit, or a person.

    A person who has namesakes may be written with what tells them apart: 张三（信访局）.
    """
    asked = comparable(word)
    found = {
        as_person(id)
        for id, rows in office.people.items()
        for row in rows
        if word in (row.id, row.name, row.body, *row.pools, *row.labels)
        or any(word in _called(office, unit) for unit in row.units)
        or comparable(office.name(as_person(id))) == asked
    }
    return tuple(sorted(found))


def sharing(office: Office, word: str) -> tuple[str, ...]:
    """The tagged ids of the people, or of the units, that a word in a clause's values may mean; () where one alone."""
    people = {as_person(id) for id, rows in office.people.items() for row in rows if word in (row.id, row.name)}
    units = {as_unit(id) for id in office.units if word in _called(office, id)}
    return next((tuple(sorted(some)) for some in (people, units) if len(some) > 1), ())


def _called(office: Office, unit: str) -> tuple[str, ...]:
    row = office.units.get(unit)
    return (unit, row.name, row.short) if row else (unit,)


def _scope(office: Office, row: ClauseRow, first: date, begin: date, end: date) -> Scope:
    """The scope of a clause, its days and people as they are from `begin` to `end`; the plan begins on `first`."""
    words = days_meant(office, row, first)
    days = frozenset(day.toordinal() for day in words.dates(begin, end, office.calendar)) if words else None
    people = _meant(office, row, begin.toordinal(), end.toordinal()) if row.who else None
    spans = frozenset((who, *span) for who, some in (people or {}).items() for span in some if some != ALWAYS)
    return Scope(
        frozenset(row.duties) or None,
        frozenset(row.shifts) or None,
        frozenset(row.posts) or None,
        None,
        days,
        None if people is None else frozenset(people),
        spans or None,
        term(row),
    )


def days_meant(office: Office, row: ClauseRow, first: date) -> DateWords | None:
    """The words of a clause for its days, ready to be asked; None where it has none.

    What counts from a day, and says no other, counts from `first`.
    """
    return parse(row.days, counted_from(office, row) or first) if row.days else None


def counted_from(office: Office, row: ClauseRow) -> date | None:
    """The day from which 隔周 and the like in a clause count: the start of its duties, or 单双周起点."""
    starts = {office.duties[one].start for one in row.duties if one in office.duties}
    return (starts.pop() if len(starts) == 1 else None) or office.weeks_from


def term(row: ClauseRow) -> tuple[int, int] | None:
    """The first and the last day for which a clause holds, as ordinals; None where it always does."""
    if row.start is None and row.end is None:
        return None
    return (row.start or date.min).toordinal(), (row.end or date.max).toordinal()


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
    """The tagged ids of those whom a clause's 人员 ever means.

    Where they are looked at together, a unit stands for itself where posts for units alone are in scope, and for its
    people elsewhere: it never serves beside them.
    """
    return named_between(office, row, 1, LAST)


def named_between(office: Office, row: ClauseRow, first: int, last: int) -> frozenset[str]:
    """Those of `named` who are meant on one of these days (ordinals) at least, such as who is past an age by then."""
    return frozenset(_meant(office, row, first, last))


def _meant(office: Office, row: ClauseRow, first: int, last: int) -> dict[str, DaySpans]:
    """Tagged id of each of those named → on which days they are meant, as far as some of these lie in a span."""
    found = {
        who: days
        for who, days in whom_and_when(office, row.who).items()
        if any(begin <= last and first <= end for begin, end in days)
    }
    if not rule_class(row.rule).company:
        return found
    kinds = {post.assignee for post in posts_in_scope(office, row)}
    tag = Tag.UNIT if kinds == {"unit"} else Tag.PERSON
    return {who: days for who, days in found.items() if untagged(who)[0] is tag} or found
