"""Words in both languages, and the weekdays and days that many texts name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

WEEKDAYS = "一二三四五六日"


def day_words(day: date, lang: Lang) -> str:
    """A day with its weekday: 12月9日（周三） in Chinese, Wed 9 Dec in English."""
    if lang == "zh":
        return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
    return day.strftime("%a %-d %b") if hasattr(day, "strftime") else str(day)


Lang = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """One text in Chinese and English."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en
