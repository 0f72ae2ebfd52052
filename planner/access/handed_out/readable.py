"""Secrets that a person copies from paper: letters and digits that nobody takes for another, in groups."""

from __future__ import annotations

import secrets
import unicodedata

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1."""
BETWEEN = "-"


def readable(groups: int, letters: int) -> str:
    """So many groups of so many letters, drawn by chance: each letter is worth 4.95 bits."""
    drawn = ("".join(secrets.choice(LETTERS) for _ in range(letters)) for _ in range(groups))
    return BETWEEN.join(drawn)


def as_copied(text: str) -> str:
    """What somebody typed, however they wrote it: without gaps and lines between, in small letters of half width."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(one for one in plain if one.isalnum())
