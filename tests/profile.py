"""How much is tried: quick by default, more in CI and with `--clients`, most with `python3 -m tests --long`."""

import os

LONG = bool(os.environ.get("DANGZHI_LONG"))
CI = bool(os.environ.get("CI"))
CLIENTS = bool(os.environ.get("DANGZHI_CLIENTS"))
"""Whether what needs more programs is there: calendar clients, an office suite, PostgreSQL."""


def rounds(quick: int, ci: int, long: int, *, clients: int | None = None) -> int:
    """A number of rounds, examples or steps for the profile at work; `clients`, where said, is that of `--clients`."""
    if LONG:
        return long
    if CLIENTS and clients is not None:
        return clients
    return ci if CI else quick
