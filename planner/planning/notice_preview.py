"""A holiday notice looked at before it counts: its days, what they change, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from constraints.problem.problem import DayKind
from planner.calendar.workdays import Calendar, Notice, notice_text, read_notice
from planner.errors import NotPossible
from planner.office.office import Office
from planner.planning.new_notice import Effects, HitKind, SlotHit, effects, keep_notice, mark_of
from planner.store import Store
from planner.store.roster.standing import Standing
from planner.words import Lang, Words, day_words, in_both, series
from planner.workbook.notice_file import read_notice_file

ONE = timedelta(days=1)


@dataclass(frozen=True)
class HolidayDays:
    """A holiday: its days off, and the days that are worked for it."""

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...]


@dataclass(frozen=True)
class FlippedDays:
    """The days that become of another kind in the same way."""

    was: DayKind
    now: DayKind
    days: tuple[date, ...]


@dataclass(frozen=True)
class HitSlots:
    """Issued slots of a duty that are hit alike: how many, from which day to which (None for none), and who."""

    duty: str
    kind: HitKind
    was: date | None
    now: date | None
    count: int
    people: tuple[str, ...]


@dataclass(frozen=True)
class NoticePreview:
    """A notice that could be loaded, and what it would change.

    `text` is the notice in our own form and `mark` stands for all that is shown: both are handed back with a yes.
    """

    notice: Notice
    text: str
    name: str
    after: Office
    effects: Effects
    notes: tuple[Words, ...]
    mark: str

    @property
    def holidays(self) -> tuple[HolidayDays, ...]:
        """Holiday by holiday, in the order of the year."""
        return holidays_of(self.notice)

    def duty_name(self, duty: str) -> str:
        """What a duty is called; its id where the office has it no longer."""
        row = self.after.duties.get(duty)
        return row.name if row else duty

    @property
    def flipped(self) -> tuple[FlippedDays, ...]:
        """The days of another kind than before, those that change alike together."""
        found: dict[tuple[DayKind, DayKind], list[date]] = {}
        for one in self.effects.flips:
            found.setdefault((one.was, one.now), []).append(date.fromisoformat(one.date))
        return tuple(FlippedDays(was, now, tuple(days)) for (was, now), days in found.items())

    @property
    def hits(self) -> tuple[HitSlots, ...]:
        """The issued slots that move, go or come, those of a duty that are hit alike together."""
        found: dict[tuple[str, HitKind, str, str], list[SlotHit]] = {}
        for one in self.effects.hits:
            if one.kind is not HitKind.SETTLED:
                found.setdefault((one.duty, one.kind, one.was, one.now), []).append(one)
        return tuple(
            HitSlots(
                self.duty_name(duty),
                kind,
                _day(was),
                _day(now),
                len(some),
                tuple(dict.fromkeys(name for one in some for name in one.people)),
            )
            for (duty, kind, was, now), some in found.items()
        )

    @property
    def settled(self) -> int:
        """How many issued slots are certain by the notice, where they were tentative."""
        return sum(one.kind is HitKind.SETTLED for one in self.effects.hits)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def holidays_of(notice: Notice) -> tuple[HolidayDays, ...]:
    """The days of a notice holiday by holiday, in the order of the year."""
    names = dict.fromkeys(name for _, name in sorted({**notice.off, **notice.work}.items()))
    return tuple(
        HolidayDays(
            name,
            tuple(day for day, of in sorted(notice.off.items()) if of == name),
            tuple(day for day, of in sorted(notice.work.items()) if of == name),
        )
        for name in names
    )


def spans_words(days: Iterable[date], year: int, lang: Lang) -> str:
    """Days in words, those in a row as one span: 2月5日（周五）至2月12日（周五）; of another year with that."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == ONE:
            spans[-1].append(day)
        else:
            spans.append([day])
    return series(_span(one[0], one[-1], year) for one in spans).say(lang)


def _span(first: date, last: date, year: int) -> Words:
    begin = in_both(dated_words, first, year)
    return begin if first == last else Words("%(begin)s至%(end)s", begin=begin, end=in_both(dated_words, last, year))


def dated_words(day: date, year: int, lang: Lang) -> str:
    """A day with its weekday, and with its year where that is another."""
    words = day_words(day, lang)
    if day.year == year:
        return words
    return Words("%(year)s年%(day)s", year=day.year, day=words).say(lang)


def preview_notice(standing: Standing, year: int, data: bytes, name: str, now: datetime) -> NoticePreview:
    """What loading a notice would do; nothing is written. Raises Refused with every fault of what was handed over."""
    before = standing.office
    current = before.calendar.notices.get(year)
    read = read_notice_file(data, name, year, current)
    text = notice_text(read.notice)
    after = Office(before.rows, {**before.notices, year: text})
    found = effects(standing, year, text, now)
    notes = (*_in_place_of(read.notice, current), *read.notes, *_own_differs(after))
    return NoticePreview(read.notice, text, name, after, found, notes, mark_of(standing, year, text, found))


def load_preview(store: Store, year: int, text: str, name: str, mark: str, now: datetime, by: str) -> Effects:
    """Load the notice that was looked at, with the `text` and the `mark` of its preview.

    Raises NotPossible where they are not those of a preview, or it would change something else by now.
    """
    try:
        found = read_notice(text)
    except (ValueError, KeyError, TypeError):
        found = None
    if found is None or found.year != year or not mark:
        raise NotPossible(Words("没有看过的通知，请重新装入"))
    return keep_notice(store, year, notice_text(found), name, now, by, mark)  # a form sends line ends of its own


def _in_place_of(notice: Notice, current: Notice | None) -> Iterator[Words]:
    if current == notice:
        yield Words("与现在的依据相同")
    elif current is not None:
        numbers = "、".join(number for number, _ in current.numbers)
        yield Words("装入后代替现在的依据：%(numbers)s", numbers=numbers)


def _own_differs(after: Office) -> Iterator[Words]:
    """The days of the office's own sheet 放假 that say otherwise than the notices: the sheet counts."""
    notices = Calendar(after.calendar.notices)
    for day, (worked, _) in sorted(after.calendar.own.items()):
        if notices.workday(day) != worked:
            kind = Words("上班") if worked else Words.meaning("a day", "放假")
            yield Words("本单位放假表写 %(day)s %(kind)s，与通知不同，以放假表为准", day=day, kind=kind)
