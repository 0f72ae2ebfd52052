"""Calendar words that cannot be read, with what is wrong with them and how to mend it."""

from __future__ import annotations

from planner.errors import Fault
from planner.words import Words

NEEDS_START = Words("要从某一天起算")


SHOWN = 40
"""So many letters of what cannot be read are repeated."""


def shortened(text: str) -> str:
    """A text as a fault repeats it: its beginning, where it is long."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


class UnknownWords(ValueError):
    """Raised for calendar words that cannot be read, or that name no day; its text is those words."""

    def __init__(self, text: str, why: Words, cure: Words) -> None:
        super().__init__(text)
        self.why = why
        self.cure = cure

    @property
    def needs_start(self) -> bool:
        """Whether the words could be read with a date from which they count."""
        return self.why is NEEDS_START

    def fault(self, quoted: str = "") -> Fault:
        """The fault of a cell that holds the words, quoted as they stand in it."""
        words = quoted or shortened(str(self))
        return Fault(Words("“%(words)s”%(why)s", words=words, why=self.why), self.cure)


def needs_start(text: str) -> UnknownWords:
    """The fault of words that count from a date and have none."""
    return UnknownWords(text, NEEDS_START, Words("请填写起始日期"))
