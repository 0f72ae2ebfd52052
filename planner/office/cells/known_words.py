"""Words to choose from, each with its other writings; a word that is none of them is told the nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from planner.errors import Refused, fault
from planner.office.cells.folding import as_typed, plain_text
from planner.words import Words

LOOKED_AT = 40
"""So many letters of a text are compared: more would take long and belong to no word."""
NEAR = 0.5
"""How much two words must have in common, from 0 to 1, for one to be meant where the other is written."""


def folded_word(text: str) -> str:
    """A word as choices are compared: folded, without blanks, marks and case; a word of marks alone keeps them."""
    plain = plain_text(text).lower()
    return re.sub(r"[\W_]+", "", plain) or plain


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known word that is most like a text; None where none is."""
    found = get_close_matches(text[:LOOKED_AT], list(known), n=1, cutoff=NEAR)
    return found[0] if found else None


@dataclass(frozen=True)
class KnownWords:
    """A closed list of words: each as it is shown, with all its other writings, parted by blanks."""

    words: tuple[tuple[str, str], ...]

    @cached_property
    def _writings(self) -> Mapping[str, str]:
        """Folded writing → the word that is shown."""
        return {folded_word(one): zh for zh, others in self.words for one in (zh, *others.split())}

    @property
    def writings(self) -> tuple[str, ...]:
        """Every way of writing one of the words."""
        return tuple(self._writings)

    def find(self, text: str) -> str | None:
        """The word that is meant, as it is shown; None for an unknown one."""
        return self._writings.get(folded_word(text))

    def unknown(self, value: object, what: Words, choices: str = "") -> Refused:
        """The fault of a cell that holds none of the words; `what` it should be; it names the nearest, and all."""
        near = nearest(folded_word(as_typed(value)), self._writings)
        known = choices or "、".join(zh for zh, _ in self.words)
        guess = Words("是不是“%(writings)s”？", writings=self._writings[near]) if near else Words("")
        return Refused(
            fault(
                Words("“%(value)s”不是%(what)s", value=as_typed(value), what=what),
                Words("%(guess)s可填：%(known)s", guess=guess, known=known),
            )
        )
