"""Commands for swaps and open calls: offer, accept, approve, undo, decline, call, take, close, list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from planner.changing import asking, open_call, swap, swap_undo
from planner.commands.lookup import (
    NO_WORDS,
    PartDays,
    WordOptions,
    assignee_id,
    issued_slot_id,
    part_options,
    person_id,
    slot_words,
    with_days,
)
from planner.commands.people.swap_lists import list_command, register_command
from planner.commands.shared import DAY, NUMBER, Shared
from planner.errors import NotPossible
from planner.office.cells.choices import SwapPolicy
from planner.office.ids import as_person
from planner.store.people.offers import Hop, Offer
from planner.store.roster import offices, versions
from planner.store.roster.parts import holding
from planner.store.row_ids import CallId, OfferId
from planner.words import Words

OFFICE_WORDS = ("office", "办公室")


@click.group("swap")
def swap_group() -> None:
    """换班与替班 / swaps and covers."""


def _who(shared: Shared, text: str) -> tuple[str, frozenset[str]]:
    """Who acts, tagged or `asking.OFFICE`, and the tagged people they act for: themselves and their principals."""
    if text in OFFICE_WORDS:
        return asking.OFFICE, frozenset()
    id = person_id(shared, text)
    with shared.store.read() as transaction:
        people = offices.load(transaction).people
    principals = {one for one, rows in people.items() if any(row.delegate == id for row in rows)}
    return as_person(id), frozenset(as_person(one) for one in {id, *principals})


@swap_group.command("offer")
@slot_words
@part_options
@click.option("--slot", default="", help="班次编号，或用下列各项指明 / its id, or the words below")
@click.option("--from", "giver", required=True)
@click.option("--to", "taker", default="")
@click.option("--for", "in_return", default="")
@click.option("--for-from-day", type=DAY, help="换回其中几天：首日 / only some days in return: the first")
@click.option("--for-until", type=DAY, help="换回其中几天：末日 / only some days in return: the last")
@click.option("--note", default="", help="附言 / a word to the others")
@click.option(
    "--ring", multiple=True, help="轮换：依次写 班次@人员 / a ring: SLOT@PERSON in turn, each gives to the next"
)
@click.pass_obj
def offer(
    shared: Shared,
    slot: str,
    words: WordOptions,
    days: PartDays,
    giver: str,
    taker: str,
    in_return: str,
    for_from_day: date | None,
    for_until: date | None,
    ring: tuple[str, ...],
    note: str,
) -> None:
    """申请换班（--for）、替班或三四人轮换（--ring） / offer a slot, against one of theirs, against nothing,
    or in a ring. 多日的班可只交其中几天（--from-day、--until），也可只换回几天（--for-from-day、--for-until）
    / of one that lasts some days alone may go, or be wanted in return.
    """
    if in_return:
        in_return = with_days(shared, issued_slot_id(shared, in_return, words), (for_from_day, for_until))
    elif for_from_day or for_until:
        raise NotPossible(Words("写了换回的天数，还须用 --for 写明换回哪一班"))
    slot = with_days(shared, issued_slot_id(shared, slot, words), days)
    if ring:
        hops = _hops(shared, slot, giver, ring)
    else:
        from_, to = assignee_id(shared, giver), assignee_id(shared, taker) if taker else holder_of(shared, in_return)
        first = Hop(slot, from_, to)
        hops = (first, Hop(in_return, to, from_)) if in_return else (first,)
    _offered(shared, asking.offer_hops(shared.store, hops, shared.now(), asking.OFFICE, shared.lang, note))


def _hops(shared: Shared, slot: str, giver: str, ring: tuple[str, ...]) -> tuple[Hop, ...]:
    """The hops of the ring that begins with a slot and its giver; `ring` has the others as SLOT@PERSON."""
    further: list[tuple[str, str]] = [
        (issued_slot_id(shared, part, NO_WORDS), as_person(person_id(shared, who)))
        for part, _, who in (one.rpartition("@") for one in ring)
    ]
    return asking.ring(slot, as_person(person_id(shared, giver)), further)


def _offered(shared: Shared, asked: asking.Asked) -> None:
    regrets = list(asked.findings.regrets)
    says = {
        SwapPolicy.FREE: ("对方同意即生效", "it takes effect when the other agrees"),
        SwapPolicy.RECORD: (
            "对方同意即生效，并报备办公室",
            "it takes effect when the other agrees, and the office is told",
        ),
        SwapPolicy.APPROVE: ("对方同意后报批，批准前仍由原值班人值班", "it waits for approval after the other agrees"),
    }
    shared.show(
        {"id": asked.id, "verdict": asked.verdict, "findings": regrets, "price": asked.findings.price},
        [
            shared.text(
                "申请 %(id)s：%(says)s", id=asked.id, says=says[asked.verdict][0], says2=says[asked.verdict][1]
            ),
            *regrets,
        ],
    )


def holder_of(shared: Shared, slot: str) -> str:
    """The tagged id of the only one on an issued slot or on some days of it, or '' where there is nobody or several."""
    with shared.store.read() as transaction:
        content = versions.in_force(transaction)
        held = holding(content.slots, slot)
        whos = [who for one, who in content.pairs if one == (held.slot.id if held else slot)]
    return whos[0] if len(whos) == 1 else ""


def _act(shared: Shared, work: Any) -> None:
    done: Offer = work()
    shared.show(
        {"id": done.id, "state": done.state}, [shared.text("申请 %(id)s：%(said)s", id=done.id, said=done.said)]
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
    @click.option("--note", default="", help="附言 / a word to the others")
    @click.pass_obj
    def command(shared: Shared, id: OfferId, who: str, note: str) -> None:
        by, may = _who(shared, who)
        _act(shared, lambda: work(shared.store, id, by, may, shared.now(), shared.lang, note))


_answer("accept", swap.accept, "同意 / agree, as the person asked, their delegate, or office.")
_answer("approve", swap.approve, "审批 / approve, as the post's approver or office.")


@swap_group.command("undo")
@click.argument("id", type=NUMBER)
@click.option("--as", "who", required=True)
@click.option("--reason", default="", help="办公室撤销须写明理由 / why: the office has to say")
@click.pass_obj
def undo(shared: Shared, id: OfferId, who: str, reason: str) -> None:
    """撤销已生效的换班：当事人提出申请，对方同意后生效；办公室写明理由即时撤销
    / ask to undo a swap, which the other agrees to; the office undoes it at once with a reason.
    """
    by, may = _who(shared, who)
    if by == asking.OFFICE:
        _act(shared, lambda: swap_undo.undo_now(shared.store, id, reason, shared.now(), shared.lang))
    else:
        _offered(shared, swap_undo.ask_undo(shared.store, id, by, may, shared.now(), shared.lang, reason))


@swap_group.command("call")
@slot_words
@part_options
@click.option("--slot", default="", help="班次编号，或用下列各项指明 / its id, or the words below")
@click.option("--from", "giver", required=True)
@click.pass_obj
def call_command(shared: Shared, slot: str, words: WordOptions, days: PartDays, giver: str) -> None:
    """征集替班 / call a slot, or some of its days, out to everybody of its pools."""
    slot = with_days(shared, issued_slot_id(shared, slot, words), days)
    made = open_call.call_out(shared.store, slot, as_person(person_id(shared, giver)), shared.now(), asking.OFFICE)
    shared.show({"id": made.id, "state": made.state}, [shared.text("征集 %(id)s 已公开", id=made.id)])


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
    shared.show({"id": id, "state": "closed"}, [shared.text("征集 %(id)s 已收回", id=id)])


for shown in (list_command, register_command):
    swap_group.add_command(shown)

COMMANDS = (swap_group,)
