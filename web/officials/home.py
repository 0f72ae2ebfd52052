"""我的值班: next duties, swaps, subscriptions, leave and wishes, for oneself or those one acts for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, g, render_template

from planner.changing import open_call, swap
from planner.data_entry import own_entries
from planner.feeds import subscriptions as subscription
from planner.feeds.clients import health
from planner.feeds.subscriptions import ended
from planner.judging import still_open
from planner.office.ids import bare
from planner.pages import my_duties
from planner.pages.swap_view import swap_view
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import FeedKind
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing
from planner.store.states import OfferState
from web.shell.access import PERSON, acts_for, allow, tagged
from web.shell.clock import now
from web.shell.store import the_store

blueprint = Blueprint("home", __name__, url_prefix="/me")
SHOWN = 20
"""How many requests are shown, the newest."""


@blueprint.get("")
@allow(PERSON)
def home() -> str:
    """Everything of mine on one page."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        people, office, moment = acts_for(standing.office), standing.office, now()
        requests = _requests(standing, people, moment)
        duties = my_duties.own_duties(standing, people, moment)
        subscriptions = health(
            transaction,
            office,
            [
                one
                for one in rows.every(transaction)
                if one.kind == FeedKind.PERSON
                and one.subject in people
                and not ended(one, moment)
                and not one.replaced_at
            ],
            moment.date(),
        )
        allowed = [one for one in people if subscription.leader_allowed(transaction, office, one)]
        called = _calls(standing, tagged(people), moment)
    entries = {
        person: (
            own_entries.own_absences(office, person, moment.date()),
            own_entries.own_wishes(office, person, moment.date()),
        )
        for person in people
    }
    return render_template(
        "officials/home.html",
        **requests,
        **called,
        office=office.settings["单位名称"],
        people=people,
        name=office.name,
        duties=duties,
        mine=tagged(people),
        papers=list(dict.fromkeys((bare(one.who), f"{one.line.nominal:%Y-%m}") for one in duties)),
        feeds=subscriptions,
        allowed=allowed,
        entries=entries,
        duty_list=list(office.duties.values()),
        duty_name={one.id: one.name for one in office.duties.values()},
        several=len(people) > 1,
    )


def _requests(standing: Standing, people: list[str], moment: datetime) -> dict[str, Any]:
    """The newest twenty requests these people are in, those they may approve, and whether one awaits them."""
    mine, everything = tagged(people), still_open.requests(standing, moment)
    involved = [one for one in reversed(everything) if not mine.isdisjoint(one.people)][:SHOWN]
    approved = [one for one in everything if one.state == OfferState.CONSENTED and swap.approvers(standing, one) & mine]
    return {
        "offers": [swap_view(standing, one, moment, g.lang, mine) for one in involved],
        "to_approve": [swap_view(standing, one, moment, g.lang, None) for one in approved],
        "waiting": any(one.state == OfferState.OFFERED and one.waiting & mine for one in everything),
    }


def _calls(standing: Standing, mine: frozenset[str], moment: datetime) -> dict[str, Any]:
    """Open calls that these people could take, and their own ones, each with its slot."""
    content = standing.issued
    return {
        "open_calls": [
            (one, who, held.slot)
            for one, who in open_call.open_to(standing, mine, moment)
            if (held := meant(content, one.slot))
        ],
        "own_calls": [
            (one, held.slot)
            for one in still_open.open_calls(standing, moment)
            if one.giver in mine and (held := meant(content, one.slot))
        ],
    }
