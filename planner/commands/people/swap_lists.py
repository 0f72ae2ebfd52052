"""Commands that show swaps: swap list, swap register."""

from __future__ import annotations

import click

from planner.commands.lookup import person_id
from planner.commands.shared import Shared
from planner.judging.still_open import open_calls, open_requests, requests, why_closed
from planner.office.ids import as_person
from planner.problem.period import Period
from planner.roster.addressing import duty_named
from planner.roster.swap_register import register
from planner.roster.swap_words import slot_days
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing


@click.command("list")
@click.option("--all", "everything", is_flag=True)
@click.pass_obj
def list_command(shared: Shared, everything: bool) -> None:
    """待办的申请（--all 全部） / requests that are open, or all."""
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        found = requests(standing, shared.now()) if everything else open_requests(standing, shared.now())
        called = open_calls(standing, shared.now())
        office, content = standing.office, standing.issued

    def slot(id: str) -> str:
        held = meant(content, id)
        return f"{slot_days(held.slot, shared.lang)} {held.slot.shift}{held.slot.post}" if held else id

    lines = [
        "　".join(
            part
            for part in (
                str(one.id),
                office.name(one.giver),
                slot(one.slot),
                "→ " + office.name(one.taker),
                "；".join(f"{slot(hop.slot)} → {office.name(hop.taker)}" for hop in one.hops[1:]),
                one.said.say(shared.lang),
                why_closed(one.reason).say(shared.lang),
            )
            if part
        )
        for one in found
    ]
    lines += [shared.text("征集 %(id)s　", id=one.id) + f"{office.name(one.giver)}　{slot(one.slot)}" for one in called]
    shared.show(
        {
            "offers": [
                {
                    **vars(one),
                    "waiting": sorted(one.waiting),
                    "moves": [hop._asdict() for hop in one.hops],
                    "agreed_by": [who for who in one.people if who not in {one.asked_by, *one.waiting}],
                }
                for one in found
            ],
            "calls": [vars(one) for one in called],
        },
        lines or [shared.text("没有申请")],
    )


@click.command("register")
@click.option("--month", default="")
@click.option("--person", default="")
@click.option("--duty", default="")
@click.pass_obj
def register_command(shared: Shared, month: str, person: str, duty: str) -> None:
    """换班登记：生效过的换班，谁把哪一班换给谁、谁代谁办 / swaps on record, in sentences."""
    who = as_person(person_id(shared, person)) if person else ""
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        named = duty_named(transaction, standing.office, duty) if duty else ""
        found = register(standing, shared.lang, Period.month(month).text if month else "", who, named)
    shared.show(
        {
            "swaps": [
                {"id": one.offer.id, "text": one.moved, "steps": one.steps, "since": one.since, "state": one.state}
                for one in found
            ]
        },
        [f"{one.offer.id}　{one.moved}　{one.state}　{one.since}\n  " + "\n  ".join(one.steps) for one in found]
        or [shared.text("没有换班记录")],
    )
