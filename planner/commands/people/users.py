"""Commands for log-ins: user add, list, disable, enable, password."""

from __future__ import annotations

import sys

import click

from planner.access import logins
from planner.commands.lookup import person_id
from planner.commands.shared import Shared
from planner.store.people import users
from planner.store.roster import offices


@click.group("user")
def user_group() -> None:
    """登录帐号 / log-ins."""


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码 / password", hide_input=True, confirmation_prompt=True))


@user_group.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([*map(str, logins.ROLES)]), required=True)
@click.option("--person", default="")
@click.option("--password-stdin", is_flag=True)
@click.pass_obj
def add(shared: Shared, name: str, role: str, person: str, password_stdin: bool) -> None:
    """新建帐号 / a new log-in."""
    password = _password(password_stdin)
    person = person_id(shared, person) if person else ""
    with shared.store.write() as transaction:
        id = logins.add(
            transaction, offices.load(transaction), name, role, person, password, shared.now(), shared.actor, given=True
        )
    shared.show(
        {"id": id, "name": name, "role": role},
        [
            shared.words(
                f"已新建帐号 {name}，第一次登录时要改密码", f"the log-in {name} is made; first use changes the password"
            )
        ],
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
                    shared.words("已停用", "disabled") if one.disabled_at else "",
                    shared.words("初始密码未改", "first password not changed") if one.given_at else "",
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
    shared.show({"name": name, "disabled": True}, [shared.words(f"已停用 {name}", f"{name} is disabled")])


@user_group.command("enable")
@click.argument("name")
@click.pass_obj
def enable(shared: Shared, name: str) -> None:
    """重新启用帐号 / open a log-in again."""
    with shared.store.write() as transaction:
        logins.enable(transaction, name, shared.now(), shared.actor)
    shared.show({"name": name, "disabled": False}, [shared.words(f"已启用 {name}", f"{name} is open again")])


@user_group.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True)
@click.pass_obj
def password(shared: Shared, name: str, password_stdin: bool) -> None:
    """重设密码 / a new password."""
    fresh = _password(password_stdin)
    with shared.store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), name, fresh, shared.now(), shared.actor)
    shared.show(
        {"name": name},
        [
            shared.words(
                f"{name} 的密码已重设，已登录的都已退出，下次登录时要改密码",
                f"{name} has a new password, its sessions have ended; the next use changes the password",
            )
        ],
    )


COMMANDS = (user_group,)
