"""Commands for subscriptions: feed create, list, revoke, rotate, allow."""

from __future__ import annotations

import os

import click

from planner import feed as feeds
from planner.commands.data import duty_id
from planner.commands.shared import Shared
from planner.fault import NotPossible
from planner.store import audit, offices
from planner.store import feeds as rows
from planner.workbook.refs import index_of


@click.group("feed")
def feed_group() -> None:
    """日历订阅 / calendar subscriptions."""


@feed_group.command("create")
@click.option("--person")
@click.option("--duty")
@click.option("--unit")
@click.option("--village")
@click.option("--public", is_flag=True)
@click.option("--name", default="")
@click.pass_obj
def create(shared: Shared, person: str | None, duty: str | None, unit: str | None, village: str | None, public: bool, name: str) -> None:
    """新建订阅，地址只显示一次 / a new subscription; its address is shown once."""
    if unit or village:
        raise NotPossible("单位和村居的订阅尚未提供", "feeds of units and villages are not offered yet")
    if sum(map(bool, (person, duty, public))) != 1:
        raise click.UsageError("one of --person, --duty, --public")
    with shared.store.write() as work:
        kind = "person" if person else "duty" if duty else "public"
        subject = person_id(shared, person) if person else duty_id(work, duty) if duty else ""
        id, token = feeds.create(work, kind, subject or "", name, shared.now())
        audit.record(work, shared.now(), shared.actor, "feed create", {"id": id, "kind": kind, "subject": subject})
    _show(shared, id, token)


def person_id(shared: Shared, text: str) -> str:
    """A person by id, name or name（unit）; raises Refused."""
    with shared.store.read() as unit:
        office = offices.load(unit)
    return index_of(office).find(text, ("person",))


def _show(shared: Shared, id: int, token: str) -> None:
    url = f"{base_url()}/feed/{token}.ics"
    webcal = "webcal://" + url.partition("://")[2]
    shared.show({"id": id, "url": url, "webcal": webcal},
                [url, webcal, shared.words("地址只显示这一次，请保存", "the address is shown only this once")])


def base_url() -> str:
    """Where the site is reached from outside: DANGZHI_BASE_URL, else this machine."""
    return (os.environ.get("DANGZHI_BASE_URL") or "http://localhost:8000").rstrip("/")


@feed_group.command("list")
@click.pass_obj
def list_command(shared: Shared) -> None:
    """全部订阅 / all subscriptions."""
    with shared.store.read() as unit:
        found = rows.every(unit)
    state = shared.words("已吊销", "revoked")
    shared.show({"feeds": [vars(one) for one in found]}, [
        "　".join(part for part in (str(one.id), one.kind, one.subject, one.name, one.created_at[:16], state if one.revoked_at else "") if part)
        for one in found
    ])


@feed_group.command("revoke")
@click.argument("id", type=int)
@click.pass_obj
def revoke(shared: Shared, id: int) -> None:
    """吊销订阅 / end a subscription."""
    _revoke(shared, id)
    shared.show({"revoked": id}, [shared.words(f"订阅 {id} 已吊销", f"subscription {id} is revoked")])


def _revoke(shared: Shared, id: int) -> None:
    with shared.store.write() as unit:
        if not rows.revoke(unit, id, shared.now().isoformat()):
            raise NotPossible(f"没有订阅 {id}", f"there is no subscription {id}")
        audit.record(unit, shared.now(), shared.actor, "feed revoke", {"id": id})


@feed_group.command("rotate")
@click.argument("id", type=int)
@click.pass_obj
def rotate(shared: Shared, id: int) -> None:
    """更换订阅地址 / a new address for a subscription; the old one ends."""
    with shared.store.read() as unit:
        old = next((one for one in rows.every(unit) if one.id == id and not one.revoked_at), None)
    if old is None:
        raise NotPossible(f"没有订阅 {id}", f"there is no subscription {id}")
    with shared.store.write() as unit:
        fresh, token = feeds.create(unit, old.kind, old.subject, old.name, shared.now())
        rows.revoke(unit, id, shared.now().isoformat())
        audit.record(unit, shared.now(), shared.actor, "feed rotate", {"old": id, "new": fresh})
    _show(shared, fresh, token)


@feed_group.command("allow")
@click.option("--person", required=True)
@click.option("--off", is_flag=True)
@click.pass_obj
def allow(shared: Shared, person: str, off: bool) -> None:
    """开通（或关闭）区级领导的个人日历 / switch a district leader's personal feed on or off."""
    id = person_id(shared, person)
    with shared.store.write() as unit:
        rows.switch(unit, f"leader-feed:{id}", "off" if off else "on")
        audit.record(unit, shared.now(), shared.actor, "feed allow", {"person": id, "on": not off})
    shared.show({"person": id, "on": not off}, [shared.words("已关闭" if off else "已开通", "off" if off else "on")])


COMMANDS = (feed_group,)
