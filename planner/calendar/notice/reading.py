"""Which form some text has, and what it says of a year."""

from __future__ import annotations

from planner.calendar.notice.document import read_document
from planner.calendar.notice.prose import read_prose
from planner.calendar.notice.said import Said
from planner.calendar.workdays import Notice
from planner.errors import Refused, fault
from planner.words import Words

MOST_LETTERS = 200_000
"""A notice has some 1,500 letters; a page around it, or a year as JSON, hardly 50,000."""


def read_pasted(text: str, year: int, standing: Notice | None) -> Said:
    """What JSON, or the words of a notice, says of a year; `standing` is the notice that stands for it by now.

    Raises Refused for what is neither, or too long.
    """
    if len(text) > MOST_LETTERS:
        raise Refused(
            fault(Words("太长：超过 %(most_letters)s 字", most_letters=MOST_LETTERS), Words("请只贴通知正文"))
        )
    if not text.strip():
        raise Refused(fault(Words("是空的"), Words("请贴上通知全文，或选一个文件")))
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return read_document(text.lstrip("\ufeff"))
    return read_prose(text, year, standing)
