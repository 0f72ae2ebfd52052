"""Vacancies: issued duties whose holder is away by now, who could stand in, and the request that asks them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from constraints.problem.problem import Slot
from planner.changing import swap
from planner.changing.lapse import lapse
from planner.errors import NotPossible
from planner.judging import standins
from planner.judging.standins import StandIn
from planner.judging.still_open import open_requests
from planner.judging.vacant import vacant
from planner.office.ids import bare, is_person, is_unit
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Store, Transaction
from planner.store.people import offers
from planner.store.people.offers import Hop, Offer
from planner.store.roster.standing import Standing
from planner.words import Lang

BEST = 3
"""How many stand-ins are shown."""


@dataclass(frozen=True)
class Vacancy:
    """A duty that its holder (`who`, tagged) cannot serve: who could, the best first, and the open request, if any."""

    line: Line
    who: str
    name: str
    best: tuple[StandIn, ...]
    request: Offer | None
    instructed: bool
    """Whether it is a leader's or a unit's: then it goes by instruction and telephone, never by a request."""


def vacancies(standing: Standing, now: datetime, lang: Lang) -> list[Vacancy]:
    """Every vacancy by start, with stand-ins within 必须 who are not away themselves. For the office's eyes only."""
    office, content = standing.office, standing.issued
    under_way = {(one.slot, one.giver): one for one in open_requests(standing, now)}
    found = []
    for slot, who in sorted(vacant(standing, now), key=lambda pair: (content.slots[pair[0]].slot.start, pair)):
        line = next(
            one for one in _lines(standing.transaction, office, content.slots[slot].slot) if one.slot.id == slot
        )
        ranked = [
            one
            for one in standins.standins(standing, slot, who, lang)
            if not one.broken and (slot, one.who) not in vacant(standing, now)
        ]
        leader = is_person(who) and office.is_leader(bare(who))
        found.append(
            Vacancy(
                line, who, office.name(who), tuple(ranked[:BEST]), under_way.get((slot, who)), leader or is_unit(who)
            )
        )
    return found


def _lines(transaction: Transaction, office: Office, slot: Slot) -> list[Line]:
    return issued_lines(transaction, office, f"{date.fromordinal(slot.nominal):%Y-%m}", slot.duty)


def ask_stand_in(store: Store, slot: str, who: str, taker: str, now: datetime, by: str, lang: Lang) -> Offer:
    """Ask `taker` (tagged) to fill a vacancy: an offer without return, made for the office.

    Raises NotPossible where the slot is no longer vacant, SwapRefused where the swap is refused.
    """
    lapse(store, now)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        if (slot, who) not in vacant(standing, now):
            raise NotPossible("这个班次已不缺人", "this duty is no longer vacant")
        hops = (Hop(slot, who, taker),)
        made = swap.propose(standing, hops, now, swap.OFFICE, lang, vacancy_of=by)
        found = offers.get(transaction, made.id)
        assert found is not None
        return found
