"""Taking a draft back from signature: it can be edited again, and the sheets that went round with it hold no more."""

from __future__ import annotations

from datetime import datetime

from planner.errors import NotPossible
from planner.planning.basis import draft_of
from planner.roster.check_code import check_code
from planner.roster.issued import draft_lines
from planner.store import Store, audit
from planner.store.roster import drafts, offices, recalls
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.recalls import Recall
from planner.words import Words


def recall(store: Store, month: str, reason: str, now: datetime, actor: str) -> Draft:
    """Open the locked draft of a month again; the reason is kept with it.

    Raises NotPossible where there is none, it is not locked, or no reason is given.
    """
    why = reason.strip()
    if not why:
        raise NotPossible(Words("收回送签须写明理由"))
    with store.write() as transaction:
        found = draft_of(transaction, month)
        if found.state is not DraftState.LOCKED:
            raise NotPossible(Words("%(month)s 的草稿没有送签，不用收回", month=month))
        lines = draft_lines(transaction, offices.load(transaction), found)
        codes = {duty: check_code([one for one in lines if one.slot.duty == duty]) for duty in found.duties}
        sent = found.locked_at or ""
        recalls.add(transaction, Recall(found.id, month, sent, now.isoformat(), actor, why, codes))
        drafts.unlock(transaction, found)
        audit.record(transaction, now, actor, "recall", {"month": month, "draft": found.id, "reason": why})
        return drafts.get(transaction, found.id)
