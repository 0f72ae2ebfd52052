"""Commands for a leader's instruction (direct) and for who really served (served)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial, wraps
from typing import Any

import click

from planner.changing import actual_service, instruction
from planner.changing.instruction import Prospect
from planner.changing.movement import Instruction
from planner.commands.lookup import WordOptions, assignee_id, issued_slot_id, part_options, slot_words, with_days
from planner.commands.people.swaps import holder_of
from planner.commands.shared import DAY, NUMBER, Shared
from planner.roster.contacts import PhoneCall
from planner.store.people import instructions
from planner.store.people.instructions import InstructionKind
from planner.store.roster import actual_service as entries
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import ActualServiceId, InstructionId
from planner.store.states import INSTRUCTION_WORDS


@click.group("direct")
def direct_group() -> None:
    """领导指示：对调、替班、整场改期 / a leader's instruction: exchange, stand in, move the session."""


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every instruction."""
    for option in (
        click.option("--slot", default="", help="班次编号，或用下列各项指明 / its id, or the words below"),
        click.option("--ordered-by", default="", help="指示人 / who gave the instruction"),
        click.option("--agreed", is_flag=True, help="已电话征得同意 / all to be asked agreed on the telephone"),
        click.option("--reason", default=""),
        click.option("--dry-run", is_flag=True, help="只看不办 / look, change nothing"),
    ):
        command = option(command)
    return command


def _of_slot(command: Callable[..., None], day_option: str = "--date") -> Callable[..., None]:
    """The words that name a slot, in place of its id, and where a command has them the days of it."""

    @click.pass_obj
    @wraps(command)
    def found(shared: Shared, /, slot: str, words: WordOptions, **more: Any) -> None:
        if more.get("other"):
            more["other"] = issued_slot_id(shared, more["other"], words)
        days = more.pop("days", (None, None))
        command(slot=with_days(shared, issued_slot_id(shared, slot, words), days), **more)

    return slot_words(found, day_option)


@direct_group.command("exchange")
@part_options
@_of_slot
@_common
@click.option("--from", "who", required=True)
@click.option("--for", "other", required=True)
@click.option("--to", "partner", default="")
@click.option("--units-stay", is_flag=True)
@click.pass_obj
def exchange(shared: Shared, /, slot: str, who: str, other: str, partner: str, units_stay: bool, **more: Any) -> None:
    """与另一天的人对调 / exchange with whoever has another day."""
    to = assignee_id(shared, partner) if partner else holder_of(shared, other)
    _do(
        shared,
        Instruction(
            InstructionKind.EXCHANGE, slot, assignee_id(shared, who), partner=to, other=other, along=not units_stay
        ),
        **more,
    )


@direct_group.command("standin")
@part_options
@_of_slot
@_common
@click.option("--from", "who", required=True)
@click.option("--to", "partner", required=True)
@click.option("--move-to", "other", default="")
@click.option("--units-stay", is_flag=True)
@click.pass_obj
def standin(shared: Shared, /, slot: str, who: str, partner: str, other: str, units_stay: bool, **more: Any) -> None:
    """由他人代值，本人可另定一天 / somebody stands in; the leader may move to another day."""
    _do(
        shared,
        Instruction(
            InstructionKind.STANDIN,
            slot,
            assignee_id(shared, who),
            partner=assignee_id(shared, partner),
            other=other,
            along=not units_stay,
        ),
        **more,
    )


@direct_group.command("session")
@partial(_of_slot, day_option="--on")
@_common
@click.option("--date", "day", type=DAY, required=True)
@click.pass_obj
def session(shared: Shared, /, slot: str, day: date, **more: Any) -> None:
    """整场改期 / move the whole session to another day."""
    who = holder_of(shared, slot)
    _do(shared, Instruction(InstructionKind.SESSION, slot, who, day=day), **more)


def _do(shared: Shared, bare: Instruction, ordered_by: str, agreed: bool, reason: str, dry_run: bool) -> None:
    wish = replace(bare, ordered_by=ordered_by, reason=reason)
    with shared.store.read() as transaction:
        found = instruction.prospect(Standing.read(transaction), wish, shared.now(), shared.lang)
    document, lines = _document(shared, found), _lines(shared, found)
    if dry_run:
        shared.show({"id": None, **document}, lines)
        shared.exit_code = 1 if found.verdict.bans else 0
        return
    given = instruction.give(
        shared.store, wish, None if agreed else frozenset(), shared.now(), shared.actor, shared.lang
    )
    shared.show({"id": given.id, **document}, [shared.text("指示 %(id)s 已生效", id=given.id), *lines])


def _document(shared: Shared, found: Prospect) -> dict[str, Any]:
    return {
        "broken": list(found.verdict.broken),
        "bans": list(found.verdict.bans),
        "findings": list(found.verdict.regrets),
        "calls": [vars(call) for call in found.calls],
        "notice": found.notice.say(shared.lang),
    }


def _lines(shared: Shared, found: Prospect) -> list[str]:
    def call(one: PhoneCall) -> str:
        other = f"（{one.delegate} {' '.join(one.delegate_phones)}）" if one.delegate else ""
        what = shared.text("征求同意") if one.asked else shared.text("告知")
        return f"{what}　{one.name}　{' '.join(one.phones)}{other}"

    return [found.notice.say(shared.lang), *map(call, found.calls), *found.verdict.broken, *found.verdict.regrets]


@direct_group.command("undo")
@click.argument("id", type=NUMBER)
@click.pass_obj
def undo(shared: Shared, id: InstructionId) -> None:
    """撤销指示（班次开始之前） / take an instruction back before its slots begin."""
    instruction.undo(shared.store, id, shared.now(), shared.actor, shared.lang)
    shared.show({"id": id, "state": "undone"}, [shared.text("指示 %(id)s 已撤销", id=id)])


@direct_group.command("list")
@click.pass_obj
def list_command(shared: Shared) -> None:
    """已办的指示和调整通知 / the instructions given, with their notices."""
    with shared.store.read() as transaction:
        found = instructions.every(transaction)
    said = [INSTRUCTION_WORDS[one.state].say(shared.lang) for one in found]
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "slot": one.slot,
            "who": one.who,
            "ordered_by": one.ordered_by,
            "state": one.state,
            "agreed": list(one.agreed),
            "notice": one.notice_zh if shared.lang == "zh" else one.notice_en,
        }
        for one in found
    ]
    shared.show(
        {"instructions": rows},
        [f"{row['id']}　{state}　{row['ordered_by']}　{row['notice']}" for row, state in zip(rows, said, strict=True)],
    )


@click.group("served")
def served_group() -> None:
    """补登：实际由谁值班 / what really happened, entered afterwards."""


@served_group.command("enter")
@_of_slot
@click.option("--slot", default="", help="班次编号，或用下列各项指明 / its id, or the words below")
@click.option("--planned", default="", help="原值班人 / who was on the roster")
@click.option("--actual", default="", help="实际值班人，空为无人 / who served; empty for nobody")
@click.option("--confirmed-by", default="")
@click.option("--note", default="")
@click.pass_obj
def enter(shared: Shared, slot: str, planned: str, actual: str, confirmed_by: str, note: str) -> None:
    """登记实际值班人 / say who really served a slot that has begun."""
    was = assignee_id(shared, planned) if planned else holder_of(shared, slot)
    done = actual_service.enter(
        shared.store,
        slot,
        was,
        assignee_id(shared, actual) if actual else "",
        confirmed_by,
        note,
        shared.now(),
        shared.actor,
    )
    shared.show({"id": done.id}, [shared.text("已补登 %(id)s", id=done.id)])


@served_group.command("undo")
@click.argument("id", type=NUMBER)
@click.pass_obj
def undo_entry(shared: Shared, id: ActualServiceId) -> None:
    """撤销补登 / take an entry back."""
    actual_service.take_back(shared.store, id, shared.now(), shared.actor)
    shared.show({"id": id}, [shared.text("补登 %(id)s 已撤销", id=id)])


@served_group.command("list")
@click.pass_obj
def list_entries(shared: Shared) -> None:
    """所有有效的补登 / the entries that count."""
    with shared.store.read() as transaction:
        office, found = offices.load(transaction), entries.standing(transaction)
    nobody = shared.text("无人")
    shared.show(
        {"served": [vars(one) for one in found]},
        [
            f"{one.id}　{one.slot}　{office.name(one.planned)} → "
            f"{office.name(one.actual) if one.actual else nobody}　{one.confirmed_by}"
            for one in found
        ],
    )


COMMANDS = (direct_group, served_group)
