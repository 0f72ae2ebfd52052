"""For the office after an issue: requests, instructions, what really happened, messages, reminders, who is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.changing import actual_service, asking, instruction, open_call, swap, swap_undo, unanswered, vacancies
from planner.changing.unanswered import Chase
from planner.judging import repairs, standins
from planner.judging.standins import StandIn
from planner.judging.still_open import open_requests
from planner.notifying import overtaken, tasks, wording
from planner.pages import tomorrow
from planner.roster.on_duty import on_duty
from planner.store.people import instructions
from planner.store.people.instructions import Given
from planner.store.roster import actual_service as entries
from planner.store.roster import offices
from planner.store.roster.actual_service import ActualService
from planner.store.roster.standing import Standing
from planner.store.row_ids import ActualServiceId, CallId, InstructionId, MessageId, OfferId
from planner.worker import snapshot
from web.api.answers.offers import OfferView, view
from web.api.bodies import Happened, Ordered, Reminded, Told
from web.api.operation import DAYS, READ, ROSTERS, SLOT, WRITE, Asked, done, operation
from web.api.swaps import Answer
from web.shell.access import CLERK


@dataclass(frozen=True)
class Looked:
    """What an instruction would come to."""

    broken: tuple[str, ...]
    regrets: tuple[str, ...]
    calls: tuple[dict[str, Any], ...]
    notice: str


@operation("GET", "/office/now", CLERK, ROSTERS, gives=list[snapshot.PostNow])
def present(asked: Asked) -> list[snapshot.PostNow]:
    """Who is on duty at this moment, in the order an office phones."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        return [snapshot.post(line) for line in on_duty(transaction, office, asked.now)]


@operation("GET", "/office/requests", CLERK, READ, gives=list[OfferView])
def waiting(asked: Asked) -> list[OfferView]:
    """Requests that wait for somebody."""
    with asked.store.read() as transaction:
        return list(map(view, open_requests(Standing.read(transaction), asked.now)))


@operation("POST", "/office/requests/<int:id>", CLERK, WRITE, takes=Answer, gives=OfferView)
def settle(asked: Asked) -> OfferView:
    """Agree, approve or decline on somebody's behalf, or undo at once: that needs a reason."""
    id, kind = OfferId(asked.path["id"]), asked.body.answer
    if kind == "decline":
        return view(swap.decline(asked.store, id, asking.OFFICE, frozenset(), asked.body.reason, asked.now))
    if kind == "undo":
        return view(swap_undo.undo_now(asked.store, id, asked.body.reason, asked.now, asked.lang))
    deeds = {"accept": swap.accept, "approve": swap.approve}
    return view(deeds[kind](asked.store, id, asking.OFFICE, frozenset(), asked.now, asked.lang, asked.body.reason))


@operation("GET", "/office/chases", CLERK, READ, gives=list[Chase])
def chases(asked: Asked) -> list[Chase]:
    """Who has not answered yet, and what to say."""
    with asked.store.read() as transaction:
        return unanswered.unanswered_requests(Standing.read(transaction), asked.now, asked.lang)


@operation("DELETE", "/office/calls/<int:id>", CLERK, WRITE, gives=dict[str, str])
def close_call(asked: Asked) -> dict[str, str]:
    """End an open call on its giver's behalf."""
    open_call.close_call(asked.store, CallId(asked.path["id"]), asking.OFFICE, frozenset(), asked.now)
    return done()


@operation("GET", "/office/standins", CLERK, READ, gives=list[StandIn], queries=(*SLOT, *DAYS, "out"))
def stand_ins(asked: Asked) -> list[StandIn]:
    """Who could stand in on an issued slot, by price."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        return standins.standins(standing, asked.days(standing), asked.query("out"), asked.lang)


@operation("GET", "/office/repairs", CLERK, READ, gives=repairs.Repairs, queries=(*SLOT, *DAYS, "out"))
def mend(asked: Asked) -> repairs.Repairs:
    """Two moves, exchanges and rings where nobody can simply stand in."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        return repairs.repairs(standing, asked.days(standing), asked.query("out"), asked.now, asked.lang)


@operation("GET", "/office/vacancies", CLERK, READ, gives=list[dict[str, Any]])
def vacant(asked: Asked) -> list[dict[str, Any]]:
    """Issued duties whose holder can serve no longer: why, and the best stand-ins."""
    with asked.store.read() as transaction:
        found = vacancies.vacancies(Standing.read(transaction), asked.now, asked.lang)
    return [
        {
            "slot": one.days,
            "who": one.who,
            "name": one.name,
            "cause": one.cause,
            "best": list(one.best),
            "request": one.request and one.request.id,
            "instructed": one.instructed,
        }
        for one in found
    ]


