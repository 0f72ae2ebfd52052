"""Editing a draft by hand: one cell at a time, each change priced before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from constraints.judge import cost, worse
from constraints.roster import Roster
from planner.drafting import outcome_of
from planner.fault import Lang, NotPossible
from planner.judged import after, judged
from planner.say import Speaker
from planner.store import Unit, at_hand, audit, drafts
from planner.store.drafts import Draft


@dataclass(frozen=True)
class Choice:
    """Somebody who could take a cell: what it would cost, and which clauses of 必须 it would break."""

    who: str
    name: str
    price: int
    broken: tuple[str, ...]
    on_it: bool


def choices(unit: Unit, draft: Draft, slot: str, out: str, lang: Lang) -> list[Choice]:
    """Everybody for a slot of a draft, instead of `out` or besides; within the rules first, then by price and rank."""
    return _CHOICES.get((draft.digests, draft.roster, slot, out, lang), lambda: _choices(unit, draft, slot, out, lang))


_CHOICES: at_hand.Shelf[list[Choice]] = at_hand.Shelf(32)


def _choices(unit: Unit, draft: Draft, slot: str, out: str, lang: Lang) -> list[Choice]:
    basis = drafts.basis(unit, draft.digests)
    slots = {one.id: one for one in basis.problem.slots}
    if slot not in slots:
        raise NotPossible("草稿里没有这个班次", "the draft has no such slot")
    able = sorted(who for id, who in basis.problem.candidates if id == slot)
    roster = draft.roster
    on = [who for id, who in roster.pairs if id == slot]
    case, before = judged(unit, draft)
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    found = []
    for who in dict.fromkeys([*on, *able]):
        new = before if who in on else after(case, draft, before, roster.without((slot, out)).with_((slot, who)))
        broken = tuple(speaker.say(one) for one in worse(before, new) if one.must)
        found.append(Choice(who, basis.office.name(who), cost(new) - cost(before), broken, who in on))
    rank = basis.office.rank
    return sorted(found, key=lambda one: (not one.on_it, bool(one.broken), one.price, rank.get(one.who, (10**9, 0))))


def put(unit: Unit, draft: Draft, slot: str, out: str, into: str, now: datetime, by: str, lang: Lang) -> None:
    """Take somebody off a slot, put somebody on, or both; a locked draft stays as it is. Raises NotPossible."""
    if draft.state != "open":
        raise NotPossible("草稿已送签锁定，不能修改", "the draft is locked for signature")
    basis = drafts.basis(unit, draft.digests)
    if slot not in {one.id for one in basis.problem.slots}:
        raise NotPossible("草稿里没有这个班次", "the draft has no such slot")
    if out and (slot, out) not in draft.roster:
        raise NotPossible("草稿已被别人改过，请重新打开", "somebody else changed the draft meanwhile: open it again")
    if into and into not in {one.id for one in basis.problem.assignees}:
        raise NotPossible("没有这个人", "there is nobody of that id")
    pairs = draft.roster.pairs - ({(slot, out)} if out else set()) | ({(slot, into)} if into else set())
    roster = Roster(frozenset(pairs))
    case, found = judged(unit, draft)
    drafts.replace_roster(unit, draft, roster, outcome_of(basis, roster, after(case, draft, found, roster), lang))
    audit.record(unit, now, by, "edit", {"draft": draft.id, "slot": slot, "out": out, "into": into})
