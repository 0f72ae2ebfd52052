"""Where messages may go: by mail or to a robot of DingTalk, WeCom or Feishu, or to a program; never into our own nets.

What a clerk types is an order to this machine to speak to another one. So only these kinds are taken, and a machine
within the office's or this machine's own network only where whoever installs the program has named it.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import unquote

from planner.errors import NotPossible
from planner.settings import message_hosts
from planner.words import Words


class Recipient(Enum):
    """Whose machine a kind of address speaks to."""

    MAIL = "mail"
    """A mail server."""
    SERVICE = "service"
    """That of the service itself, whatever the address says."""
    PROGRAM = "program"
    """The one that the address names."""


KINDS = {
    "mailto": Recipient.MAIL,
    "mailtos": Recipient.MAIL,
    "dingtalk": Recipient.SERVICE,
    "wecombot": Recipient.SERVICE,
    "feishu": Recipient.SERVICE,
    "lark": Recipient.SERVICE,
    "json": Recipient.PROGRAM,
    "jsons": Recipient.PROGRAM,
}
"""How an address begins → whom it reaches."""


@dataclass(frozen=True)
class Target:
    """An address that messages may go to, and how it begins."""

    address: str
    kind: str


def target_of(address: str) -> Target:
    """The target of an address that somebody typed; raises NotPossible where nothing may go there.

    It may ask for the address of a machine by its name, which can take seconds: do not hold the store meanwhile.
    """
    plugin_of(address)
    return Target(address, address.partition(":")[0].lower())


def plugin_of(address: str) -> Any:
    """apprise's object for an address, which follows nobody elsewhere and asks each machine for its certificate.

    Raises NotPossible as `target_of` does.
    """
    import apprise

    kind = address.partition(":")[0].lower()
    one_line = unquote(unquote(address)).isprintable()  # a line end would begin another header of a mail
    found: Any = apprise.Apprise.instantiate(address, suppress_exceptions=True) if kind in KINDS and one_line else None
    if found is None:
        raise NotPossible(
            Words(
                "读不懂这个发送地址，或不能往那里发送；可写 mailtos://、dingtalk://、wecombot://、feishu://、jsons://"
            )
        )
    if KINDS[kind] is not Recipient.SERVICE:
        host = str(found.smtp_host if KINDS[kind] is Recipient.MAIL else found.host).lower()
        _admit(host)
        if not found.secure and host not in message_hosts():
            raise _in_clear(kind)
    found.redirects, found.verify_certificate = False, True
    return found


def _in_clear(kind: str) -> NotPossible:
    """What is said of an address to which password and names would go unencrypted."""
    return NotPossible(
        Words("不能往 %(kind)s:// 发送：姓名、班次和密码会在网上明文传送。请写成 %(kind)ss://", kind=kind)
    )


def _admit(host: str) -> None:
    """Raises NotPossible where a machine may not be spoken to."""
    named = message_hosts()
    if host in named:
        return
    if named:
        raise NotPossible(
            Words("不能往“%(host)s”发送：它不在允许的主机（DANGZHI_MESSAGE_HOSTS）里，请与信息中心联系", host=host)
        )
    if _within(host):
        raise NotPossible(
            Words(
                "不能往“%(host)s”发送：这是本机或内部网络的地址。确是单位的邮件服务器，"
                "请信息中心写进 DANGZHI_MESSAGE_HOSTS",
                host=host,
            )
        )


def _within(host: str) -> bool:
    """Whether a name or number leads to a machine that the open network does not know.

    It is asked again each time something is sent. Raises NotPossible where it leads nowhere.
    """
    try:
        found = {str(one[4][0]).partition("%")[0] for one in socket.getaddrinfo(host.strip("[]"), None)}
    except (OSError, UnicodeError):
        raise NotPossible(Words("找不到“%(host)s”这台主机。请核对地址；网络不通的，请稍后再试", host=host)) from None
    addresses = [ip_address(one) for one in found]
    plain = [(one.ipv4_mapped or one) if isinstance(one, IPv6Address) else one for one in addresses]
    return not all(one.is_global and not one.is_multicast for one in plain)
