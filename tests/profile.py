"""How much is tried: quick by default, more in CI, most with `python3 -m tests --long`."""

import os

LONG = bool(os.environ.get("DANGZHI_LONG"))
CI = bool(os.environ.get("CI"))


def rounds(quick: int, ci: int, long: int) -> int:
    """A number of rounds, examples or steps for the profile at work."""
    return long if LONG else ci if CI else quick
