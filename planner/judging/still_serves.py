"""Whether somebody can still serve a slot by today's facts, and if not why: the one answer, wherever it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from constraints.problem.problem import Assignee, Slot
from constraints.problem.roster import Pair
from planner.judging.verdict import ELSEWHERE
from planner.office.ids import bare
from planner.office.office import Office
from planner.problem.assignees import assignees
from planner.problem.parts import days_ahead, lasts, offset, some_days
from planner.problem.sites import pools_by_now, spots
from planner.problem.wishes_and_orders import orders
from planner.roster.issued import begun, issued_lines
from planner.roster.lines import Line
from planner.store import cache
from planner.store.roster.parts import days_of, meant
from planner.store.roster.standing import Standing
from planner.words import Lang, Words


class Hindrance(StrEnum):
    """Why somebody can no longer serve; of several that hold, the first of these."""

    GONE = "gone"
    LEFT = "left"
    LEAVING = "leaving"
    CLOSED = "closed"
    OUT_OF_POOL = "out_of_pool"
    UNLINKED = "unlinked"
    EXEMPT = "exempt"
    AWAY = "away"
    RULED_OUT = "ruled_out"
    ORDERED = "ordered"


WORDS: dict[Hindrance, Words] = {
    Hindrance.GONE: Words("{who}已不在名单"),
    Hindrance.LEFT: Words("{who}当天不在任"),
    Hindrance.LEAVING: Words("{who}值班期间离任"),
    Hindrance.CLOSED: Words("{who}当天已停用"),
    Hindrance.OUT_OF_POOL: Words("{who}已不在该值班序列"),
    Hindrance.UNLINKED: Words("{who}已不联系该点"),
    Hindrance.EXEMPT: Words("{who}不排该班次"),
    Hindrance.AWAY: Words("{who}请假外出"),
    Hindrance.RULED_OUT: Words("领导指示{who}不排该班"),
    Hindrance.ORDERED: Words("领导另有指定，{who}不能值该班"),
}
PRIVATE = (Hindrance.OUT_OF_POOL, Hindrance.UNLINKED, Hindrance.EXEMPT, Hindrance.AWAY, Hindrance.RULED_OUT)
"""What others read as 该时段另有安排: the causes whose findings the rules keep private, leave and exemptions."""
OFFICE_ONLY = (Hindrance.RULED_OUT,)
"""Of these, what not even the person concerned reads."""


def hindrance_words(name: str, cause: Hindrance, lang: Lang, *, office_eyes: bool = False, own: bool = False) -> str:
    """Why somebody cannot serve, in words: whole for the office, for oneself (`own`) all but an order to leave one out.

    Everybody else reads the neutral words in place of what is private.
    """
    hidden = () if office_eyes else OFFICE_ONLY if own else PRIVATE
    return (ELSEWHERE if cause in hidden else WORDS[cause]).say(lang).format(who=name)


@dataclass(frozen=True)
class Today:
    """Today's facts about everybody, and what today's orders say of some slots."""

    office: Office
    people: Mapping[str, Assignee]
    linked: Mapping[tuple[str, int, str], frozenset[str]]
    """(duty, day, site) → the units linked to the site."""
    ruled_out: frozenset[Pair] = frozenset()
    ordered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Slot → those whom an order wants somewhere, and who can serve on no other slot of that order."""
    called: Mapping[str, tuple[Slot, ...]] = field(default_factory=dict)
    """The same by person or unit."""

    @classmethod
    def of(cls, office: Office, slots: Iterable[Slot]) -> Today:
        """The facts as they stand for these slots."""
        known = {slot.id: slot for slot in slots}
        facts = cls(office, assignees(office), _linked(office, known.values()))
        ruled_out, ordered, called = set[Pair](), defaultdict[str, set[str]](set), defaultdict[str, list[Slot]](list)
        for pin in orders(office, list(known.values()), date.max, date.max)[0]:
            if pin.forbidden:
                ruled_out |= {(slot, pin.who) for slot in pin.slots}
                continue
            fitting = [known[slot] for slot in pin.slots if facts.own_cause(known[slot], pin.who) is None]
            if len(fitting) == 1:
                ordered[fitting[0].id].add(pin.who)
                called[pin.who].append(fitting[0])
        return cls(
            office,
            facts.people,
            facts.linked,
            frozenset(ruled_out),
            {slot: frozenset(some) for slot, some in ordered.items()},
            {who: tuple(some) for who, some in called.items()},
        )

    def cause(self, slot: Slot, who: str) -> Hindrance | None:
        """Why `who` (tagged) cannot serve a slot; None where they can."""
        return self.own_cause(slot, who) or self._cause_by_order(slot, who)

    def own_cause(self, slot: Slot, who: str) -> Hindrance | None:
        """The same by what is known of them alone, whatever is ordered."""
        one = self.people.get(who)
        if one is None:
            return Hindrance.GONE
        spell = one.spell(slot.day)
        if spell is None:
            return Hindrance.LEFT if one.kind == "person" else Hindrance.CLOSED
        if not one.there(slot.days):
            return Hindrance.LEAVING if one.kind == "person" else Hindrance.CLOSED
        if spell.pools.isdisjoint(pools_by_now(self.office, slot)):
            return Hindrance.OUT_OF_POOL
        units = self.linked.get((slot.duty, slot.day, slot.site))
        visits = any(link.site == slot.site and link.first <= slot.day <= link.last for link in one.links)
        if units is not None and spell.units.isdisjoint(units) and not visits:
            return Hindrance.UNLINKED
        if slot.shift in spell.exempt:
            return Hindrance.EXEMPT
        return Hindrance.AWAY if any(gone.bars(slot) for gone in one.absences) else None

    def _cause_by_order(self, slot: Slot, who: str) -> Hindrance | None:
        if (slot.turn, who) in self.ruled_out:
            return Hindrance.RULED_OUT
        wanted = self.ordered.get(slot.id, frozenset())
        if who in wanted:
            return None
        taken = len(wanted) >= slot.room
        return Hindrance.ORDERED if taken or any(_clash(slot, other) for other in self.called.get(who, ())) else None


