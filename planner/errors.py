"""Fault: what is wrong with something handed in, where, and how to mend it, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from planner.words import Lang, Words


class FaultKind(StrEnum):
    """What sort of thing is wrong, for those who treat one sort apart from the others."""

    VALUE = "value"
    """Something written, or left out, is wrong."""
    NO_ROWS = "no rows"
    """A sheet has a header and nothing below it."""
    NO_SHEET = "no sheet"
    """No sheet of a file is one of the workbook's."""
    PARAMETER = "parameter"
    """A clause's parameters do not fit its rule."""


@dataclass(frozen=True)
class Fault:
    """A cause and its cure, with the file, sheet and cell they belong to."""

    cause: Words
    cure: Words
    file: str = ""
    sheet: str = ""
    cell: str = ""
    kind: FaultKind = FaultKind.VALUE

    def at(self, *, file: str = "", sheet: str = "", cell: str = "") -> Fault:
        """The same fault with its place filled in where it was empty."""
        return replace(self, file=self.file or file, sheet=self.sheet or sheet, cell=self.cell or cell)

    def say(self, lang: Lang) -> str:
        """One line: where, what, how to mend."""
        where = " ".join(part for part in (self.file, self.sheet, self.cell) if part)
        colon, stop = ("：", "。") if lang == "zh" else (": ", ". ")
        body = f"{self.cause.say(lang)}{stop}{self.cure.say(lang)}{stop.strip()}"
        return f"{where}{colon}{body}" if where else body

    def to_json(self, lang: Lang) -> dict[str, str]:
        """The fault as the API gives it: file, sheet, cell, and cause and cure in one language."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "cause": self.cause.say(lang),
            "cure": self.cure.say(lang),
        }


def fault(cause: Words, cure: Words, kind: FaultKind = FaultKind.VALUE) -> Fault:
    """A fault without a place yet, from its cause and its cure."""
    return Fault(cause, cure, kind=kind)


MOST = 200
"""So many faults are listed at once: whoever has mended these hands in again and sees the others."""


class Refused(Exception):
    """Raised for bad input: it carries every fault found, of very many the first, and nothing was done."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults if len(faults) <= MOST else (*faults[:MOST], _others(len(faults) - MOST))
        super().__init__(*self.faults)

    def __str__(self) -> str:
        return "; ".join(one.say("en") for one in self.faults)


def _others(number: int) -> Fault:
    return fault(Words("另有 %(number)s 处错误没有列出", number=number), Words("请先改正以上各处，再导入一次"))


class NotPossible(Exception):
    """Raised where what was asked cannot be done now; `words` say why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return self.words.en


class TryLater(Exception):
    """Raised where what was asked may be asked again in some seconds: `words` say why and how long.

    `busy` says that others are in the way; otherwise whoever asks has asked too often.
    """

    def __init__(self, words: Words, seconds: int, *, busy: bool = False) -> None:
        super().__init__(words)
        self.words, self.seconds, self.busy = words, seconds, busy

    def __str__(self) -> str:
        return self.words.en
