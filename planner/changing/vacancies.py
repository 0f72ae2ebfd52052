"""Vacancies: issued duties whose holder can serve no longer, who could stand in, and the request that asks them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from constraints.problem.problem import Slot
from planner.changing import asking
from planner.changing.lapse import lapse
from planner.errors import NotPossible
from planner.judging import standins
from planner.judging.standins import StandIn
from planner.judging.still_open import open_requests
from planner.judging.still_serves import Hindrance, Unable, cannot_serve, hindrance_words, today, unable
from planner.office.ids import bare, is_unit
from planner.office.keys import SlotKey
from planner.roster.lines import Line
from planner.store import Store
from planner.store.people import offers
from planner.store.people.offers import Hop, Offer
from planner.store.roster.parts import holding, meant
from planner.store.roster.standing import Standing
from planner.words import Lang, Words, in_both

BEST = 3
"""How many stand-ins are shown."""


@dataclass(frozen=True)
class Vacancy:
    """A duty that its holder (`who`, tagged) cannot serve, and why: who could, the best first, and the open request."""

    line: Line
    who: str
    name: str
    cause: Hindrance
    days: str
    """What means the days that they cannot serve: all of the slot, or some days of one that lasts."""
    slot: Slot
    """These days as a slot of their own."""
    best: tuple[StandIn, ...]
    """Those within 必须 who can serve, the best first."""
    request: Offer | None
    instructed: bool
    """Whether it is a leader's or a unit's: then it goes by instruction and telephone, never by a request."""


def vacancies(standing: Standing, now: datetime, lang: Lang) -> list[Vacancy]:
    """Every vacancy by start, with stand-ins within 必须 who can serve themselves. For the office's eyes only."""
    under_way = [(SlotKey.of(one.slot), one) for one in open_requests(standing, now)]
    return [
        Vacancy(
            one.line,
            one.who,
            one.name,
            one.cause,
            one.days,
            one.slot,
            tuple(_best(standing, one, lang)),
            next((at for key, at in under_way if at.giver == one.who and key.meets(SlotKey.of(one.days))), None),
            is_unit(one.who) or standing.office.is_leader(bare(one.who)),
        )
        for one in unable(standing, now)
    ]


def _best(standing: Standing, one: Unable, lang: Lang) -> list[StandIn]:
    ranked = standins.standins(standing, one.days, one.who, lang)
    return [other for other in ranked if not other.broken][:BEST]


def ask_stand_in(store: Store, slot: str, who: str, taker: str, now: datetime, by: str, lang: Lang) -> Offer:
    """Ask `taker` (tagged) to fill a vacancy: an offer without return, made for the office; of some days of a slot too.

    Raises NotPossible where the slot is no longer vacant, SwapRefused where the swap is refused.
    """
    lapse(store, now)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        held, days = holding(standing.issued.slots, slot), meant(standing.issued, slot)
        if held is None or days is None or (held.slot.id, who) not in cannot_serve(standing, now):
            raise NotPossible(Words("这个班次已不缺人"))
        cause, name = today(standing).cause(days.slot, taker), standing.office.name(taker)
        if cause:
            raise NotPossible(in_both(lambda lang: hindrance_words(name, cause, lang, office_eyes=True)))
        hops = (Hop(slot, who, taker),)
        made = asking.propose(standing, hops, now, asking.Asking(asking.OFFICE, vacancy_of=by), lang)
        found = offers.get(transaction, made.id)
        assert found is not None
        return found
