"""Commands for swaps and open calls: offer, accept, approve, undo, decline, call, take, close, list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from planner.changing import open_call, swap
from planner.commands.lookup import NO_WORDS, WordOptions, assignee_id, issued_slot_id, person_id, slot_words
from planner.commands.shared import NUMBER, Shared
from planner.judging.still_open import open_calls, open_requests, requests, why_closed
from planner.office.cells.choices import SwapPolicy
from planner.office.ids import as_person
from planner.store.people.offers import Hop, Offer
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.store.row_ids import CallId, OfferId
from planner.store.states import OFFER_WORDS
from planner.words import day_words

OFFICE_WORDS = ("office", "办公室")


@click.group("swap")
def swap_group() -> None:
    """换班与替班 / swaps and covers."""


def _who(shared: Shared, text: str) -> tuple[str, frozenset[str]]:
    """Who acts, tagged or `swap.OFFICE`, and the tagged people they act for: themselves and whose delegate they are."""
    if text in OFFICE_WORDS:
        return swap.OFFICE, frozenset()
    id = person_id(shared, text)
    with shared.store.read() as transaction:
        people = offices.load(transaction).people
    principals = {one for one, rows in people.items() if any(row.delegate == id for row in rows)}
    return as_person(id), frozenset(as_person(one) for one in {id, *principals})


@swap_group.command("offer")
@slot_words
@click.option("--slot", default="", help="班次编号，或用下列各项指明 / its id, or the words below")
@click.option("--from", "giver", required=True)
@click.option("--to", "taker", default="")
@click.option("--for", "in_return", default="")
@click.option(
    "--ring", multiple=True, help="轮换：依次写 班次@人员 / a ring: SLOT@PERSON in turn, each gives to the next"
)
@click.pass_obj
def offer(
    shared: Shared, slot: str, words: WordOptions, giver: str, taker: str, in_return: str, ring: tuple[str, ...]
) -> None:
    """申请换班（--for）、替班或三四人轮换（--ring） / offer a slot, against one of theirs, against nothing,
    or in a ring.
    """
    slot, in_return = issued_slot_id(shared, slot, words), issued_slot_id(shared, in_return, words) if in_return else ""
    if ring:
        _offered(
            shared,
            swap.offer_hops(shared.store, _hops(shared, slot, giver, ring), shared.now(), swap.OFFICE, shared.lang),
        )
        return
    from_, to = (assignee_id(shared, giver), assignee_id(shared, taker) if taker else holder_of(shared, in_return))
    _offered(shared, swap.offer(shared.store, slot, from_, to, in_return, shared.now(), swap.OFFICE, shared.lang))


def _hops(shared: Shared, slot: str, giver: str, ring: tuple[str, ...]) -> tuple[Hop, ...]:
    """The hops of the ring that begins with a slot and its giver; `ring` has the others as SLOT@PERSON."""
    further: list[tuple[str, str]] = [
        (issued_slot_id(shared, part, NO_WORDS), as_person(person_id(shared, who)))
        for part, _, who in (one.rpartition("@") for one in ring)
    ]
    return swap.ring(slot, as_person(person_id(shared, giver)), further)


def _offered(shared: Shared, asked: swap.Asked) -> None:
    regrets = list(asked.findings.regrets)
    says = {
        SwapPolicy.FREE: ("对方同意即生效", "it takes effect when the other agrees"),
        SwapPolicy.RECORD: ("对方同意即生效，并报备", "it takes effect when the other agrees, and is recorded"),
        SwapPolicy.APPROVE: ("对方同意后报批，批准前仍由原值班人值班", "it waits for approval after the other agrees"),
    }
    shared.show(
        {"id": asked.id, "verdict": asked.verdict, "findings": regrets, "price": asked.findings.price},
        [
            shared.words(f"申请 {asked.id}：{says[asked.verdict][0]}", f"request {asked.id}: {says[asked.verdict][1]}"),
            *regrets,
        ],
    )


def holder_of(shared: Shared, slot: str) -> str:
    """The tagged id of the only one on an issued slot, or '' where there is nobody or several."""
    with shared.store.read() as transaction:
        whos = [who for one, who in versions.in_force(transaction).pairs if one == slot]
    return whos[0] if len(whos) == 1 else ""


def _act(shared: Shared, work: Any) -> None:
    done: Offer = work()
    shared.show(
        {"id": done.id, "state": done.state},
        [
            shared.words(
                f"申请 {done.id}：{OFFER_WORDS[done.state].zh}", f"request {done.id}: {OFFER_WORDS[done.state].en}"
            )
        ],
    )


@swap_group.command("decline")
@click.argument("id", type=NUMBER)
@click.option("--as", "who", required=True)
@click.option("--reason", default="")
@click.pass_obj
def decline(shared: Shared, id: OfferId, who: str, reason: str) -> None:
    """谢绝或收回 / say no, or take a request back."""
    by, may = _who(shared, who)
    _act(shared, lambda: swap.decline(shared.store, id, by, may, reason, shared.now()))


def _answer(name: str, work: Callable[..., Offer], about: str) -> None:
    """Add a command `name` that moves a request on, on behalf of whoever --as names."""

    @swap_group.command(name, help=about)
    @click.argument("id", type=NUMBER)
    @click.option("--as", "who", required=True)
    @click.pass_obj
    def command(shared: Shared, id: OfferId, who: str) -> None:
        by, may = _who(shared, who)
        _act(shared, lambda: work(shared.store, id, by, may, shared.now(), shared.lang))


_answer("accept", swap.accept, "同意 / agree, as the person asked, their delegate, or office.")
_answer("approve", swap.approve, "审批 / approve, as the post's approver or office.")
_answer("undo", swap.undo, "撤销已生效的换班 / take a swap back before it begins.")


@swap_group.command("call")
@slot_words
@click.option("--slot", default="", help="班次编号，或用下列各项指明 / its id, or the words below")
@click.option("--from", "giver", required=True)
@click.pass_obj
def call_command(shared: Shared, slot: str, words: WordOptions, giver: str) -> None:
    """征集替班 / call a slot out to everybody of its pools."""
    slot = issued_slot_id(shared, slot, words)
    made = open_call.call_out(shared.store, slot, as_person(person_id(shared, giver)), shared.now(), swap.OFFICE)
    shared.show(
        {"id": made.id, "state": made.state}, [shared.words(f"征集 {made.id} 已公开", f"call {made.id} is open")]
    )


@swap_group.command("take")
@click.argument("id", type=NUMBER)
@click.option("--as", "who", required=True)
@click.pass_obj
def take(shared: Shared, id: CallId, who: str) -> None:
    """接下征集的班 / take what was called out."""
    person = as_person(person_id(shared, who))
    _act(shared, lambda: open_call.take_call(shared.store, id, person, shared.now(), person, shared.lang))


@swap_group.command("close")
@click.argument("id", type=NUMBER)
@click.option("--as", "who", required=True)
@click.pass_obj
def close(shared: Shared, id: CallId, who: str) -> None:
    """收回征集 / take a call back."""
    by, may = _who(shared, who)
    open_call.close_call(shared.store, id, by, may, shared.now())
    shared.show({"id": id, "state": "closed"}, [shared.words(f"征集 {id} 已收回", f"call {id} is taken back")])


@swap_group.command("list")
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
        held = content.slots.get(id)
        return (
            f"{day_words(date.fromordinal(held.slot.day), shared.lang)} {held.slot.shift}{held.slot.post}"
            if held
            else id
        )

    lines = [
        "　".join(
            part
            for part in (
                str(one.id),
                office.name(one.giver),
                slot(one.slot),
                "→ " + office.name(one.taker),
                "；".join(f"{slot(hop.slot)} → {office.name(hop.taker)}" for hop in one.hops[1:]),
                OFFER_WORDS[one.state].say(shared.lang),
                why_closed(one.reason).say(shared.lang),
            )
            if part
        )
        for one in found
    ]
    lines += [
        shared.words(f"征集 {one.id}　", f"call {one.id}  ") + f"{office.name(one.giver)}　{slot(one.slot)}"
        for one in called
    ]
    shared.show(
        {
            "offers": [
                {
                    **vars(one),
                    "waiting": sorted(one.waiting),
                    "moves": [hop._asdict() for hop in one.hops],
                    "agreed_by": [who for who in one.people if who not in {one.giver, *one.waiting}],
                }
                for one in found
            ],
            "calls": [vars(one) for one in called],
        },
        lines or [shared.words("没有申请", "no requests")],
    )


COMMANDS = (swap_group,)
