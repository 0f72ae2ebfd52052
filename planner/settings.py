"""Settings from the environment: their list, what each is now, and where that comes from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

PREFIX = "DANGZHI_"
"""How the names of all settings but the database's address begin."""
USUAL_ADDRESS = "http://localhost:8000"
"""Where the site is on its own machine, if nobody has said where it is reached from others."""


class Source(StrEnum):
    """Where the value of a setting comes from."""

    ENVIRONMENT = "environment"
    OPTION = "option"
    """Of the command."""
    USUAL = "usual"
    """Nobody has said anything: what the program does then."""


@dataclass(frozen=True)
class EnvironmentSetting:
    """A setting: the name of its variable, and whether its value is a secret, which is shown nowhere."""

    name: str
    secret: bool = False


SETTINGS = (
    EnvironmentSetting("DANGZHI_HOME"),
    EnvironmentSetting("DATABASE_URL"),
    EnvironmentSetting("DANGZHI_BACKUP"),
    EnvironmentSetting("DANGZHI_ANCHOR"),
    EnvironmentSetting("DANGZHI_BASE_URL"),
    EnvironmentSetting("DANGZHI_PORTAL"),
    EnvironmentSetting("DANGZHI_FONTS"),
    EnvironmentSetting("DANGZHI_INTRANET"),
    EnvironmentSetting("DANGZHI_PROXIES"),
    EnvironmentSetting("DANGZHI_MESSAGE_HOSTS"),
    EnvironmentSetting("DANGZHI_OIDC"),
    EnvironmentSetting("DANGZHI_OIDC_CLIENT"),
    EnvironmentSetting("DANGZHI_OIDC_SECRET", secret=True),
    EnvironmentSetting("DANGZHI_OIDC_CLAIM"),
    EnvironmentSetting("DANGZHI_OIDC_FIRST_SIGHT"),
    EnvironmentSetting("DANGZHI_PROFILE"),
    EnvironmentSetting("DANGZHI_SECOND_FACTOR"),
    EnvironmentSetting("DANGZHI_METRICS_TOKEN", secret=True),
    EnvironmentSetting("DANGZHI_ACTOR"),
    EnvironmentSetting("DANGZHI_NOW"),
)
"""Every setting that any part of the program reads, in the order in which they are shown."""


class Profile(StrEnum):
    """What is asked of log-ins."""

    USUAL = ""
    """Whoever gives wrong passwords waits longer each time."""
    MLPS = "mlps"
    """As 等级保护 asks at its second level: kinds of characters, a change in time, a lock after five wrong ones."""


class FirstSight(StrEnum):
    """What happens to somebody whom the identity provider vouches for and who is bound to no log-in yet."""

    REFUSE = "refuse"
    """They stay out until the office binds them to a log-in."""
    NAME = "name"
    """They are bound to the open log-in of the name that the provider gives, if nobody else is."""


@dataclass(frozen=True)
class SettingInForce:
    """A setting as it is: its value, '' where it is a secret or nobody has said one, and where that comes from."""

    name: str
    value: str
    source: Source


def settings_in_force() -> tuple[SettingInForce, ...]:
    """All settings as they are now, without passwords and other secrets."""
    return tuple(_in_force(one) for one in SETTINGS)


def _in_force(one: EnvironmentSetting) -> SettingInForce:
    value = os.environ.get(one.name, "")
    shown = "" if one.secret else re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", value)
    return SettingInForce(one.name, shown, Source.ENVIRONMENT if value else Source.USUAL)


def unknown_settings() -> list[tuple[str, str]]:
    """(name, the setting most like it or '') of what is set like a setting and is none."""
    names = [one.name for one in SETTINGS]
    said = sorted(name for name, value in os.environ.items() if value and name.startswith(PREFIX))
    return [(name, next(iter(get_close_matches(name, names, 1)), "")) for name in said if name not in names]


def portal_folder() -> str:
    """The folder that DANGZHI_PORTAL names, kept up to date by the worker; '' for none."""
    return os.environ.get("DANGZHI_PORTAL", "")


def site_address() -> str:
    """Where the site is reached from outside: DANGZHI_BASE_URL, or '' where nobody has said."""
    return (os.environ.get("DANGZHI_BASE_URL") or "").rstrip("/")


def message_hosts() -> frozenset[str]:
    """The machines that DANGZHI_MESSAGE_HOSTS (names, comma apart) lets messages go to; empty where nobody has said."""
    said = os.environ.get("DANGZHI_MESSAGE_HOSTS", "").replace("，", ",").split(",")
    return frozenset(one.strip().lower() for one in said if one.strip())


def links_address(otherwise: str = "") -> str:
    """The address that stands in links and QR codes: DANGZHI_BASE_URL, else `otherwise`, else this machine's.

    What a request says of the site's address is never asked.
    """
    return site_address() or otherwise or USUAL_ADDRESS


def anchor_file() -> str:
    """The file that DANGZHI_ANCHOR names, outside the store, which keeps heads of the record; '' for none."""
    return os.environ.get("DANGZHI_ANCHOR", "")


def database_address(home: Path) -> str:
    """Where the rows lie: DATABASE_URL, else a file of SQLite in the folder of the data."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{home / 'dangzhi.sqlite'}"


def backup_folder() -> str:
    """The folder that DANGZHI_BACKUP names for the nightly backups; '' for none."""
    return os.environ.get("DANGZHI_BACKUP", "")


def password_profile() -> Profile:
    """What DANGZHI_PROFILE asks of log-ins; the usual where nobody has said, or said what is none (see doctor)."""
    said = os.environ.get("DANGZHI_PROFILE", "").strip().lower()
    return Profile(said) if said in tuple(Profile) else Profile.USUAL


def first_sight() -> FirstSight:
    """What DANGZHI_OIDC_FIRST_SIGHT chooses; the safe one where nobody has said, or said what is none (see doctor)."""
    said = os.environ.get("DANGZHI_OIDC_FIRST_SIGHT", "").strip().lower()
    return FirstSight(said) if said in tuple(FirstSight) else FirstSight.REFUSE


def second_factor_roles() -> frozenset[str]:
    """The words (comma apart) by which DANGZHI_SECOND_FACTOR names roles that log in with a code beside the password.

    They are as they stand, in small letters; what is no role asks nobody for a code (see doctor).
    """
    said = re.split(r"[,，、\s]+", os.environ.get("DANGZHI_SECOND_FACTOR", ""))
    return frozenset(one.lower() for one in said if one)
