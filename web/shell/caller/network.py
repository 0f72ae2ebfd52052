"""Where a request comes from: its address, proxies counted, and whether that is of the office's own network."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from planner.errors import Refused, fault
from planner.words import Words

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PRIVATE = "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,::1/128,fc00::/7,fe80::/10"


@dataclass(frozen=True)
class Network:
    """Networks that count as inside, and how many reverse proxies stand before the site."""

    nets: tuple[IPv4Network | IPv6Network, ...]
    proxies: int

    @classmethod
    def from_environment(cls) -> Network:
        """DANGZHI_INTRANET (networks, comma apart) and DANGZHI_PROXIES; raises Refused where they cannot be read."""
        nets, proxies = os.environ.get("DANGZHI_INTRANET") or PRIVATE, os.environ.get("DANGZHI_PROXIES") or "0"
        try:
            return cls(tuple(ip_network(one.strip(), strict=False) for one in nets.split(",")), int(proxies))
        except ValueError as cause:
            raise Refused(
                fault(
                    Words("DANGZHI_INTRANET 或 DANGZHI_PROXIES 读不懂：%(cause)s", cause=cause),
                    Words("网段写成 10.0.0.0/8,192.168.0.0/16，代理层数写成 1"),
                )
            ) from None

    def inside(self, environ: WSGIEnvironment) -> bool:
        """Whether a request comes from inside; one that a proxy we do not count has passed on never does."""
        if self.uncounted(environ):
            return False
        try:
            address = ip_address(self._told(environ))
        except ValueError:
            return False
        return any(address in net for net in self.nets)

    def uncounted(self, environ: WSGIEnvironment) -> bool:
        """Whether a proxy has passed a request on although none is counted."""
        return bool(_passed_on(environ)) and not self.proxies

    def address(self, environ: WSGIEnvironment) -> str:
        """The address of whoever asks, as the outermost proxy that we count saw it, else of whoever is connected.

        '' where there is none, as behind a socket that is a file.
        """
        for one in (self._told(environ), environ.get("REMOTE_ADDR", "")):
            with suppress(ValueError):
                return str(ip_address(one))
        return ""

    def _told(self, environ: WSGIEnvironment) -> str:
        if not self.proxies:
            return str(environ.get("REMOTE_ADDR", ""))
        passed_on = _passed_on(environ)
        return passed_on[-self.proxies] if len(passed_on) >= self.proxies else ""


def _passed_on(environ: WSGIEnvironment) -> list[str]:
    return [one.strip() for one in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
