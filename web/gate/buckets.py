"""Buckets of tokens: how often somebody may ask; what nobody has asked for long is forgotten, so memory is bounded."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST = 20_000
"""Buckets kept at once, about 5 MB; beyond it the one that was longest not asked goes."""
NEIGHBOURS = 64
"""Bits of an IPv6 address that one household or office has in common."""


@dataclass(frozen=True)
class Allowance:
    """So many at once, and so many a second on and on."""

    at_once: int
    a_second: float


class Buckets:
    """One bucket for each who asks."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float] = time.monotonic) -> None:
        self._allowance, self._clock = allowance, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, who: str, price: float = 1) -> int:
        """Take so many; 0 if there were enough, else the whole seconds after which there are again."""
        with self._lock:
            left = self._refilled(who)
            enough = left >= price
            self._keep(who, left - price if enough else left)
        return 0 if enough else ceil((price - left) / self._allowance.a_second)

    def charge(self, who: str, price: float) -> None:
        """Take so many afterwards, when what was done is known; less than none may be left."""
        with self._lock:
            self._keep(who, self._refilled(who) - price)

    def _refilled(self, who: str) -> float:
        most, now = float(self._allowance.at_once), self._clock()
        left, at = self._left.pop(who, (most, now))
        return min(most, left + (now - at) * self._allowance.a_second)

    def _keep(self, who: str, left: float) -> None:
        self._left[who] = left, self._clock()
        if len(self._left) > MOST:
            self._left.popitem(last=False)


def asking_address(environ: WSGIEnvironment, proxies: int) -> str:
    """Whose requests count together: an address, as so many counted proxies pass it on; '' for this machine itself.

    A proxy on this machine that DANGZHI_PROXIES does not count hides who asks: nobody behind it is slowed down.
    """
    passed_on = [one.strip() for one in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    text = passed_on[-proxies] if 0 < proxies <= len(passed_on) else environ.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return ""  # a socket file: whoever is before it is on this machine
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return "" if address.is_loopback else str(int(address) >> (128 - NEIGHBOURS))
        address = address.ipv4_mapped
    return "" if address.is_loopback else str(address)
