"""The fairness account: who really served what, beside their fair share, and which covers are still owed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from constraints.measure.shares import days_there
from constraints.problem.period import bounds
from constraints.problem.problem import Assignee, DayKind, Slot
from constraints.problem.roster import Pair
from planner.office.ids import bare, is_unit
from planner.office.office import Office
from planner.problem.assignees import assignees
from planner.problem.history import history
from planner.problem.period import Period
from planner.roster.entered_afterwards import slots_entered_afterwards
from planner.store import cache
from planner.store.people import offers
from planner.store.roster.actual_service import really
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing
from planner.store.states import OfferState
from planner.words import Words

KINDS: dict[DayKind, Words] = {
    "workday": Words("工作日"),
    "weekend": Words("双休日"),
    "holiday": Words("假期"),
    "statutory": Words("法定节日"),
}
PostKey = tuple[str, str, str]
"""(duty id, shift, post)"""


@dataclass(frozen=True)
class Turn:
    """A slot that somebody (tagged id) served; whether that was entered afterwards (补登)."""

    slot: Slot
    who: str
    entered_afterwards: bool = False

    @property
    def post(self) -> PostKey:
        """The post it counts for."""
        return self.slot.duty, self.slot.shift, self.slot.post


@dataclass(frozen=True)
class Debt:
    """A cover that is not returned yet: `who` served `slot` in place of `owes`."""

    slot: Slot
    who: str
    owes: str


@dataclass(frozen=True)
class Account:
    """What somebody served between two days, and covers owed by and to them.

    `due` is their fair share: how many turns of a post their days in office come to, as a fraction.
    """

    who: str
    turns: tuple[Turn, ...]
    due: dict[PostKey, Fraction]
    owed: tuple[Debt, ...]

    @property
    def posts(self) -> list[PostKey]:
        """The posts they had a share in, in the order of the sheets, then others they served."""
        return list(dict.fromkeys((*self.due, *(turn.post for turn in self.turns))))

    @property
    def entered_afterwards(self) -> int:
        """How many of the turns were entered afterwards."""
        return sum(turn.entered_afterwards for turn in self.turns)

    def times(self, post: PostKey, kind: DayKind | None = None) -> int:
        """How often they served a post, on one kind of day, or on all for None."""
        return sum(turn.post == post and kind in (None, turn.slot.day_kind) for turn in self.turns)


def served(standing: Standing, first: date, last: date, now: datetime) -> list[Turn]:
    """Every turn that began from `first` to `last` and by `now`, under whoever really served it, by start.

    It counts issued slots and, for those not issued here, the rows of 值班历史. What was issued after it had begun was
    entered afterwards, and so was whoever stood in. The parts of a slot that somebody has are one turn, the first.
    """
    office, content = standing.office, standing.issued
    clock, span = office.minute(now), range(first.toordinal(), last.toordinal() + 1)
    held = {id: one.slot for id, one in content.slots.items()}
    late = slots_entered_afterwards(standing)
    found = [
        Turn(held[slot], who, slot in late or (slot, who) not in content.pairs)
        for slot, who in really(standing.transaction, content.pairs)
        if slot in held
    ]
    before, _ = history(office, set(), (date.max, date.min), set(held), assignees(office))
    found += [Turn(one.slot, one.who) for one in before]
    inside = [turn for turn in found if turn.slot.day in span and turn.slot.start <= clock]
    ordered = sorted(inside, key=lambda turn: (turn.slot.start, turn.slot.id, turn.who))
    return list({(turn.slot.turn, turn.who): turn for turn in reversed(ordered)}.values())[::-1]


@cache.kept(
    8,
    cache.OFFICE,
    cache.ISSUED,
    by=lambda standing, first, last, now: (first, last, standing.office.minute(now) // 60),
)
def accounts(standing: Standing, first: date, last: date, now: datetime) -> dict[str, Account]:
    """Tagged id → account, for everybody who served or had a share, in rank order, people before units."""
    office = standing.office
    turns = served(standing, first, last, now)
    mine: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        mine[turn.who].append(turn)
    due = fair_due(office, turns)
    owed = debts(standing, now)
    whos = sorted(mine.keys() | due.keys(), key=lambda who: (is_unit(who), office.rank.get(who, (10**9, 0)), who))
    order = {post: number for number, post in enumerate(posts_of(office))}
    return {
        who: Account(
            who,
            tuple(mine[who]),
            dict(sorted(due.get(who, {}).items(), key=lambda one: order.get(one[0], len(order)))),
            tuple(one for one in owed if who in (one.who, one.owes)),
        )
        for who in whos
    }


def posts_of(office: Office) -> list[PostKey]:
    """Every post, in the order of the duty sheet, then of the post sheet."""
    return [(duty, post.shift, post.post) for duty, posts in office.posts.items() for post in posts]


def fair_due(office: Office, turns: Iterable[Turn]) -> dict[str, dict[PostKey, Fraction]]:
    """Tagged id → post → fair share of the turns that were served.

    Each month's turns of a post are divided among everybody of its pools in proportion to their days in office that
    month, days of long leave not counted.
    """
    people = assignees(office)
    times: Counter[tuple[PostKey, int]] = Counter()
    pools: dict[PostKey, frozenset[str]] = {}
    for turn in turns:
        first, _ = bounds(turn.slot.day, "month") or (0, 0)
        times[turn.post, first] += 1
        pools[turn.post] = pools.get(turn.post, frozenset()) | turn.slot.pools
    members = {
        post: [_in_pools(one, some) for one in people.values() if any(spell.pools & some for spell in one.spells)]
        for post, some in pools.items()
    }
    found: dict[str, dict[PostKey, Fraction]] = defaultdict(dict)
    for (post, first), count in times.items():
        _, last = bounds(first, "month") or (first, first)
        days = {one.id: days_there(one, first, last) for one in members[post]}
        total = sum(days.values())
        for who, some in days.items():
            if some:
                found[who][post] = found[who].get(post, Fraction()) + Fraction(count * some, total)
    return found


def _in_pools(one: Assignee, pools: frozenset[str]) -> Assignee:
    """Somebody with only those spells in which they are in one of the pools."""
    return replace(one, spells=tuple(spell for spell in one.spells if spell.pools & pools))


def debts(standing: Standing, now: datetime) -> list[Debt]:
    """The covers (swaps for nothing in return) whose slot has begun, less those returned on the same post since.

    Oldest first; a cover that a district leader gives or takes is not counted.
    """
    office, content = standing.office, standing.issued
    clock = office.minute(now)
    found: list[Debt] = []
    for one in offers.every(standing.transaction):
        held = meant(content, one.slot) if one.state == OfferState.APPLIED and len(one.hops) == 1 else None
        if held is None:
            continue
        slot = held.slot
        if slot.start > clock or office.is_leader(bare(one.giver)) or office.is_leader(bare(one.taker)):
            continue
        returned = next(
            (debt for debt in found if (debt.who, debt.owes, debt.slot.post) == (one.giver, one.taker, slot.post)), None
        )
        if returned:
            found.remove(returned)
        else:
            found.append(Debt(slot, one.taker, one.giver))
    return found


@dataclass(frozen=True)
class Effect:
    """How often somebody serves a post this year by what is issued, before and after a swap."""

    who: str
    post: PostKey
    before: int
    after: int


def effect(standing: Standing, out: frozenset[Pair], put: frozenset[Pair], now: datetime) -> list[Effect]:
    """What a swap does to this year's counts of everybody concerned, those who give first.

    `out` are the (slot, who) pairs that it takes away, `put` those that it adds; parts count as `Exchange.turns` says.
    """
    content, year = standing.issued, year_so_far(now)
    slots = {slot: content.slots[slot].slot for slot, _ in out | put}
    posts = {slot: Turn(held, "").post for slot, held in slots.items()}
    there = accounts(standing, *year, datetime.combine(year[1], datetime.max.time(), now.tzinfo))
    moved = {(who, posts[slot]) for slot, who in (*sorted(out), *sorted(put))}
    found = []
    for who, post in sorted(moved, key=lambda one: (not any(pair[1] == one[0] for pair in out), one)):
        count = there[who].times(post) if who in there else 0
        change = sum((one == who and posts[slot] == post) for slot, one in put) - sum(
            (one == who and posts[slot] == post) for slot, one in out
        )
        found.append(Effect(who, post, count, count + change))
    return found


def year_so_far(now: datetime) -> tuple[date, date]:
    """First and last day of the year of `now`: the span of one's own account."""
    return date(now.year, 1, 1), date(now.year, 12, 31)


def month_end(standing: Standing, month: str, now: datetime) -> dict[str, Account]:
    """Tagged id → account of a month (YYYY-MM), for those who served. Raises NotPossible."""
    period = Period.month(month)
    return {who: one for who, one in accounts(standing, period.first, period.last, now).items() if one.turns}
