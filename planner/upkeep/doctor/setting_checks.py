"""What is looked at in the settings: names that are none, values that cannot be meant, and where each comes from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from planner.clock import OFFICIAL, now
from planner.errors import Refused
from planner.launch import usual_home
from planner.settings import (
    FirstSight,
    Profile,
    SettingInForce,
    Source,
    second_factor_roles,
    settings_in_force,
    site_address,
    unknown_settings,
)
from planner.store.people.users import Role
from planner.upkeep.doctor.findings import Check, Diagnosis, Soundness, fine, wrong
from planner.words import Words

HOME = "DANGZHI_HOME"
ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


def look_at_settings() -> Iterator[Diagnosis]:
    """A finding for each setting that is unknown or cannot be meant; otherwise that all can be read."""
    found = [*_unknown(), *_unreadable()]
    yield from found or [fine(Check.SETTINGS, Words("都能识别"))]
    yield from _unencrypted()
    if os.environ.get("DANGZHI_NOW") and not found:
        yield Diagnosis(
            Check.SETTINGS, Soundness.NOTE, Words("时间由 DANGZHI_NOW 指定"), Words("只用于演练；正式运行请去掉它")
        )


def _unencrypted() -> Iterator[Diagnosis]:
    """A note for each connection to another machine that somebody on the way could read."""
    with suppress(ArgumentError):  # what is no address at all is told where the store is opened
        url = make_url(os.environ.get("DATABASE_URL") or "sqlite://")
        if _elsewhere(str(url.query.get("host") or url.host or "")) and url.query.get("sslmode") != "verify-full":
            yield _readable("DATABASE_URL", "?sslmode=verify-full")
    for name in ("DANGZHI_BASE_URL", "DANGZHI_OIDC"):
        found = urlsplit(os.environ.get(name, ""))
        if found.scheme == "http" and _elsewhere(found.hostname or ""):
            yield _readable(name, "https://")


def _elsewhere(host: str) -> bool:
    """Whether a machine is another one; a path is a socket of this one."""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return bool(host) and host != "localhost" and not host.startswith("/")


def _readable(name: str, cure: str) -> Diagnosis:
    return Diagnosis(
        Check.SETTINGS,
        Soundness.NOTE,
        Words("%(name)s 的连接没有加密，或不核对证书", name=name),
        Words("跨机器的连接请加密，写上 %(cure)s", cure=cure),
    )


def _unknown() -> Iterator[Diagnosis]:
    for name, near in unknown_settings():
        cure = Words("是不是要写 %(near)s？不用的请去掉", near=near) if near else Words("请去掉它")
        yield wrong(Check.SETTINGS, Words("没有 %(name)s 这个设置", name=name), cure)


def _unreadable() -> Iterator[Diagnosis]:
    if site_address() and not ADDRESS.fullmatch(site_address()):
        yield _odd("DANGZHI_BASE_URL", "https://duty.example.gov")
    if not (os.environ.get("DANGZHI_PROXIES") or "0").isdecimal():
        yield _odd("DANGZHI_PROXIES", "1")
    if not _networks(os.environ.get("DANGZHI_INTRANET", "")):
        yield _odd("DANGZHI_INTRANET", "10.0.0.0/8,192.168.0.0/16")
    profile = os.environ.get("DANGZHI_PROFILE", "").strip().lower()
    if profile not in tuple(Profile):
        yield _odd("DANGZHI_PROFILE", Profile.MLPS)
    if (os.environ.get("DANGZHI_OIDC_FIRST_SIGHT", "").strip().lower() or FirstSight.REFUSE) not in tuple(FirstSight):
        yield _odd("DANGZHI_OIDC_FIRST_SIGHT", FirstSight.REFUSE)
    if second_factor_roles() - set(Role):
        yield _odd("DANGZHI_SECOND_FACTOR", f"{Role.CLERK},{Role.APPROVER}")
    try:
        now(OFFICIAL)
    except Refused:
        yield _odd("DANGZHI_NOW", "2026-12-01T09:00")


def _networks(text: str) -> bool:
    try:
        for one in filter(None, (part.strip() for part in text.split(","))):
            ip_network(one)
    except ValueError:
        return False
    return True


def _odd(name: str, example: str) -> Diagnosis:
    value = os.environ[name]
    return wrong(
        Check.SETTINGS,
        Words("%(name)s 的值“%(value)s”看不懂", name=name, value=value),
        Words("请写成这样：%(example)s", example=example),
    )


def settings_of(home: Path) -> tuple[SettingInForce, ...]:
    """All settings in force where the data lie in `home`, and where each comes from."""
    return tuple(_where_home_is(one, home) if one.name == HOME else one for one in settings_in_force())


def _where_home_is(one: SettingInForce, home: Path) -> SettingInForce:
    named = os.environ.get(HOME)
    if named and Path(named).absolute() == home.absolute():
        source = Source.ENVIRONMENT
    else:
        source = Source.USUAL if home.absolute() == usual_home().absolute() else Source.OPTION
    return replace(one, value=str(home.absolute()), source=source)
