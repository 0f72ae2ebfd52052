"""The outlook on a swap: what it makes worse and what it does to both accounts, kept beside the request."""

from __future__ import annotations

from datetime import datetime

from planner.judging.handover import exchange_of
from planner.judging.verdict import regrets
from planner.roster import fairness
from planner.store.people.offer_steps import AccountChange, Outlook
from planner.store.people.offers import Hop
from planner.store.roster.standing import Standing


def outlook(standing: Standing, hops: tuple[Hop, ...], now: datetime) -> Outlook:
    """What some hops come to now, in both languages and without what is private; the accounts are this year's."""
    exchange = exchange_of(standing.issued, hops)
    counted = fairness.effect(standing, *exchange.turns(standing.issued), now)
    return Outlook(
        regrets(standing, exchange), tuple(AccountChange(one.who, *one.post, one.before, one.after) for one in counted)
    )
