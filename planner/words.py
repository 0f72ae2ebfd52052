"""Words in both languages, and the weekdays and days that many texts name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

WEEKDAYS = "一二三四五六日"


def day_words(day: date, lang: Lang) -> str:
    """A day with its weekday: 12月9日（周三） in Chinese, Wed 9 Dec in English."""
    if lang == "zh":
        return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
    return day.strftime("%a %-d %b") if hasattr(day, "strftime") else str(day)


def until_words(end: datetime, day: date, lang: Lang, *, following: bool = False) -> str:
    """A clock time with its day, unless that is `day`: 11:30, 1月11日08:30; with `following` also 次日08:30.

    `end` is by the office's clock.
    """
    if end.date() == day:
        return f"{end:%H:%M}"
    if following and (end.date() - day).days == 1:
        return f"次日{end:%H:%M}" if lang == "zh" else f"+1 {end:%H:%M}"
    return f"{end.month}月{end.day}日{end:%H:%M}" if lang == "zh" else f"{end:%-d %b %H:%M}"


def span_words(start: datetime, end: datetime, lang: Lang) -> str:
    """From when to when, said from the day of the start: 08:30—11:30, 18:00—次日08:00, 08:30—1月11日08:30."""
    return f"{start:%H:%M}{'—' if lang == 'zh' else '–'}{until_words(end, start.date(), lang, following=True)}"


def version_words(number: int) -> str:
    """How papers and pages name a version by its number, from 1: 第1版, 第1次调整（第2版）."""
    return "第1版" if number == 1 else f"第{number - 1}次调整（第{number}版）"


def issued_words(at: str) -> str:
    """The day of an issue, from its moment (ISO 8601): 2026年11月28日印发."""
    day = date.fromisoformat(at[:10])
    return f"{day.year}年{day.month}月{day.day}日印发"


Lang = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """One text in Chinese and English."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en
