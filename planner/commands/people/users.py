"""Commands for log-ins: user add, list, disable, enable, password, reset-factor."""

from __future__ import annotations

import sys

import click

from planner.access import logins
from planner.access.factor import second_factor
from planner.commands.lookup import person_id
from planner.commands.people.add_all import add_all
from planner.commands.shared import Shared
from planner.store.people import users
from planner.store.people.users import Role
from planner.store.roster import offices

ROLE = click.Choice([*map(str, logins.ROLES)])


@click.group("user")
def user_group() -> None:
    """登录帐号 / log-ins."""


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码 / password", hide_input=True, confirmation_prompt=True))


@user_group.command("add")
@click.argument("name", default="")
@click.option("--role", type=ROLE, help="NAME 的角色 / of NAME")
@click.option("--person", default="")
@click.option("--password-stdin", is_flag=True)
@click.option("--all", "everybody", type=ROLE, help="给没有帐号的人都建，角色为 / for all without one, with this role")
@click.option("--preview", is_flag=True, help="只看名单，不建 / show who would get one, make none")
@click.pass_obj
def add(
    shared: Shared, name: str, role: str | None, person: str, password_stdin: bool, everybody: str | None, preview: bool
) -> None:
    """新建帐号 / a new log-in, or --all: one for everybody who has none, with first passwords to hand over."""
    if everybody is not None:
        if name or role or person or password_stdin:
            raise click.UsageError("--all 只能和 --preview 同用 / --all goes with --preview alone")
        add_all(shared, Role(everybody), preview=preview)
        return
    if not name or role is None or preview:
        raise click.UsageError("请给出登录名和 --role，或用 --all 角色 / give NAME and --role, or --all ROLE")
    password = _password(password_stdin)
    person = person_id(shared, person) if person else ""
    with shared.store.write() as transaction:
        id = logins.add(
            transaction, offices.load(transaction), name, role, person, password, shared.now(), shared.actor, given=True
        )
    shared.show(
        {"id": id, "name": name, "role": role}, [shared.text("已新建帐号 %(name)s，第一次登录时要改密码", name=name)]
    )


@user_group.command("list")
@click.pass_obj
def list_command(shared: Shared) -> None:
    """全部帐号 / all log-ins."""
    with shared.store.read() as transaction:
        found = users.every(transaction)
    shared.show(
        {
            "users": [
                {
                    "name": one.name,
                    "role": one.role,
                    "person": one.person,
                    "disabled": bool(one.disabled_at),
                    "first_password": bool(one.given_at),
                    "second_factor": bool(one.factor_at),
                }
                for one in found
            ]
        },
        [
            "　".join(
                part
                for part in (
                    one.name,
                    one.role,
                    one.person,
                    shared.text("已停用") if one.disabled_at else "",
                    shared.text("初始密码未改") if one.given_at else "",
                    shared.text("两步验证") if one.factor_at else "",
                )
                if part
            )
            for one in found
        ],
    )


@user_group.command("disable")
@click.argument("name")
@click.pass_obj
def disable(shared: Shared, name: str) -> None:
    """停用帐号 / end a log-in."""
    with shared.store.write() as transaction:
        logins.disable(transaction, name, shared.now(), shared.actor)
    shared.show({"name": name, "disabled": True}, [shared.text("已停用 %(name)s", name=name)])


@user_group.command("enable")
@click.argument("name")
@click.pass_obj
def enable(shared: Shared, name: str) -> None:
    """重新启用帐号 / open a log-in again."""
    with shared.store.write() as transaction:
        logins.enable(transaction, name, shared.now(), shared.actor)
    shared.show({"name": name, "disabled": False}, [shared.text("已启用 %(name)s", name=name)])


@user_group.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True)
@click.pass_obj
def password(shared: Shared, name: str, password_stdin: bool) -> None:
    """重设密码 / a new password."""
    fresh = _password(password_stdin)
    with shared.store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), name, fresh, shared.now(), shared.actor)
    shared.show({"name": name}, [shared.text("%(name)s 的密码已重设，已登录的都已退出，下次登录时要改密码", name=name)])


@user_group.command("reset-factor")
@click.argument("name")
@click.pass_obj
def reset_factor(shared: Shared, name: str) -> None:
    """取消丢了手机的人的两步验证 / take off a second factor that somebody lost."""
    with shared.store.write() as transaction:
        second_factor.reset_factor(transaction, name, shared.now(), shared.actor)
    shared.show(
        {"name": name},
        [shared.text("%(name)s 的两步验证已取消，已登录的都已退出；本人下次登录时会看到这件事", name=name)],
    )


COMMANDS = (user_group,)
