"""Check codes: a short code that each printed sheet carries, from what the sheet says."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from planner.roster.lines import Line


def check_code(lines: Iterable[Line]) -> str:
    """Eight letters and digits over slots, times, places and people; the same roster has the same code."""
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
    """The check code of a text."""
    code = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:8]
    return f"{code[:4]}-{code[4:]}"
