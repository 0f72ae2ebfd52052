"""Check codes: a short code that each printed sheet carries, made from what the sheet says."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from planner.roster.lines import Line


def check_code(lines: Iterable[Line]) -> str:
    """The check code of a roster, such as ABCD-2345; the same slots, times, places and people give the same."""
    text = "\n".join(
        "\t".join(
            (
                line.slot.id,
                line.start.isoformat(),
                line.end.isoformat(),
                line.slot.shift,
                line.slot.post,
                line.slot.place,
                line.status,
                *(one.tagged for one in line.people),
            )
        )
        for line in lines
    )
    return text_code(text)


def text_code(text: str) -> str:
    """The check code of a text: the first 40 bits of its SHA-256 in base32 (RFC 4648 section 6)."""
    code = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:8]
    return f"{code[:4]}-{code[4:]}"