def _clash(one: Slot, other: Slot) -> bool:
    """Whether nobody can hold both, as the rules count it: at one time, of one hold, and not on call."""
    return one.hold == other.hold != "on_call" and one.start < other.end and other.start < one.end


def _linked(office: Office, slots: Iterable[Slot]) -> dict[tuple[str, int, str], frozenset[str]]:
    days = {(slot.duty, slot.day) for slot in slots if slot.site and slot.duty in office.duties}
    return {
        (duty, day, spot.id): frozenset(spot.units)
        for duty, day in days
        for spot in spots(office, office.duties[duty], date.fromordinal(day))
        if spot.id
    }


@cache.kept(2, cache.OFFICE, cache.ISSUED)
def today(standing: Standing) -> Today:
    """Today's facts for everything that is issued."""
    return Today.of(standing.office, (held.slot for held in standing.issued.slots.values()))


def cannot_serve(standing: Standing, now: datetime) -> Mapping[Pair, Hindrance]:
    """(slot, holder) of every issued slot of which days are ahead that its holder cannot serve any more → why."""
    return _cannot_serve(standing, standing.office.minute(now), begun(standing, now))


@cache.kept(4, cache.OFFICE, cache.ISSUED, by=lambda standing, clock, past: past)
def _cannot_serve(standing: Standing, clock: int, past: int) -> Mapping[Pair, Hindrance]:
    """`past` days of issued slots lie in the past: it changes with them, not with the clock."""
    content, facts = standing.issued, today(standing)
    left = ((pair, days_ahead(content.slots[pair[0]].slot, clock)) for pair in content.pairs)
    causes = ((pair, facts.cause(slot, pair[1])) for pair, slot in left if slot)
    return {pair: cause for pair, cause in causes if cause}


def days_away(standing: Standing, slot: str, who: str, now: datetime) -> str:
    """What means those days of an issued slot still ahead that `who` (tagged) cannot serve: from the first to the last.

    It is all that is ahead of a slot where something else than an absence keeps them from it.
    """
    content, facts = standing.issued, today(standing)
    left = days_ahead(content.slots[slot].slot, standing.office.minute(now))
    if left is None or lasts(left) == 1:
        return days_of(content, slot, *([date.fromordinal(left.day)] * 2 if left else ()))
    each = [some_days(left, offset(left) + day, offset(left) + day + 1) for day in range(lasts(left))]
    barred = [one.day for one in each if facts.cause(one, who)] or [one.day for one in each]
    return days_of(content, slot, date.fromordinal(barred[0]), date.fromordinal(barred[-1]))


@dataclass(frozen=True)
class Unable:
    """Somebody (`who`, tagged) who is on an issued line and cannot serve what is ahead of it: why, on which days."""

    line: Line
    who: str
    name: str
    cause: Hindrance
    days: str
    """What means the days that they cannot serve (`store.roster.parts`)."""
    slot: Slot
    """These days as a slot of their own."""

    def say(self, lang: Lang) -> str:
        """The whole sentence, for the office."""
        return hindrance_words(self.name, self.cause, lang, office_eyes=True)


def unable(standing: Standing, now: datetime, month: str = "") -> list[Unable]:
    """Everybody who can serve no longer where they are issued to, by start; of a month (YYYY-MM) or of all."""
    found = []
    for (slot, who), cause in cannot_serve(standing, now).items():
        held = standing.issued.slots[slot].slot
        of = f"{date.fromordinal(held.nominal):%Y-%m}"
        if month in ("", of):
            lines = issued_lines(standing.transaction, standing.office, of, held.duty)
            line = next(one for one in lines if one.slot.id == slot)
            away = days_away(standing, slot, who, now)
            there = meant(standing.issued, away) or line.held
            found.append(Unable(line, who, _name(standing.office, line, who), cause, away, there.slot))
    return sorted(found, key=lambda one: (one.line.slot.start, one.line.slot.id, one.who))


def _name(office: Office, line: Line, who: str) -> str:
    """What somebody is called now, or where the list has them no longer, was called when it was issued."""
    if who in office.rank:
        return office.name(who)
    return next((one.name for one in line.people if one.tagged == who), bare(who))
