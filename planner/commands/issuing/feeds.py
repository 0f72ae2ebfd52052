"""Commands for subscriptions: feed create, list, revoke, rotate, allow, reach, health."""

from __future__ import annotations

import click

from planner.commands.lookup import base_url, duty_id, person_id
from planner.commands.shared import NUMBER, Shared
from planner.errors import NotPossible
from planner.feeds import subscriptions
from planner.feeds.clients import BY_ID, families
from planner.feeds.subscriptions import Reach
from planner.office.office import Office
from planner.store import Transaction, audit
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import Feed, FeedKind
from planner.store.roster import offices
from planner.store.row_ids import FeedId
from planner.words import Words
from planner.workbook.refs import index_of


@click.group("feed")
def feed_group() -> None:
    """日历订阅 / calendar subscriptions."""


@feed_group.command("create")
@click.option("--person")
@click.option("--duty")
@click.option("--unit")
@click.option("--village")
@click.option("--office", is_flag=True)
@click.option("--public", is_flag=True)
@click.option("--name", default="")
@click.option("--remind", type=NUMBER, multiple=True, help="提前多少分钟提醒，可多次 / minutes before, more than once")
@click.pass_obj
def create(shared: Shared, /, name: str, remind: tuple[int, ...], **chosen: str | bool | None) -> None:
    """新建订阅，地址只显示一次 / a new subscription; its address is shown once."""
    kinds = [kind for kind, value in chosen.items() if value]
    if len(kinds) != 1:
        raise click.UsageError("one of --person, --duty, --unit, --village, --office, --public")
    kind, text = kinds[0], chosen[kinds[0]]
    with shared.store.write() as transaction:
        office = offices.load(transaction)
        subject = _subject(transaction, office, kind, text) if isinstance(text, str) else ""
        id, token = subscriptions.create(transaction, office, kind, subject, name, shared.now(), remind)
        audit.record(
            transaction, shared.now(), shared.actor, "feed create", {"id": id, "kind": kind, "subject": subject}
        )
    _show(shared, id, token)


def _subject(transaction: Transaction, office: Office, kind: str, text: str) -> str:
    """The id of the duty, person, unit or village that is given by id or name. Raises NotPossible or Refused."""
    if kind == FeedKind.DUTY:
        return duty_id(transaction, office, text) or ""
    return index_of(office).find(text, (kind,))


def _show(shared: Shared, id: FeedId, token: str) -> None:
    url = f"{base_url()}/feed/{token}.ics"
    webcal = "webcal://" + url.partition("://")[2]
    shared.show({"id": id, "url": url, "webcal": webcal}, [url, webcal, shared.text("地址只显示这一次，请保存")])


@feed_group.command("list")
@click.pass_obj
def list_command(shared: Shared) -> None:
    """全部订阅 / all subscriptions."""
    with shared.store.read() as transaction:
        found = rows.every(transaction)
    shared.show(
        {"feeds": [vars(one) for one in found]},
        [
            "　".join(
                part
                for part in (str(one.id), one.kind, one.subject, one.name, one.created_at[:16], _state(shared, one))
                if part
            )
            for one in found
        ],
    )


def _state(shared: Shared, one: Feed) -> str:
    if one.revoked_at:
        return shared.text("已吊销")
    return shared.text("已更换地址") if one.replaced_at else ""


@feed_group.command("revoke")
@click.argument("id", type=NUMBER)
@click.pass_obj
def revoke(shared: Shared, id: FeedId) -> None:
    """吊销订阅 / end a subscription."""
    _revoke(shared, id)
    shared.show({"revoked": id}, [shared.text("订阅 %(id)s 已吊销", id=id)])


def _revoke(shared: Shared, id: FeedId) -> None:
    with shared.store.write() as transaction:
        if not rows.revoke(transaction, id, shared.now().isoformat()):
            raise NotPossible(Words("没有订阅 %(id)s", id=id))
        audit.record(transaction, shared.now(), shared.actor, "feed revoke", {"id": id})


@feed_group.command("rotate")
@click.argument("id", type=NUMBER)
@click.pass_obj
def rotate(shared: Shared, id: FeedId) -> None:
    """更换订阅地址，旧地址七天内仍会提示 / a new address for a subscription; for seven days the old one says so."""
    with shared.store.write() as transaction:
        _, fresh, token = subscriptions.rotate(transaction, offices.load(transaction), id, shared.now())
        audit.record(transaction, shared.now(), shared.actor, "feed rotate", {"old": id, "new": fresh})
    _show(shared, fresh, token)


@feed_group.command("allow")
@click.option("--person", required=True)
@click.option("--off", is_flag=True)
@click.pass_obj
def allow(shared: Shared, person: str, off: bool) -> None:
    """开通（或关闭）区级领导的个人日历 / switch a district leader's personal feed on or off."""
    id = person_id(shared, person)
    with shared.store.write() as transaction:
        subscriptions.allow_leader(transaction, offices.load(transaction), id, not off, shared.now(), shared.actor)
    shared.show({"person": id, "on": not off}, [(shared.text("已关闭") if off else shared.text("已开通"))])


@feed_group.command("reach")
@click.argument("where", type=click.Choice([*map(str, subscriptions.REACHES)]))
@click.pass_obj
def reach(shared: Shared, where: str) -> None:
    """日历在哪里可用：处处、仅内网、停用 / where feeds answer: everywhere, the own network alone, nowhere."""
    with shared.store.write() as transaction:
        subscriptions.set_reach(transaction, where, shared.now(), shared.actor)
    words: dict[str, Words] = {
        Reach.ON: Words("不限网络"),
        Reach.INTRANET: Words("个人和内部日历仅限内网"),
        Reach.OFF: Words("全部停用"),
    }
    shared.show({"reach": where}, [words[where].say(shared.lang)])


@feed_group.command("health")
@click.pass_obj
def health(shared: Shared) -> None:
    """各类客户端的订阅数 / subscriptions by client family, in sum."""
    with shared.store.read() as transaction:
        live = [one for one in rows.every(transaction) if not subscriptions.ended(one, shared.now())]
        found, where = families(transaction, live), subscriptions.reach(transaction)
    nobody = shared.text("尚未读取")
    shared.show(
        {"reach": where, "families": found},
        [f"{BY_ID[id].name.say(shared.lang) if id else nobody}　{count}" for id, count in found.items()],
    )


COMMANDS = (feed_group,)