@operation("POST", "/office/instructions/look", CLERK, WRITE, takes=Ordered, gives=Looked)
def look(asked: Asked) -> Looked:
    """What an instruction would come to: whom to phone, what it breaks, the notice."""
    with asked.store.read() as transaction:
        found = instruction.prospect(Standing.read(transaction), asked.body, asked.now, asked.lang)
    return Looked(
        found.verdict.broken,
        found.verdict.regrets,
        tuple(vars(one) for one in found.calls),
        found.notice.say(asked.lang),
    )


@operation("POST", "/office/instructions", CLERK, WRITE, takes=Ordered, gives=Given)
def give(asked: Asked) -> Given:
    """Put an instruction into effect."""
    return instruction.give(asked.store, asked.body, frozenset(asked.body.agreed), asked.now, asked.by, asked.lang)


@operation("GET", "/office/instructions", CLERK, READ, gives=list[Given])
def given(asked: Asked) -> list[Given]:
    """Every instruction that was given."""
    with asked.store.read() as transaction:
        return instructions.every(transaction)


@operation("DELETE", "/office/instructions/<int:id>", CLERK, WRITE, gives=Given)
def undo(asked: Asked) -> Given:
    """Take an instruction back."""
    return instruction.undo(asked.store, InstructionId(asked.path["id"]), asked.now, asked.by, asked.lang)


@operation("GET", "/office/served", CLERK, READ, gives=list[ActualService])
def later(asked: Asked) -> list[ActualService]:
    """What was entered afterwards and stands."""
    with asked.store.read() as transaction:
        return entries.standing(transaction)


@operation("POST", "/office/served", CLERK, WRITE, takes=Happened, gives=ActualService)
def enter(asked: Asked) -> ActualService:
    """Say who really served a slot."""
    body = asked.body
    return actual_service.enter(
        asked.store, body.slot, body.planned, body.actual, body.confirmed_by, body.note, asked.now, asked.by
    )


@operation("DELETE", "/office/served/<int:id>", CLERK, WRITE, gives=dict[str, str])
def take_back(asked: Asked) -> dict[str, str]:
    """Take an entry back."""
    actual_service.take_back(asked.store, ActualServiceId(asked.path["id"]), asked.now, asked.by)
    return done()


@operation("GET", "/office/messages", CLERK, READ, gives=list[dict[str, Any]])
def tell(asked: Asked) -> list[dict[str, Any]]:
    """Whom to tell of a change by another channel, with the text."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        return [
            {
                "id": one.id,
                "who": one.who,
                "text": wording.message_words(office, one, asked.lang),
                "blind": one.blind,
                "state": one.state,
            }
            for one in overtaken.message_board(transaction, asked.now, 0).tasks
        ]


@operation("POST", "/office/messages/<int:id>", CLERK, WRITE, takes=Told, gives=dict[str, str])
def told(asked: Asked) -> dict[str, str]:
    """Say that somebody was told."""
    with asked.store.write() as transaction:
        tasks.close_task(
            Standing.read(transaction),
            MessageId(asked.path["id"]),
            asked.body.channel,
            asked.body.receipt[:300],
            asked.now,
            asked.by,
        )
    return done()


@operation("GET", "/office/reminders/<day:day>", CLERK, READ, gives=list[dict[str, Any]])
def reminders(asked: Asked) -> list[dict[str, Any]]:
    """The reminders of a day, with their ticks."""
    with asked.store.read() as transaction:
        found = tomorrow.reminders_of(transaction, offices.load(transaction), asked.path["day"], asked.lang)
    return [
        {
            "slot": one.line.slot.id,
            "who": one.who,
            "name": one.name,
            "text": one.text,
            "phones": list(one.phone.phones),
            "ticked": one.ticked,
        }
        for one in found
    ]


@operation("POST", "/office/reminders", CLERK, WRITE, takes=Reminded, gives=dict[str, str])
def tick(asked: Asked) -> dict[str, str]:
    """Told, answered, or not after all."""
    body = asked.body
    tomorrow.tick(asked.store, body.day, body.slot, body.who, body.step, body.done, asked.now, asked.by)
    return done()
