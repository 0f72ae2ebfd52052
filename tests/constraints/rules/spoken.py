"""A small language for examples: people a, b, c; days 1, 2, 3 of December 2026; what a clause says of a roster."""

from __future__ import annotations

from datetime import date

from constraints.judge import findings
from constraints.model.book import Clause, RuleBook
from constraints.problem.problem import DAY, Absence, Assignee, Problem, Slot, Spell, Taken
from constraints.problem.roster import Roster
from constraints.rules import BY_NAME

START = date(2026, 12, 1).toordinal()
"""A Tuesday."""


def day(number: int) -> int:
    """The ordinal of the number-th of December 2026; 0 and less lie in November."""
    return START + number - 1


def slot(number: int, name: str = "", **more) -> Slot:
    """A slot from 8 to 12 on a day, in the pool of everybody."""
    hours = more.pop("hours", (8, 12))
    start, end = (day(number) * DAY + 60 * hour for hour in hours)
    return Slot(name or f"d{number}", more.pop("duty", "D"), more.pop("shift", "s"), more.pop("post", "p"), day(number),
                start, end, pools=frozenset({"all"}), **more)


def person(id: str, **more) -> Assignee:
    """Somebody in office all the time."""
    pools = more.pop("pools", frozenset({"all"}))
    first, last = more.pop("office", (1, 10**6))
    units = more.pop("units", frozenset())
    spell = Spell(first, last, pools, units, more.pop("exempt", frozenset()), unit=more.pop("unit", ""))
    return Assignee(id, spells=(spell,), **more)


def away(number: int, hours: tuple[int, int] = (0, 24), **more) -> Absence:
    """An absence on a day."""
    return Absence(day(number) * DAY + hours[0] * 60, day(number) * DAY + hours[1] * 60, **more)


def problem(slots, people="abc", taken=(), last=31, **more) -> Problem:
    """A plan of December; everybody is a candidate everywhere unless told otherwise."""
    everybody = tuple(person(one) if isinstance(one, str) else one for one in people)
    candidates = more.pop("candidates", frozenset((one.id, who.id) for one in slots for who in everybody if who.kind == one.kind))
    facts = tuple(Taken(one, who) for one, who in taken)
    return Problem(day(1), day(last), tuple(slots), everybody, candidates, facts, **more)


def says(name: str, that: Problem, *pairs: tuple[str, str], scope=None, **parameters) -> dict:
    """{key: amount} of one clause on a roster of (slot id, person)."""
    rule = BY_NAME[name](**parameters) if scope is None else BY_NAME[name](**parameters, scope=scope)
    book = RuleBook((Clause(rule, 1),))
    return {one.key: one.amount for one in findings(that, book, Roster(frozenset(pairs)))}
