"""Editing a draft by hand: one cell at a time, each change priced before it is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from constraints.judge import cost, worse
from constraints.problem.roster import Roster
from constraints.solve import PlanStatus
from planner.errors import NotPossible
from planner.office.sheets import PinRow
from planner.planning.basis import basis_again, stale
from planner.planning.draft_findings import after, judged
from planner.planning.outcome import outcome_of
from planner.roster.finding_text import Speaker
from planner.store import Transaction, audit, cache
from planner.store.roster import bases, drafts, edits, offices
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.standing import Standing
from planner.words import Lang, Words


@dataclass(frozen=True)
class Choice:
    """Somebody who could take a cell: what it would cost, and which clauses of 必须 it would break."""

    who: str
    name: str
    price: int
    """The change of cost in whole cost units."""
    broken: tuple[str, ...]
    """Sentences on what of 必须 it would break."""
    on_it: bool
    """Whether they hold the cell already."""


@cache.kept(32, by=lambda transaction, draft, slot, out, lang: (draft.digests, draft.roster, slot, out, lang))
def choices(transaction: Transaction, draft: Draft, slot: str, out: str, lang: Lang) -> list[Choice]:
    """Everybody who could take a slot of a draft, instead of `out` or, if that is '', besides those on it.

    Those on it come first, then those within 必须, each by price and rank. Raises NotPossible for an unknown slot.
    """
    basis = bases.basis(transaction, draft.digests)
    slots = {one.id: one for one in basis.problem.slots}
    if slot not in slots:
        raise NotPossible(Words("草稿里没有这个班次"))
    able = sorted(who for id, who in basis.problem.candidates if id == slot)
    roster = draft.roster
    on = [who for id, who in roster.pairs if id == slot]
    case, before = judged(transaction, draft)
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    found = []
    for who in dict.fromkeys([*on, *able]):
        new = before if who in on else after(case, draft, before, roster.without((slot, out)).with_((slot, who)))
        broken = tuple(speaker.say(one) for one in worse(before, new) if one.must)
        found.append(Choice(who, basis.office.name(who), cost(new) - cost(before), broken, who in on))
    rank = basis.office.rank
    return sorted(found, key=lambda one: (not one.on_it, bool(one.broken), one.price, rank.get(one.who, (10**9, 0))))


def put_in_cell(
    transaction: Transaction, draft: Draft, slot: str, out: str, into: str, now: datetime, by: str, lang: Lang
) -> None:
    """Take `out` off a slot of a draft and put `into` on it; either may be ''.

    Raises NotPossible where the draft is locked, the slot or `into` unknown, or `out` no longer on the slot.
    """
    _put(transaction, draft, slot, out, into, lang)
    edits.add(transaction, draft.id, slot, out, into)
    audit.record(transaction, now, by, "edit", {"draft": draft.id, "slot": slot, "out": out, "into": into})


def step(transaction: Transaction, draft: Draft, back: bool, now: datetime, by: str, lang: Lang) -> None:
    """Undo the last edit of a draft (`back`), or redo the one undone last.

    Raises NotPossible where there is none, or it no longer fits the draft.
    """
    found = edits.last(transaction, draft.id, undone=not back)
    if found is None:
        raise (NotPossible(Words("没有可以撤回的修改")) if back else NotPossible(Words("没有可以重做的修改")))
    out, into = (found.into, found.out) if back else (found.out, found.into)
    _put(transaction, draft, found.slot, out, into, lang)
    edits.mark(transaction, found.id, back)
    audit.record(
        transaction,
        now,
        by,
        "undo" if back else "redo",
        {"draft": draft.id, "slot": found.slot, "out": out, "into": into},
    )


def _put(transaction: Transaction, draft: Draft, slot: str, out: str, into: str, lang: Lang) -> None:
    if draft.state is not DraftState.OPEN:
        raise NotPossible(Words("草稿已送签锁定，不能修改"))
    basis = bases.basis(transaction, draft.digests)
    if slot not in {one.id for one in basis.problem.slots}:
        raise NotPossible(Words("草稿里没有这个班次"))
    if out and (slot, out) not in draft.roster:
        raise NotPossible(Words("草稿已被别人改过，请重新打开"))
    if into and into not in {one.id for one in basis.problem.assignees}:
        raise NotPossible(Words("没有这个人"))
    pairs = draft.roster.pairs - ({(slot, out)} if out else set()) | ({(slot, into)} if into else set())
    roster = Roster(frozenset(pairs))
    case, found = judged(transaction, draft)
    knowing = case if case.knows(roster.pairs) else None
    result = outcome_of(basis, roster, after(case, draft, found, roster), lang, knowing)
    drafts.replace_roster(transaction, draft, roster, replace(result, kept=draft.result.kept))


def _unproved(status: PlanStatus) -> PlanStatus:
    return PlanStatus.FEASIBLE if status is PlanStatus.OPTIMAL else status


def pin(standing: Standing, draft: Draft, slot: str, who: str, wanted: bool, now: datetime, by: str) -> None:
    """Add (`wanted`) or remove the row of 指定 that fixes somebody on a slot for every later plan.

    A draft that was not stale before is not stale afterwards. Raises NotPossible where the draft is locked, `who` is
    not on the slot, it is as wanted already, or the row covers more than this one day.
    """
    if draft.state is not DraftState.OPEN:
        raise NotPossible(Words("草稿已送签锁定，不能修改"))
    if (slot, who) not in draft.roster:
        raise NotPossible(Words("草稿已被别人改过，请重新打开"))
    transaction, office, fresh = standing.transaction, standing.office, not stale(standing, draft, now)
    held = next(one for one in bases.basis(transaction, draft.digests).problem.slots if one.id == slot)
    day = date.fromordinal(held.nominal)
    row = PinRow(duty=held.duty, start=day, shift=held.shift, post=held.post, site=held.site, who=who)
    same = [one for one in office.of(PinRow) if replace(one, end=None, ordered_by="") == row and one.end in (None, day)]
    if wanted == bool(same):
        raise (
            NotPossible(Words("这一格已经固定"))
            if wanted
            else NotPossible(Words("这条指定不是单独一天的，请在“指定”表中修改"))
        )
    rows = tuple(one for one in office.of(PinRow) if one not in same) + ((row,) if wanted else ())
    offices.save(transaction, office, office.with_rows("指定", rows))
    if fresh:
        drafts.rebase(transaction, draft, basis_again(Standing.read(transaction), draft, now))
    if not wanted and draft.result.proved:  # it was the best of those with this one fixed
        open_again = replace(draft.result, proved=False, status=_unproved(draft.result.status))
        drafts.replace_roster(transaction, draft, draft.roster, open_again)
    audit.record(transaction, now, by, "pin" if wanted else "unpin", {"draft": draft.id, "slot": slot, "who": who})
