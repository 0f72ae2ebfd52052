"""Somebody fixed on a cell of a draft for every later plan, by a row of 指定, or let go again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from constraints.problem.roster import Pair
from constraints.solve import PlanStatus
from planner.errors import NotPossible
from planner.office.sheets import PinRow
from planner.planning.basis import basis_again, stale
from planner.store import audit
from planner.store.roster import bases, drafts, offices
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.standing import Standing
from planner.words import Words


def pin(standing: Standing, draft: Draft, slot: str, who: str, wanted: bool, now: datetime, by: str) -> None:
    """Add (`wanted`) or remove the row of 指定 that fixes somebody on a slot for every later plan.

    A draft that was not stale before is not stale afterwards. Raises NotPossible where the draft is locked, `who` is
    not on the slot, it is as wanted already, or the row covers more than this one day.
    """
    _still_open(draft)
    if wanted == bool(_same(standing, _row(standing, draft, slot, who))):
        raise (
            NotPossible(Words("这一格已经固定"))
            if wanted
            else NotPossible(Words("这条指定不是单独一天的，请在“指定”表中修改"))
        )
    pin_all(standing, draft, ((slot, who),), wanted, now, by)


def pin_all(standing: Standing, draft: Draft, pairs: Sequence[Pair], wanted: bool, now: datetime, by: str) -> None:
    """The same for several (slot, tagged id) at once; those that are as wanted already stay so."""
    _still_open(draft)
    transaction, office, fresh = standing.transaction, standing.office, not stale(standing, draft, now)
    rows = office.of(PinRow)
    changed = list[Pair]()
    for slot, who in pairs:
        row = _row(standing, draft, slot, who)
        same = _same(standing, row)
        if wanted != bool(same):
            rows = (*rows, row) if wanted else tuple(one for one in rows if one not in same)
            changed.append((slot, who))
    offices.save(transaction, office, office.with_rows("指定", rows))
    if fresh:
        drafts.rebase(transaction, draft, basis_again(Standing.read(transaction), draft, now))
    if not wanted and draft.result.proved:  # it was the best of those with these fixed
        open_again = replace(draft.result, proved=False, status=_unproved(draft.result.status))
        drafts.replace_roster(transaction, draft, draft.roster, open_again)
    for slot, who in changed:
        detail = {"draft": draft.id, "slot": slot, "who": who}
        audit.record(transaction, now, by, "pin" if wanted else "unpin", detail)


def _still_open(draft: Draft) -> None:
    if draft.state is not DraftState.OPEN:
        raise NotPossible(Words("草稿已送签锁定，不能修改"))


def _row(standing: Standing, draft: Draft, slot: str, who: str) -> PinRow:
    """The row that fixes somebody on a slot on its one day. Raises NotPossible where they are not on it."""
    if (slot, who) not in draft.roster:
        raise NotPossible(Words("草稿已被别人改过，请重新打开"))
    held = next(one for one in bases.basis(standing.transaction, draft.digests).problem.slots if one.id == slot)
    day = date.fromordinal(held.nominal)
    return PinRow(duty=held.duty, start=day, shift=held.shift, post=held.post, site=held.site, who=who)


def _same(standing: Standing, row: PinRow) -> list[PinRow]:
    """The rows there are that fix the same, whoever ordered it."""
    return [
        one
        for one in standing.office.of(PinRow)
        if replace(one, end=None, ordered_by="") == row and one.end in (None, row.start)
    ]


def _unproved(status: PlanStatus) -> PlanStatus:
    return PlanStatus.FEASIBLE if status is PlanStatus.OPTIMAL else status
