"""The register of swaps: every swap that took effect, as sentences on who gave what to whom and who acted when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.office.keys import SlotKey
from planner.roster.swap_words import slot_said, step_said
from planner.store.people import offers
from planner.store.people.offers import Offer
from planner.store.roster.standing import Standing
from planner.store.states import OfferState
from planner.words import Lang, Words, day_words

IN_IT = (OfferState.APPLIED, OfferState.UNDONE)


@dataclass(frozen=True)
class Entry:
    """One swap on record: its request, what moved, who did what, since when it is in effect, and its state in words."""

    offer: Offer
    moved: str
    steps: tuple[str, ...]
    since: str
    state: str


def register(standing: Standing, lang: Lang, month: str = "", who: str = "", duty: str = "") -> list[Entry]:
    """The swaps that took effect, by when they were asked for; '' leaves a filter out.

    `month` (YYYY-MM) is that of a duty that moved, `who` (tagged) somebody it concerns, `duty` an id.
    """
    return [
        _entry(standing, one, lang)
        for one in offers.every(standing.transaction)
        if one.state in IN_IT
        and (not who or who in one.people)
        and (not month or any(f"{SlotKey.of(hop.slot).nominal:%Y-%m}" == month for hop in one.hops))
        and (not duty or any(SlotKey.of(hop.slot).duty == duty for hop in one.hops))
    ]


def months(standing: Standing) -> list[str]:
    """The months (YYYY-MM) whose duties a swap in effect or undone has moved, the latest first."""
    every = (one for one in offers.every(standing.transaction) if one.state in IN_IT)
    return sorted({f"{SlotKey.of(hop.slot).nominal:%Y-%m}" for one in every for hop in one.hops}, reverse=True)


def _entry(standing: Standing, one: Offer, lang: Lang) -> Entry:
    office = standing.office
    hops = [(slot_said(standing, hop.slot, lang), office.name(hop.giver), office.name(hop.taker)) for hop in one.hops]
    moved = [
        Words("%(slot)s由%(giver)s换为%(taker)s", slot=slot, giver=giver, taker=taker).say(lang)
        for slot, giver, taker in hops
    ]
    state = one.said.say(lang)
    if one.undoes:
        state += Words("（撤销第%(number)s号）", number=one.undoes).say(lang)
    return Entry(
        one,
        ("；" if lang == "zh" else "; ").join(moved),
        tuple(step_said(office, step, lang) for step in one.told_steps),
        _moment(one.closed_at, lang),
        state + (f"：{one.reason}" if one.reason else ""),
    )


def _moment(at: str | None, lang: Lang) -> str:
    found = datetime.fromisoformat(at) if at else None
    return f"{day_words(found.date(), lang)} {found:%H:%M}" if found else ""
