"""Commands for the identities of a provider: identity list, bind, unbind."""

from __future__ import annotations

import click

from planner.access import vouched
from planner.access.vouched import KnownIdentity
from planner.commands.shared import NUMBER, Shared
from planner.store.row_ids import IdentityId


@click.group("identity")
def identity_group() -> None:
    """统一身份认证的人对应哪个帐号 / whom the identity provider vouches for, and their log-ins."""


@identity_group.command("list")
@click.pass_obj
def list_command(shared: Shared) -> None:
    """来过的人，等待确认的在前 / whoever came, those who wait for a log-in first."""
    with shared.store.read() as transaction:
        found = vouched.known_identities(transaction)
    shared.show(
        {"identities": [{**vars(one.identity), "holder": one.holder.name if one.holder else None} for one in found]},
        [_line(shared, one) for one in found],
    )


def _line(shared: Shared, one: KnownIdentity) -> str:
    found = one.identity
    holder = f"→ {one.holder.name}" if one.holder else shared.text("等待确认")
    return "　".join((str(found.id), found.name or "-", found.subject, found.seen_at[:16].replace("T", " "), holder))


@identity_group.command("bind")
@click.argument("id", type=NUMBER)
@click.argument("user")
@click.pass_obj
def identity_bind(shared: Shared, id: IdentityId, user: str) -> None:
    """确认这是谁的帐号 / bind somebody to a log-in."""
    with shared.store.write() as transaction:
        vouched.bind(transaction, id, user, shared.now(), shared.actor)
    shared.show({"id": id, "holder": user}, [shared.text("已对应到帐号 %(user)s", user=user)])


@identity_group.command("unbind")
@click.argument("id", type=NUMBER)
@click.pass_obj
def identity_unbind(shared: Shared, id: IdentityId) -> None:
    """解除对应，已登录的都退出 / take somebody from their log-in, whose sessions end."""
    with shared.store.write() as transaction:
        vouched.unbind(transaction, id, shared.now(), shared.actor)
    shared.show({"id": id, "holder": None}, [shared.text("已解除，这个帐号已登录的都已退出")])


COMMANDS = (identity_group,)
