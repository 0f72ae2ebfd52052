"""A leader's instruction: seen in prospect, given once those concerned agreed by telephone, and undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from planner.changing.change_notice import calls, notice_wording
from planner.changing.movement import Instruction, movement
from planner.changing.reissue import reissue
from planner.judging.handover import Exchange, as_exchange
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.verdict import Verdict, verdict
from planner.notifying.knowledge import UNSEEN, Awareness
from planner.office.cells.choices import SessionTarget
from planner.office.office import Office
from planner.office.sheets import Session
from planner.roster.contacts import PhoneCall
from planner.roster.reasons import INSTRUCTION, INSTRUCTION_UNDONE
from planner.store import Store, Transaction, audit
from planner.store.people import instructions
from planner.store.people.instructions import Given, InstructedChange
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content
from planner.store.row_ids import InstructionId
from planner.store.states import InstructionState
from planner.words import Lang, Words


@dataclass(frozen=True)
class Prospect:
    """What an instruction would come to: what moves, the verdict on it, whom to telephone, the notice's wording."""

    change: InstructedChange
    verdict: Verdict
    calls: tuple[PhoneCall, ...]
    notice: Words


def prospect(standing: Standing, wish: Instruction, now: datetime, lang: Lang) -> Prospect:
    """What an instruction would come to. Writes nothing. Raises SwapRefused where it cannot be carried out at all."""
    office, content = standing.office, standing.issued
    change = movement(office, content, wish, now)
    found = verdict(standing, _exchange(change), lang, office_eyes=True)
    day = now.date()
    return Prospect(
        change, found, calls(office, content, wish.who, change, day), notice_wording(office, content, wish.who, change)
    )


def give(store: Store, wish: Instruction, agreed: frozenset[str] | None, now: datetime, by: str, lang: Lang) -> Given:
    """Put an instruction into effect. Raises SwapRefused.

    `agreed` are those who said yes on the telephone (tagged), None means all who had to be asked; of those concerned
    they alone count as knowing, all others are to be told.
    """
    if not wish.ordered_by.strip():
        raise SwapRefused(Refusal.NO_ORDER)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = prospect(standing, wish, now, lang)
        asked = [call for call in found.calls if call.asked]
        silent = [call.name for call in asked if agreed is not None and call.who not in agreed]
        if silent:
            raise SwapRefused(Refusal.NOT_AGREED, "、".join(silent))
        if found.verdict.bans:
            raise SwapRefused(Refusal.RULES, *found.verdict.bans)
        if found.verdict.broken and not wish.reason.strip():
            raise SwapRefused(Refusal.NEEDS_REASON, *found.verdict.broken)
        named = {wish.who, *(one.who for one in found.calls)}
        ticked = {call.who for call in asked} if agreed is None else agreed & named
        phoned = Awareness(dict.fromkeys(ticked, "电话"))
        _enact(standing, found.change, now, INSTRUCTION.zh.format(wish.ordered_by), phoned)
        id = _on_record(transaction, wish, found, now, by)
        given = instructions.get(transaction, id)
        assert given is not None
        return given


def _on_record(transaction: Transaction, wish: Instruction, found: Prospect, now: datetime, by: str) -> InstructionId:
    """Keep an instruction that was put into effect, with those who had to agree."""
    asked = tuple(call.who for call in found.calls if call.asked)
    id = instructions.add(
        transaction,
        found.change,
        asked,
        kind=wish.kind,
        slot=wish.slot,
        who=wish.who,
        ordered_by=wish.ordered_by,
        reason=wish.reason,
        notice_zh=found.notice.zh,
        notice_en=found.notice.en,
        made_at=now.isoformat(),
        made_by=by,
    )
    said = {key: getattr(wish, key) for key in ("kind", "slot", "who", "ordered_by", "reason")}
    audit.record(transaction, now, by, "instruction", {"id": id, **said, "agreed": sorted(asked)})
    return id


def undo(store: Store, id: InstructionId, now: datetime, by: str, lang: Lang) -> Given:
    """Undo an instruction by further versions, judged anew.

    Raises SwapRefused where it is unknown or undone, one of its slots has begun or was changed since, or a ban of 必须
    would be broken.
    """
    with store.write() as transaction:
        standing = Standing.read(transaction)
        given = instructions.get(transaction, id)
        if given is None:
            raise SwapRefused(Refusal.UNKNOWN_ORDER)
        if given.state != InstructionState.APPLIED:
            raise SwapRefused(Refusal.UNDONE)
        office, content, done = standing.office, standing.issued, given.change
        back = InstructedChange(done.put, done.out, done.after, done.before, done.rows_after, done.rows_before)
        kept = _rows_of(office, done.rows_before + done.rows_after) == set(done.rows_after)
        if (
            not kept
            or not set(back.out) <= content.pairs
            or any(content.slots.get(slot) != held for slot, held in back.before.items())
        ):
            raise SwapRefused(Refusal.CHANGED)
        if _begins(content, back) <= office.minute(now):
            raise SwapRefused(Refusal.STARTED)
        broken = verdict(standing, _exchange(back), lang, office_eyes=True).bans
        if broken:
            raise SwapRefused(Refusal.RULES, *broken)
        _enact(standing, back, now, INSTRUCTION_UNDONE.zh.format(id), UNSEEN)
        instructions.undone(transaction, id, now.isoformat())
        audit.record(transaction, now, by, "instruction undo", {"id": id})
        return replace(given, state=InstructionState.UNDONE, closed_at=now.isoformat())


def _exchange(change: InstructedChange) -> Exchange:
    return as_exchange(change.out, change.put, change.before, change.after)


def _begins(content: Content, change: InstructedChange) -> int:
    """From when on (minutes) a change makes any difference: by who serves when, or by what is told of a slot."""
    parts = {held.slot.turn for held in (*change.before.values(), *change.after.values()) if held.slot.whole}
    told = [one.slot for one in (*change.before.values(), *change.after.values()) if one.slot.turn not in parts]
    return min((*(at for _, _, at in _exchange(change).differing(content)), *(slot.start for slot in told)))


def _enact(standing: Standing, change: InstructedChange, now: datetime, reason: str, aware: Awareness) -> None:
    """Write the next versions, and the rows of 场次 that make later plans agree with them."""
    reissue(standing, _exchange(change), now, reason, aware)
    if change.rows_before != change.rows_after:
        office = standing.office
        gone = _rows_of(office, change.rows_before + change.rows_after)
        kept = [row for row in office.of(Session) if row not in gone]
        offices.save(standing.transaction, office, office.with_rows("场次", (*kept, *change.rows_after)))


def _rows_of(office: Office, some: tuple[Session, ...]) -> set[Session]:
    """The rows of 场次 now on the sheet for the duties and nominal days of these rows, extra sessions left out."""
    keys = {(row.duty, row.nominal) for row in some}
    return {row for row in office.of(Session) if row.to != SessionTarget.EXTRA and (row.duty, row.nominal) in keys}
