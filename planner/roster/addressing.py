"""A slot named in words: its duty, date, shift, post and site, the same words wherever a slot is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.calendar.reading import read_day
from planner.errors import NotPossible
from planner.office.keys import BAR
from planner.office.office import Office
from planner.problem.parts import lasts
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import versions
from planner.store.roster.parts import days_of
from planner.store.roster.standing import Standing
from planner.words import Lang, Words, day_words, in_both

NEAR = 2
"""How many months before and after a date its slot may belong to: a date moves, and a slot may last for weeks."""
LISTED = 12
"""How many choices are named where several slots are meant."""


@dataclass(frozen=True)
class SlotWords:
    """What is said of a slot; '' leaves a part open. `duty` is an id, `site` an id or a name."""

    duty: str
    day: date
    shift: str = ""
    post: str = ""
    site: str = ""


def duty_named(transaction: Transaction, office: Office, text: str) -> str:
    """The id of a duty given by id or name, also of one that is issued only. Raises NotPossible for another text."""
    called = {duty.name: duty.id for duty in office.duties.values()} | {id: id for id in office.duties}
    if text not in called and text not in {version.duty for version in versions.every(transaction)}:
        raise NotPossible(Words("没有事项“%(text)s”", text=text[:20]))
    return called.get(text, text)


def slot_named(standing: Standing, text: str) -> str:
    """The id of an issued slot: an id as it stands, or what is said in words with blanks between them.

    The words are 事项 日期 班次 岗位 地点, the last three as far as needed: 总值班 2026-12-09 全天 主班. Raises
    NotPossible where they mean none or several.
    """
    parts = text.split()
    if BAR in text or len(parts) < 2:
        return text
    words = SlotWords(
        duty_named(standing.transaction, standing.office, parts[0]), read_day(parts[1]), *[*parts[2:5], "", "", ""][:3]
    )
    return issued_line(standing, words).slot.id


def days_named(standing: Standing, slot: str, first: date | None, last: date | None) -> str:
    """What means the days of an issued slot from `first` to `last`, or to its own first or last where one is None.

    Raises NotPossible where they are not days of that slot, in order.
    """
    held = standing.issued.slots.get(slot)
    if held is None or (first, last) == (None, None):
        return slot
    low, high = date.fromordinal(held.slot.day), date.fromordinal(held.slot.day + lasts(held.slot) - 1)
    if low <= (first or low) <= (last or high) <= high:
        return days_of(standing.issued, slot, first, last)
    raise NotPossible(
        Words(
            "这一班是%(low)s至%(high)s，请在其中选首日和末日",
            low=in_both(day_words, low),
            high=in_both(day_words, high),
        )
    )


def issued_line(standing: Standing, words: SlotWords) -> Line:
    """The one issued line that some words mean. Raises NotPossible, with the choices, unless it is exactly one."""
    transaction, office = standing.transaction, standing.office
    near = {f"{words.day + timedelta(days=31 * step):%Y-%m}" for step in range(-NEAR, NEAR + 1)}
    months = sorted({version.month for version in versions.every(transaction)} & near)
    lines = [line for month in months for line in issued_lines(transaction, office, month, words.duty)]
    return line_meant(office, lines, words)


def line_meant(office: Office, lines: Sequence[Line], words: SlotWords) -> Line:
    """The one of these lines that the words mean: on its date, or, where none is, running then.

    Raises NotPossible, with the choices, unless it is exactly one.
    """
    of_day = [line for line in lines if words.day in (line.day, line.day if line.slot.whole else line.nominal)]
    of_day = of_day or [line for line in lines if line.start.date() <= words.day <= line.end.date()]
    some = [line for line in of_day if _fits(office, line, words)]
    if len(some) == 1:
        return some[0]
    raise _several(office, words.day, some) if some else _none(office, words.day, of_day)


def site_name(office: Office, line: Line) -> str:
    """What people call the site of a line; '' for a duty that has one place."""
    return office.name(line.slot.site) if line.slot.site else ""


def _fits(office: Office, line: Line, words: SlotWords) -> bool:
    slot = line.slot
    sites = {"", line.site, slot.site, site_name(office, line), slot.place if slot.site else ""}
    return words.shift in ("", slot.shift) and words.post in ("", slot.post) and words.site in sites


def _several(office: Office, day: date, some: Sequence[Line]) -> NotPossible:
    """The sentence that asks for those words, and only those, by which the lines differ."""
    values = {
        (Words.meaning("of a slot", "班次"), "--shift"): [line.slot.shift for line in some],
        (Words.meaning("of a slot", "岗位"), "--post"): [line.slot.post for line in some],
        (Words.meaning("of a slot", "地点"), "--site"): [site_name(office, line) or line.site for line in some],
    }
    apart = {word: list(dict.fromkeys(found)) for word, found in values.items() if len(set(found)) > 1}
    return NotPossible(
        Words(
            "%(day)s这个事项有 %(count)s 岗，请再写明%(items)s",
            day=in_both(day_words, day),
            count=len(some),
            items=in_both(_asked, apart),
        )
    )


def _asked(apart: Mapping[tuple[Words, str], Sequence[str]], lang: Lang) -> str:
    said = [
        Words("%(word)s（%(option)s）：%(choices)s", word=word, option=option, choices=_listed(found, lang))
        for (word, option), found in apart.items()
    ]
    return Words("，").say(lang).join(one.say(lang) for one in said)


def _none(office: Office, day: date, of_day: Sequence[Line]) -> NotPossible:
    if not of_day:
        return NotPossible(Words("%(day)s没有编排或印发过这个事项", day=in_both(day_words, day)))
    there = [
        " ".join(dict.fromkeys(one for one in (line.slot.shift, line.slot.post, site_name(office, line)) if one))
        for line in of_day
    ]
    return NotPossible(
        Words(
            "%(day)s这个事项没有这样的岗位，当天有：%(listed)s",
            day=in_both(day_words, day),
            listed=in_both(_listed, there),
        )
    )


def _listed(some: Sequence[str], lang: Lang) -> str:
    found = list(dict.fromkeys(some))
    rest = len(found) - LISTED
    more = Words("等 %(count)s 处", count=len(found), rest=rest).say(lang) if rest > 0 else ""
    return "、".join(found[:LISTED]) + more
