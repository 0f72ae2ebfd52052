"""For officials: who could take a duty, verdicts, requests and open calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.changing import asking, open_call, swap, swap_undo
from planner.judging import repairs, standins, still_open
from planner.judging.standins import StandIn
from planner.judging.swap_terms import as_they_stand, terms
from planner.judging.verdict import Verdict, verdict
from planner.office.ids import as_person, bare
from planner.pages.swap_view import seen_by
from planner.roster import fairness
from planner.roster.fairness import Effect
from planner.store.people import offers
from planner.store.people.calls import OpenCall
from planner.store.people.offers import Hop
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import CallId, OfferId
from planner.store.states import OfferState
from web.api.answers.offers import OfferView, view
from web.api.me import line_of, own
from web.api.operation import DAYS, READ, SLOT, WRITE, Asked, done, operation
from web.shell.access import PERSON


@dataclass(frozen=True)
class Request:
    """A duty offered: to somebody, against one of theirs, or in a ring of (slot, holder); the others read `note`."""

    slot: str
    who: str
    to: str = ""
    in_return: str = ""
    ring: tuple[tuple[str, str], ...] = ()
    note: str = ""
    from_day: date | None = None
    """With `until`: of a slot that lasts only these days."""
    until: date | None = None
    return_from_day: date | None = None
    """With `return_until`: of what is wanted in return only these days."""
    return_until: date | None = None


@dataclass(frozen=True)
class Judged:
    """What a request would come to, with nothing asked of anybody."""

    verdict: Verdict
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Made:
    """A request that was made and how it will be decided."""

    id: OfferId
    verdict: str


@dataclass(frozen=True)
class Answer:
    """An answer to a request; `reason` is read by the others."""

    answer: Literal["accept", "approve", "decline", "undo"]
    reason: str = ""


@dataclass(frozen=True)
class Mine:
    """A duty of mine, or of one that lasts the days from `from_day` to `until`."""

    slot: str
    who: str
    from_day: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Who:
    """For whom."""

    who: str


@operation("GET", "/me/could", PERSON, READ, gives=list[StandIn], queries=(*SLOT, *DAYS, "who"))
def could(asked: Asked) -> list[StandIn]:
    """Who could take a duty of mine, without asking anybody."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        line_of(asked, standing, asked.slot(standing), asked.query("who"))
        return standins.standins(standing, asked.days(standing), asked.query("who"), asked.lang, office_eyes=False)


@operation("GET", "/me/rings", PERSON, READ, gives=repairs.Repairs, queries=(*SLOT, *DAYS, "who"))
def rings(asked: Asked) -> repairs.Repairs:
    """Exchanges, and rings of three or four where no exchange works."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        line_of(asked, standing, asked.slot(standing), asked.query("who"))
        who, slot = asked.query("who"), asked.days(standing)
        return repairs.repairs(standing, slot, who, asked.now, asked.lang, office_eyes=False)


def _hops(body: Request) -> tuple[Hop, ...]:
    if body.ring:
        return asking.ring(body.slot, body.who, list(body.ring))
    first = Hop(body.slot, body.who, body.to)
    return (first, Hop(body.in_return, body.to, body.who)) if body.in_return else (first,)


@operation("POST", "/me/verdicts", PERSON, WRITE, takes=Request, gives=Judged)
def judge(asked: Asked) -> Judged:
    """The verdict on a request and what it does to the accounts, without making it."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        own(asked, standing.office, asked.body.who)
        office, hops = standing.office, as_they_stand(standing.issued, _hops(asked.body))
        exchange, _ = terms(office, standing.issued, hops, asked.now)
        people = asked.people(office)
        effects = fairness.effect(standing, *exchange.turns(standing.issued), asked.now)
        return Judged(
            verdict(standing, exchange, asked.lang),
            tuple(one for one in effects if one.who in people or not office.is_leader(bare(one.who))),
        )


@operation("GET", "/me/requests", PERSON, READ, gives=list[OfferView])
def requests(asked: Asked) -> list[OfferView]:
    """Requests that concern me or wait for my approval."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        people = asked.people(standing.office)
        return [
            view(seen_by(standing.office, one, people))
            for one in still_open.requests(standing, asked.now)
            if people & frozenset(one.people)
            or (one.state == OfferState.CONSENTED and swap.approvers(standing, one) & people)
        ]


@operation("POST", "/me/requests", PERSON, WRITE, takes=Request, gives=Made)
def ask(asked: Asked) -> Made:
    """Offer a duty of mine."""
    with asked.store.read() as transaction:
        own(asked, offices.load(transaction), asked.body.who)
    made = asking.offer_hops(asked.store, _hops(asked.body), asked.now, _by(asked), asked.lang, asked.body.note)
    return Made(made.id, made.verdict)


def _by(asked: Asked) -> str:
    assert asked.user is not None
    return as_person(asked.user.person)


@operation("POST", "/me/requests/<int:id>", PERSON, WRITE, takes=Answer, gives=OfferView)
def answer(asked: Asked) -> OfferView:
    """Agree, approve, say no or take back; or ask to undo, which is a request of its own that the others agree to."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
    may, id, kind = asked.people(office), OfferId(asked.path["id"]), asked.body.answer
    if kind == "decline":
        offer = swap.decline(asked.store, id, _by(asked), may, asked.body.reason, asked.now)
        return view(seen_by(office, offer, may))
    if kind == "undo":
        made = swap_undo.ask_undo(asked.store, id, _by(asked), may, asked.now, asked.lang, asked.body.reason)
        with asked.store.read() as transaction:
            found = offers.get(transaction, made.id)
        assert found is not None
        return view(seen_by(office, found, may))
    deeds = {"accept": swap.accept, "approve": swap.approve}
    offer = deeds[kind](asked.store, id, _by(asked), may, asked.now, asked.lang, asked.body.reason)
    return view(seen_by(office, offer, may))


@operation("GET", "/me/calls", PERSON, READ, gives=list[OpenCall])
def calls(asked: Asked) -> list[OpenCall]:
    """Open calls that I could take, and mine."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        people = asked.people(standing.office)
        able = [one for one, _ in open_call.open_to(standing, people, asked.now)]
        return list(
            {
                one.id: one
                for one in (*able, *(one for one in still_open.open_calls(standing, asked.now) if one.giver in people))
            }.values()
        )


@operation("POST", "/me/calls", PERSON, WRITE, takes=Mine, gives=OpenCall)
def call_out(asked: Asked) -> OpenCall:
    """Call a duty of mine out."""
    with asked.store.read() as transaction:
        own(asked, offices.load(transaction), asked.body.who)
    return open_call.call_out(asked.store, asked.body.slot, asked.body.who, asked.now, _by(asked))


@operation("POST", "/me/calls/<int:id>/take", PERSON, WRITE, takes=Who, gives=OfferView)
def take(asked: Asked) -> OfferView:
    """Take what was called out."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        own(asked, office, asked.body.who)
    id = CallId(asked.path["id"])
    offer = open_call.take_call(asked.store, id, asked.body.who, asked.now, _by(asked), asked.lang)
    return view(seen_by(office, offer, asked.people(office)))


@operation("DELETE", "/me/calls/<int:id>", PERSON, WRITE, gives=dict[str, str])
def close_call(asked: Asked) -> dict[str, str]:
    """Take a call of mine back."""
    with asked.store.read() as transaction:
        may = asked.people(offices.load(transaction))
    open_call.close_call(asked.store, CallId(asked.path["id"]), _by(asked), may, asked.now)
    return done()
