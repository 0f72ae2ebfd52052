"""Commands that issue: sign, recall, publish, history, diff, withdraw."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from planner.calendar.reading import LARGEST
from planner.commands.lookup import duty_id
from planner.commands.shared import NUMBER, Shared
from planner.errors import NotPossible
from planner.issuing.publish import Order, publish, sign
from planner.issuing.recall import recall
from planner.issuing.withdrawal import withdraw
from planner.problem.period import Period
from planner.roster.changes import Changed
from planner.roster.issued import diff
from planner.store.copies.file_trouble import why_of
from planner.store.roster import offices, versions
from planner.words import Words
from planner.worker import snapshot


@click.command("sign")
@click.argument("month")
@click.pass_obj
def sign_command(shared: Shared, month: str) -> None:
    """送签：锁定草稿 / lock the draft for signature."""
    Period.month(month)
    draft = sign(shared.store, month, shared.now(), shared.actor)
    shared.show(
        {"month": month, "draft": draft.id, "state": draft.state},
        [shared.text("%(month)s 草稿 %(id)s 已送签锁定，各表标注“送审稿”", month=month, id=draft.id)],
    )


@click.command("recall")
@click.argument("month")
@click.option("--reason", required=True)
@click.pass_obj
def recall_command(shared: Shared, month: str, reason: str) -> None:
    """收回送签：草稿可再修改，已送出的送审稿作废 / take the draft back from signature; its sheets are void."""
    Period.month(month)
    draft = recall(shared.store, month, reason, shared.now(), shared.actor)
    shared.show(
        {"month": month, "draft": draft.id, "state": draft.state},
        [shared.text("%(month)s 草稿 %(id)s 已收回送签，可以修改；已送出的送审稿作废", month=month, id=draft.id)],
    )


@click.command("publish")
@click.argument("month")
@click.option("--duties", default="")
@click.option("--signed-by", default="")
@click.option("--signed-on", type=click.DateTime(["%Y-%m-%d"]), help="签发日期，如 2026-11-25 / the day it was signed")
@click.option("--number", "reference", default="")
@click.option("--reason", default="")
@click.option("--record", is_flag=True, help="已过的月份，事后补登 / a month that is over is entered afterwards")
@click.pass_obj
def publish_command(
    shared: Shared,
    month: str,
    duties: str,
    signed_by: str,
    signed_on: datetime | None,
    reference: str,
    reason: str,
    record: bool,
) -> None:
    """印发：每个有变化的事项生成新版本 / issue the draft, one version for each duty that changed."""
    Period.month(month)
    chosen = tuple(one.strip() for one in duties.replace("，", ",").split(",") if one.strip()) or None
    order = Order(signed_by, reference, reason, chosen, record, signed_on.date() if signed_on else None)
    done = publish(shared.store, month, order, shared.now(), shared.actor, shared.lang)
    _keep_snapshot(shared)
    with shared.store.read() as transaction:
        called = {duty.id: duty.name for duty in offices.load(transaction).duties.values()}
    lines = []
    for one in done.issued:
        first = shared.text("，首次印发") if one.number == 1 else ""
        lines.append(
            shared.text(
                "%(called)s：第 %(number)s 版，校验码 %(code)s",
                called=called[one.duty],
                number=one.number,
                code=one.code,
            )
            + first
        )
        lines += ["  " + changed.words.say(shared.lang) for changed in one.changed] if one.number > 1 else []
    if not done.issued:
        lines.append(shared.text("没有变化，未生成新版本"))
    lines += [shared.text("未满足 ") + text for text in done.findings]
    shared.show(
        {
            "versions": [
                {"duty": one.duty, "number": one.number, "code": one.code, "changes": _plain(shared, one.changed)}
                for one in done.issued
            ],
            "unchanged": list(done.unchanged),
            "breaches": list(done.findings),
        },
        lines,
    )


def _keep_snapshot(shared: Shared) -> None:
    """Write who is on duty beside the store; what was issued is issued, whether or not that can be written."""
    try:
        snapshot.write_snapshot(shared.store, shared.now())
    except OSError as cause:
        why = why_of(cause)
        shared.say(Words("已印发。数据库不应答时备查的值班快照没有写成（%(why)s），后台能写时会补上", why=why))


def _plain(shared: Shared, some: tuple[Changed, ...]) -> list[dict[str, Any]]:
    return [{"slot": one.slot, "text": one.words.say(shared.lang), "people": list(one.people)} for one in some]


@click.command("history")
@click.argument("month")
@click.pass_obj
def history_command(shared: Shared, month: str) -> None:
    """一个月的各个版本 / the versions of a month."""
    Period.month(month)
    with shared.store.read() as transaction:
        found = versions.every(transaction, month)
        called = {duty.id: duty.name for duty in offices.load(transaction).duties.values()}
    lines = []
    for one in found:
        parts = [
            called.get(one.duty, one.duty),
            f"v{one.number}",
            one.issued_at[:16].replace("T", " "),
            one.code,
            one.signed_by,
            one.reference,
            one.reason,
            shared.text("已撤回：") + (one.withdrawn_reason or "") if one.withdrawn_at else "",
        ]
        lines.append("　".join(part for part in parts if part))
    shared.show(
        {
            "versions": [
                {
                    "duty": one.duty,
                    "number": one.number,
                    "issued_at": one.issued_at,
                    "code": one.code,
                    "signed_by": one.signed_by,
                    "reference": one.reference,
                    "reason": one.reason,
                    "withdrawn_at": one.withdrawn_at,
                }
                for one in found
            ]
        },
        lines or [shared.text("没有版本")],
    )


@click.command("diff")
@click.argument("month")
@click.argument("old", type=NUMBER)
@click.argument("new", type=click.IntRange(1, LARGEST))
@click.pass_obj
def diff_command(shared: Shared, month: str, old: int, new: int) -> None:
    """两个版本之间的变化 / what changed between two versions, in words."""
    Period.month(month)
    with shared.store.read() as transaction:
        office = offices.load(transaction)
        found = diff(transaction, office, month, old, new)
        called = {duty.id: duty.name for duty in office.duties.values()}
    if not found:
        raise NotPossible(Words("%(month)s 没有第 %(new)s 版", month=month, new=new))
    lines = [f"{called.get(duty, duty)}　{one.words.say(shared.lang)}" for duty, some in found.items() for one in some]
    shared.show(
        {"changes": {duty: _plain(shared, some) for duty, some in found.items()}}, lines or [shared.text("没有变化")]
    )


@click.command("withdraw")
@click.argument("month")
@click.option("--duty", required=True)
@click.option("--reason", required=True)
@click.pass_obj
def withdraw_command(shared: Shared, month: str, duty: str, reason: str) -> None:
    """撤回已印发的版本（保留记录） / take back an issued version; it stays on record."""
    Period.month(month)
    with shared.store.read() as transaction:
        id = duty_id(transaction, offices.load(transaction), duty) or duty
    version = withdraw(shared.store, month, id, reason, shared.now(), shared.actor)
    shared.show(
        {"duty": version.duty, "number": version.number},
        [shared.text("%(duty)s %(month)s 第 %(number)s 版已撤回", duty=duty, month=month, number=version.number)],
    )


COMMANDS = (sign_command, recall_command, publish_command, history_command, diff_command, withdraw_command)
