"""What an examination of the record finds, in the words of both languages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from planner.store.record.covered import Covered
from planner.store.record.doubts import read_doubts
from planner.store.record.heads import Head
from planner.words import Words, series


class TroubleKind(StrEnum):
    """What does not hold."""

    DROPPED = "dropped"
    """Rows of the record are gone from its beginning or its middle."""
    CUT = "cut"
    """The last rows are gone."""
    CHANGED = "changed"
    """A row is not what it was when it was written, or what it covers is not listed as it was."""
    MOVED = "moved"
    """A row stands in another's place."""
    REWRITTEN = "rewritten"
    """Rows are others than those that were there."""
    FALSE_EVENT = "false event"
    """A restore or a pruning is written of that does not fit."""
    UNPROVED_RESTORE = "unproved restore"
    """A restore is told of whose head nobody has kept, and rows are missing of which somebody has kept the head."""
    OLDER_LOG = "older log"
    """Something was wrong before the record began, or before the schema changed."""
    TAKEN_OUT = "taken out"
    """A covered row is gone."""
    ALTERED = "altered"
    """A covered row is not as it was last written."""
    PUT_IN = "put in"
    """A row is there that the record does not know."""


@dataclass(frozen=True)
class RecordTrouble:
    """One thing that does not hold.

    It is of the rows `first` to `last` of the record (0 of none), or of the covered row of a kind and key.
    """

    what: TroubleKind
    words: Words
    first: int = 0
    last: int = 0
    kind: Covered | None = None
    key: str = ""


@dataclass(frozen=True)
class RecordEvent:
    """Something that the record tells of itself and that is no alarm: a restore, a pruning, that it began later."""

    number: int
    words: Words


_SPAN: dict[TroubleKind, Words] = {
    TroubleKind.DROPPED: Words("存证{span}被删除"),
    TroubleKind.CUT: Words("存证末尾的{span}被删除"),
    TroubleKind.CHANGED: Words("存证{span}被改动"),
    TroubleKind.MOVED: Words("存证{span}被调换了次序"),
    TroubleKind.REWRITTEN: Words("存证{span}被改写，不是原来的记录"),
    TroubleKind.FALSE_EVENT: Words("存证{span}所说的恢复或清理与存证不符"),
}
_ROW: dict[TroubleKind, Words] = {
    TroubleKind.TAKEN_OUT: Words("{what}被删除：存证里有，数据库里没有"),
    TroubleKind.ALTERED: Words("{what}被改动：数据库里的内容与存证不符"),
    TroubleKind.PUT_IN: Words("{what}来历不明：数据库里有，存证里没有"),
}
_CALLED: dict[Covered, Words] = {
    Covered.DEED: Words("操作日志第{key}条"),
    Covered.USER: Words("登录帐号{name}（第{key}号，含角色）"),
    Covered.TOKEN: Words("程序令牌{name}（第{key}号，含权限）"),
    Covered.IDENTITY: Words("统一身份{name}（第{key}号，含对应的帐号）"),
    Covered.FACTOR: Words("第{key}号登录帐号的两步验证"),
    Covered.OFFER: Words("换班申请第{key}号"),
    Covered.CALL: Words("征集替班第{key}号"),
    Covered.INSTRUCTION: Words("领导指示第{key}号"),
    Covered.SERVED: Words("补登第{key}号"),
    Covered.MESSAGE: Words("通知第{key}号"),
    Covered.VERSION: Words("印发记录{name}（第{key}号，含签发人、文号、理由）"),
    Covered.ROSTER: Words("已印发的班表 {key}"),
}
_NAMED_BY: dict[Covered, tuple[str, ...]] = {
    Covered.USER: ("name",),
    Covered.TOKEN: ("name",),
    Covered.IDENTITY: ("name",),
    Covered.VERSION: ("duty", "month", "number"),
}
"""What of a row's content tells people which it is."""


def of_rows(what: TroubleKind, first: int, last: int, anchor: Head | None = None) -> RecordTrouble:
    """What does not hold of rows of the record, and by which head that was kept elsewhere it was found."""
    one = first == last
    span = (
        Words("第%(first)s条", first=first)
        if one
        else Words("第%(first)s至%(last)s条（共%(last2)s条）", first=first, last=last, last2=last - first + 1)
    )
    by = Words("")
    if anchor:
        when = f"{anchor.when:%Y-%m-%d %H:%M}"
        by = Words("（与%(when)s另存的第%(count)s条核对）", when=when, count=anchor.count)
    said = _SPAN[what]
    return RecordTrouble(
        what, Words.given(said.zh.format(span=span.zh) + by.zh, said.en.format(span=span.en) + by.en), first, last
    )


def unproved_restore(told: Head, anchor: Head) -> RecordTrouble:
    """The row of a restore, and a head kept elsewhere that it would excuse, while nothing elsewhere knows of it."""
    when, code = f"{anchor.when:%Y-%m-%d %H:%M}", told.printed()
    words = Words(
        "存证第%(count)s条写着数据库由备份恢复过，另存的存证里却没有这次恢复，"
        "而%(when)s另存的第%(count2)s条已经不在：没有人恢复过的话，"
        "就是有人删去了后面的记录再补上这一条。确实恢复过的，请核实后执行一次 verify "
        "--restored '%(code)s'",
        count=told.count,
        when=when,
        count2=anchor.count,
        code=code,
    )
    return RecordTrouble(TroubleKind.UNPROVED_RESTORE, words, told.count, told.count)


def one_span(before: RecordTrouble, after: RecordTrouble) -> RecordTrouble | None:
    """The same said of two spans of rows as one, where they touch and neither was found by a head kept elsewhere."""
    touching = before.what is after.what and before.what in _SPAN and 0 < after.first <= before.last + 1
    if touching and all(one == of_rows(one.what, one.first, one.last) for one in (before, after)):
        return of_rows(before.what, before.first, max(before.last, after.last))
    return None


def before_then(number: int, note: str) -> RecordTrouble:
    """What did not hold already when a row of the record was written, as the row's note names it."""
    named = [subject_words(kind, key, None) if kind else _row(int(key)) for kind, key in read_doubts(note)]
    words = Words("存证第%(number)s条写明，在它之前就已核对不上：%(named)s", number=number, named=series(named))
    return RecordTrouble(TroubleKind.OLDER_LOG, words, number, number)


def _row(number: int) -> Words:
    return Words("存证第%(number)s条", number=number) if number else Words("存证")


def of_covered(what: TroubleKind, kind: Covered, key: str, content: str | None) -> RecordTrouble:
    """What does not hold of a covered row; its content, where it is there, says which it is."""
    who, said = subject_words(kind, key, content), _ROW[what]
    return RecordTrouble(
        what, Words.given(said.zh.format(what=who.zh), said.en.format(what=who.en)), kind=kind, key=key
    )


def subject_words(kind: Covered, key: str, content: str | None) -> Words:
    """What people call a covered row, by its key and what its content says of it."""
    said, name = _CALLED[kind], _name(kind, content)
    return Words.given(*(" ".join(one.format(key=key, name=name).split()) for one in (said.zh, said.en)))


def _name(kind: Covered, content: str | None) -> str:
    if content is None or kind not in _NAMED_BY:
        return ""
    row = json.loads(content)
    return " " + " ".join(str(row[part]) for part in _NAMED_BY[kind])
