"""Words in both languages, Chinese here and English in the catalogue; the weekdays and days that many texts name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from planner.translation import english

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


@dataclass(frozen=True, init=False, eq=False)
class Words:
    """One text in Chinese and English."""

    zh: str
    en: str

    def __init__(self, pattern: str, /, **arguments: object) -> None:
        """A text of its Chinese pattern and what stands at the named places: `Words("第 %(number)s 条", number=3)`.

        What is itself in both languages (has `zh` and `en`) stands there in the same one. A percent sign is written
        twice. The English comes from the catalogue, whenever it is asked for.
        """
        _keep(self, _Said(pattern, arguments))

    @classmethod
    def given(cls, zh: str, en: str) -> Words:
        """A text that comes in both languages: from the store, from a rule, or put together of others."""
        words = cls.__new__(cls)
        object.__setattr__(words, "zh", zh)
        object.__setattr__(words, "en", en)
        return words

    @classmethod
    def same(cls, text: str) -> Words:
        """A text that is the same in both languages: a name, a number."""
        return cls.given(text, text)

    @classmethod
    def meaning(cls, context: str, pattern: str, /, **arguments: object) -> Words:
        """A text whose Chinese has another English elsewhere; `context` is a word that tells them apart."""
        words = cls.__new__(cls)
        _keep(words, _Said(pattern, arguments, context))
        return words

    @classmethod
    def plural(cls, number: int, pattern: str, /, **arguments: object) -> Words:
        """A text whose English differs between one and several; the number is named %(number)s in it."""
        words = cls.__new__(cls)
        _keep(words, _Said(pattern, {"number": number, **arguments}, number=number))
        return words

    def __getattr__(self, name: str) -> str:
        if name != "en":
            raise AttributeError(name)
        said: _Said = self.__dict__["_said"]
        return said.english()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.zh == other.zh and self.en == other.en

    def __hash__(self) -> int:
        return hash(self.zh)

    def say(self, lang: Lang) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class _Said:
    """What a text is made of, until its English is asked for."""

    pattern: str
    arguments: Mapping[str, object]
    context: str = ""
    number: int | None = None

    def chinese(self) -> str:
        return self.pattern % _in("zh", self.arguments)

    def english(self) -> str:
        return english(self.pattern, self.context, self.number) % _in("en", self.arguments)


def _keep(words: Words, said: _Said) -> None:
    object.__setattr__(words, "_said", said)
    object.__setattr__(words, "zh", said.chinese())


def _in(lang: Lang, arguments: Mapping[str, object]) -> dict[str, object]:
    return {name: getattr(one, lang, one) for name, one in arguments.items()}


def in_both(say: Callable[..., str], *arguments: object) -> Words:
    """What a function says, whose last argument is the language, in both."""
    return Words.given(say(*arguments, "zh"), say(*arguments, "en"))


def series(several: Iterable[object]) -> Words:
    """Several, one after the other: 甲、乙, a, b."""
    kept = list(several)
    return in_both(lambda lang: ("、" if lang == "zh" else ", ").join(str(getattr(one, lang, one)) for one in kept))


def month_words(month: str) -> Words:
    """A month (YYYY-MM) in words: 2027年1月, January 2027."""
    first = date.fromisoformat(f"{month}-01")
    return Words.given(f"{first.year}年{first.month}月", f"{first:%B %Y}")
