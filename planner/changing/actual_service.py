"""What really happened (补登): who stood in, entered afterwards; it counts wherever past service counts."""

from __future__ import annotations

from datetime import datetime

from planner.judging.refusals import Refusal, SwapRefused
from planner.office.ids import bare, is_person
from planner.store import Store, audit
from planner.store.roster import actual_service as rows
from planner.store.roster.actual_service import ActualService
from planner.store.roster.standing import Standing
from planner.store.row_ids import ActualServiceId


def enter(
    store: Store, slot: str, planned: str, actual: str, confirmed_by: str, note: str, now: datetime, by: str
) -> ActualService:
    """Enter that `actual` (tagged; '' for nobody) served a begun slot instead of `planned` (tagged).

    Raises SwapRefused where the slot is unknown or has not begun, `planned` is not on it, `actual` is unknown or was on
    it anyway, an entry stands already, or nobody is named who confirmed it.
    """
    with store.write() as transaction:
        _check(Standing.read(transaction), slot, planned, actual, confirmed_by, now)
        id = rows.add(
            transaction,
            slot=slot,
            planned=planned,
            actual=actual,
            confirmed_by=confirmed_by,
            note=note,
            made_at=now.isoformat(),
            made_by=by,
        )
        audit.record(
            transaction,
            now,
            by,
            "served",
            {"id": id, "slot": slot, "planned": planned, "actual": actual, "confirmed_by": confirmed_by},
        )
        return next(one for one in rows.standing(transaction) if one.id == id)


def _check(standing: Standing, slot: str, planned: str, actual: str, confirmed_by: str, now: datetime) -> None:
    transaction, office, content = standing.transaction, standing.office, standing.issued
    if slot not in content.slots:
        raise SwapRefused(Refusal.UNKNOWN_SLOT)
    if (slot, planned) not in content.pairs:
        raise SwapRefused(Refusal.NOT_THEIRS)
    if office.moment(content.slots[slot].slot.start) > now:
        raise SwapRefused(Refusal.NOT_BEGUN)
    if actual and bare(actual) not in (office.people if is_person(actual) else office.units):
        raise SwapRefused(Refusal.UNKNOWN_PERSON)
    if any((one.slot, one.planned) == (slot, planned) for one in rows.standing(transaction)):
        raise SwapRefused(Refusal.ENTERED)
    if (slot, actual) in rows.really(transaction, content.pairs):
        raise SwapRefused(Refusal.SAME_PERSON)
    if not confirmed_by.strip():
        raise SwapRefused(Refusal.NO_CONFIRMER)


def take_back(store: Store, id: ActualServiceId, now: datetime, by: str) -> None:
    """End an entry, which stays on record. Raises SwapRefused where none that counts has this id."""
    with store.write() as transaction:
        if not rows.take_back(transaction, id, now.isoformat()):
            raise SwapRefused(Refusal.UNKNOWN_ORDER)
        audit.record(transaction, now, by, "served taken back", {"id": id})
