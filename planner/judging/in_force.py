"""What is in force, indexed and judged once under each rule book it was issued under, to judge changes fast."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date

from constraints.judge import Finding, judge, rejudge, worse
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem, Slot, Taken
from constraints.problem.roster import Pair, Roster
from planner.judging.handover import Exchange, cut_out
from planner.planning.basis import busy
from planner.problem.assignees import assignees
from planner.problem.build import build_problem, with_busy
from planner.problem.parts import with_slots
from planner.problem.period import Issued, Period
from planner.problem.sites import pools_by_now
from planner.store import Transaction, blobs, cache
from planner.store.roster import versions
from planner.store.roster.actual_service import really
from planner.store.roster.parts import days_of
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content, Version


@dataclass(frozen=True)
class Ground:
    """Whole months as issued, under one rule book, with all findings on them: what a change is judged against.

    `key` stands for exactly this state, so that results can be kept under it.
    """

    key: Hashable
    case: Case
    roster: Roster
    found: list[Finding]

    def after(self, exchange: Exchange) -> list[Finding]:
        """All findings on the roster after an exchange, not only those that the exchange adds."""
        after = Roster(exchange.of(self.roster.pairs))
        if self.case.knows(exchange.put):
            return rejudge(self.case, self.roster, self.found, after)
        return judge(
            Case(self.case.problem, self.case.book, after.pairs), after
        )  # somebody the problem has no column for

    def with_columns(self, pairs: frozenset[Pair]) -> Ground:
        """This ground with the pairs added to its case, so that putting them in is judged by the difference alone."""
        if self.case.knows(pairs):
            return self
        case = Case(self.case.problem, self.case.book, self.roster.pairs | pairs)
        return Ground((self.key, pairs), case, self.roster, judge(case, self.roster))

    def new(self, exchange: Exchange) -> list[Finding]:
        """The findings that are new, or larger than before, after an exchange."""
        return worse(self.found, self.then(exchange).found if exchange.slots else self.after(exchange))

    @cache.kept(12, by=lambda self, exchange: (self.key, exchange))
    def then(self, exchange: Exchange) -> Ground:
        """What there is to be judged against after an exchange, its slots at their times and in their parts by then."""
        slots = {id: held.slot if held else None for id, held in exchange.slots}
        problem = with_slots(self.case.problem, slots)
        ours = {slot.id for slot in problem.slots}
        pairs = frozenset(pair for pair in exchange.of(self.roster.pairs) if pair[0] in ours)
        return _ground((self.key, exchange), problem, self.case.book, pairs)


def grounds(standing: Standing, slots: list[Slot]) -> list[Ground]:
    """One ground for each rule book under which the issued slots were issued, over the whole months that hold them.

    The rosters are as really served; absences are those known today.
    """
    digests = dict.fromkeys(version.digests[1] for version in touched(standing.transaction, slots))
    return [_ground_under(standing, *_span(slots), digest) for digest in digests]


def ground_of(standing: Standing, slot: str) -> tuple[str, Ground, Content]:
    """The ground of an issued slot, or of some days of one, which stand in it as a part of their own.

    Returns the id that it has there, the ground and all that is issued, so divided. Raises SwapRefused for what is not
    in force.
    """
    issued = standing.issued
    id, cut = cut_out(issued, days_of(issued, slot))
    ground, *_ = grounds(standing, cut.concerns(issued.slots) or [issued.slots[id].slot])
    if not cut.slots:
        return id, ground, issued
    return id, ground.then(cut), Content(cut.after(issued.slots), cut.of(issued.pairs))


@cache.kept(6, cache.OFFICE, cache.ISSUED)
def _ground_under(standing: Standing, first: date, last: date, digest: str) -> Ground:
    """The ground of the months from `first` to `last` under the rule book of a digest."""
    transaction = standing.transaction
    key = *cache.marks(transaction, cache.OFFICE, cache.ISSUED), first, last, digest
    problem, book = _problem(standing, first, last), _book(transaction, digest)
    ours = {slot.id for slot in problem.slots}
    pairs = really(transaction, standing.issued.pairs)
    return _ground(key, problem, book, frozenset(pair for pair in pairs if pair[0] in ours))


def _ground(key: Hashable, problem: Problem, book: RuleBook, before: frozenset[Pair]) -> Ground:
    case, roster = Case(problem, book, before), Roster(before)
    return Ground(key, case, roster, judge(case, roster))


def _span(slots: list[Slot]) -> tuple[date, date]:
    """First and last day of the whole months that hold the slots' nominal days."""
    days = [date.fromordinal(slot.nominal) for slot in slots]
    return Period.month(f"{min(days):%Y-%m}").first, Period.month(f"{max(days):%Y-%m}").last


@cache.kept(2, cache.OFFICE, cache.ISSUED)
def _problem(standing: Standing, first: date, last: date) -> Problem:
    """The problem of the months from `first` to `last` as issued; whatever else is issued stands in it as a fact."""
    transaction, office, issued = standing.transaction, standing.office, standing.issued
    away, content = busy(transaction, issued), Content(issued.slots, really(transaction, issued.pairs))
    span = first.toordinal(), last.toordinal()
    ours = {
        id: replace(held.slot, pools=pools_by_now(office, held.slot))
        for id, held in content.slots.items()
        if span[0] <= held.slot.nominal <= span[1]
    }
    taken = tuple(Taken(content.slots[slot].slot, who) for slot, who in sorted(content.pairs) if slot not in ours)
    fresh = build_problem(office, Period(first, last), Issued(taken, ours, busy=away)).problem
    people = with_busy(assignees(office), away)
    named = {one.id for one in fresh.assignees} | {who for _, who in content.pairs if who in people}
    return replace(
        fresh,
        slots=tuple(ours[id] for id in sorted(ours)),
        assignees=tuple(people[who] for who in sorted(named)),
        candidates=frozenset(pair for pair in fresh.candidates if pair[0] in ours),
        issued=frozenset(),
        published=frozenset(),  # a swap is a change: 已印发少调整 has no say in it
        turns=(),  # nor has 轮流: whoever swaps serves in the place of the one whose turn it was
        cursors=(),
    )


@cache.kept(16)
def _book(transaction: Transaction, name: str) -> RuleBook:
    return RuleBook.from_json(json.loads(blobs.fetch_blob(transaction, name)))


def touched(transaction: Transaction, slots: list[Slot]) -> list[Version]:
    """The versions in force that hold the slots, by duty and month."""
    keys = {(slot.duty, f"{date.fromordinal(slot.nominal):%Y-%m}") for slot in slots}
    return [version for duty, month in sorted(keys) for version in versions.current(transaction, month, duty)]
