"""Commands for messages: notify list, done, send, target."""

from __future__ import annotations

import click

from planner.commands.lookup import person_id
from planner.commands.shared import NUMBER, Shared
from planner.notifying import overtaken, sending, tasks, wording
from planner.notifying.targets import target_of
from planner.office.ids import as_person
from planner.store.messages import messages as rows
from planner.store.messages.messages import Message
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import MessageId
from planner.store.states import MESSAGE_WORDS, MessageState


@click.group("notify")
def notify_group() -> None:
    """变动告知：清单、办结、发送 / messages on changes: list, done, send."""


@notify_group.command("list")
@click.option("--all", "everything", is_flag=True, help="含已办结的 / closed ones too")
@click.pass_obj
def list_command(shared: Shared, everything: bool) -> None:
    """待告知的人和可粘贴的文字 / who is to be told, with text to paste."""
    overtaken.end_overtaken(shared.store, shared.now())
    with shared.store.read() as transaction:
        office = offices.load(transaction)
        found = [
            one for one in rows.standing(transaction) if everything or one.unanswered or one.state == MessageState.OPEN
        ]
    found.sort(key=lambda one: (not one.blind, one.due))
    shared.show(
        {"messages": [_told(one) | {"text": wording.message_words(office, one, shared.lang)} for one in found]},
        [line for one in found for line in (_head(shared, one), wording.message_words(office, one, shared.lang), "")],
    )


def _told(one: Message) -> dict[str, object]:
    return {
        "id": one.id,
        "who": one.who,
        "state": one.state,
        "blind": one.blind,
        "due": one.due,
        "channel": one.channel,
        "receipt": one.receipt,
        "slots": sorted(one.changes),
    }


def _head(shared: Shared, one: Message) -> str:
    mark = shared.text("须另行告知") if one.unanswered else ""
    return "　".join(
        part
        for part in (str(one.id), MESSAGE_WORDS[one.state].say(shared.lang), mark, one.due[:16].replace("T", " "))
        if part
    )


@notify_group.command("done")
@click.argument("id", type=NUMBER)
@click.option("--channel", required=True, help="电话、短信、当面…… / telephone, in person …")
@click.option("--receipt", default="", help="对方的回复 / what they answered")
@click.pass_obj
def done(shared: Shared, id: MessageId, channel: str, receipt: str) -> None:
    """已告知，记下方式和回复 / told: by what channel, and the answer."""
    with shared.store.write() as transaction:
        tasks.close_task(Standing.read(transaction), id, channel, receipt, shared.now(), shared.actor)
    shared.show({"closed": id}, [shared.text("通知 %(id)s 已办结", id=id)])


@notify_group.command("send")
@click.argument("id", type=NUMBER, required=False)
@click.option("--all", "everything", is_flag=True, help="区级领导除外 / district leaders apart")
@click.pass_obj
def send(shared: Shared, id: MessageId | None, everything: bool) -> None:
    """发送一条或全部 / send one or all."""
    if (id is None) != everything:
        raise click.UsageError("ID or --all")
    if id is None:
        taken, not_taken = sending.send_all(shared.store, shared.now(), shared.actor, shared.lang)
    else:
        taken = int(sending.send_message(shared.store, id, shared.now(), shared.actor, shared.lang))
        not_taken = 1 - taken
    shared.exit_code = 1 if not_taken else 0
    shared.show(
        {"sent": taken, "unsure": not_taken},
        [
            shared.text(
                "已发送 %(taken)s 条，未确认 %(not_taken)s 条（请核实是否送达）", taken=taken, not_taken=not_taken
            )
        ],
    )


@notify_group.command("target")
@click.option("--person", required=True)
@click.option(
    "--address",
    default="",
    help="mailtos://… dingtalk://… wecombot://… feishu://… jsons://…；空为取消 / empty for none",
)
@click.pass_obj
def target(shared: Shared, person: str, address: str) -> None:
    """登记某人的发送地址 / where a person is reached."""
    id, kept = person_id(shared, person), target_of(address) if address else None
    with shared.store.write() as transaction:
        sending.set_target(transaction, as_person(id), kept, shared.now(), shared.actor)
    shared.show(
        {"person": id, "reached": bool(address)}, [(shared.text("已登记") if address else shared.text("已取消"))]
    )


COMMANDS = (notify_group,)
