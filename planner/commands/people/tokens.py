"""Commands for tokens of the API: token add, list, end."""

from __future__ import annotations

import click

from planner.access.handed_out import tokens
from planner.access.handed_out.tokens import MOST_DAYS, NAMED_SCOPES, SCOPE_WORDS, STATE_WORDS, USUAL_DAYS, HeldToken
from planner.commands.shared import NUMBER, Shared
from planner.errors import NotPossible
from planner.store import Transaction
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import TokenId
from planner.words import Words


@click.group("token")
def token_group() -> None:
    """程序令牌 / tokens for programs."""


def _holder(transaction: Transaction, name: str) -> User:
    user = users.by_name(transaction, name)
    if user is None:
        raise NotPossible(Words("没有登录名“%(name)s”", name=name))
    return user


@token_group.command("add")
@click.argument("user")
@click.option("--name", required=True, help="给哪个程序用 / which program it is for")
@click.option("--scope", type=click.Choice([*map(str, NAMED_SCOPES)]), required=True)
@click.option(
    "--days", type=NUMBER, default=USUAL_DAYS, show_default=True, help=f"有效天数，最多 / days, at most {MOST_DAYS}"
)
@click.pass_obj
def token_add(shared: Shared, user: str, name: str, scope: str, days: int) -> None:
    """新建令牌，只显示一次 / a new token for a log-in, shown once."""
    with shared.store.write() as transaction:
        made, secret = tokens.make_token(
            transaction, _holder(transaction, user), name, scope, days, shared.now(), shared.actor
        )
    shared.show(
        {"id": made.id, "holder": user, "name": made.name, "scope": scope, "expires": made.expires_at, "token": secret},
        [secret, shared.text("令牌只显示这一次，请保存")],
    )


@token_group.command("list")
@click.option("--user", help="只列这个帐号的 / those of this log-in alone")
@click.pass_obj
def list_command(shared: Shared, user: str | None) -> None:
    """全部令牌 / all tokens."""
    with shared.store.read() as transaction:
        holders = [_holder(transaction, user)] if user else users.every(transaction)
        held = tokens.held_tokens(transaction, holders, shared.now())
    shared.show({"tokens": [_row(one) for one in held]}, [_line(shared, one) for one in held])


def _row(one: HeldToken) -> dict[str, object]:
    return {**vars(one.token), "holder": one.holder, "state": one.state}


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _line(shared: Shared, one: HeldToken) -> str:
    token = one.token
    return "　".join(
        (
            str(token.id),
            one.holder,
            token.name or shared.text("用登录名和密码取得"),
            SCOPE_WORDS[token.scope].say(shared.lang),
            shared.text("到期 %(minute)s", minute=_minute(token.expires_at)),
            shared.text("最近使用 %(minute)s", minute=_minute(token.used_at))
            if token.used_at
            else shared.text("没有用过"),
            STATE_WORDS[one.state].say(shared.lang),
        )
    )


@token_group.command("end")
@click.argument("id", type=NUMBER)
@click.pass_obj
def token_end(shared: Shared, id: TokenId) -> None:
    """停用令牌 / end a token."""
    with shared.store.write() as transaction:
        tokens.end_token(transaction, id, shared.now(), shared.actor)
    shared.show({"ended": id}, [shared.text("令牌 %(id)s 已停用", id=id)])


COMMANDS = (token_group,)
