"""Language: Chinese first, English by one click; templates say `_('中文')`, and the catalogue has the English."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask, Response, g, request
from markupsafe import escape

from constraints.problem.problem import DAY, Slot
from planner.notifying.wording import channel_said
from planner.roster.reasons import reason_said
from planner.store.states import INSTRUCTION_WORDS, MESSAGE_WORDS
from planner.translation import english
from planner.words import WEEKDAYS, Lang, Words, month_words, span_words, until_words, version_words
from web.gate.cookies import cookie_name, cookies_are_secure
from web.shell.clock import now, today

COOKIE = "lang"
YEAR_SECONDS = 31_536_000
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def register(app: Flask) -> None:
    """Choose the language of each request and give templates their words."""
    app.add_template_filter(stamp, "stamp")
    app.jinja_env.globals.update(_=text, meaning=meaning, plural=plural, of_both=of_both)
    app.before_request(_choose)
    app.after_request(_remember)
    app.context_processor(
        lambda: {
            "lang": g.get("lang", "zh"),
            "day_words": _day,
            "month_words": lambda month: month_words(month).say(_lang()),
            "full_day": full_day,
            "version_words": version_words,
            "other": _other(),
            "day_now": today,
            "slot_words": _slot,
            "span_words": lambda line: span_words(line.start, line.end, g.get("lang", "zh")),
            "until_words": lambda end, day: until_words(end, day, g.get("lang", "zh")),
            "moment_words": _moment,
            "reminder_words": _before,
            "this_month": lambda: f"{today():%Y-%m}",
            "moment_now": now,
            "reason_said": lambda reason: reason_said(reason, g.get("lang", "zh")),
            "channel_said": lambda channel: channel_said(channel, g.get("lang", "zh")),
            "instruction_words": INSTRUCTION_WORDS,
            "message_words": MESSAGE_WORDS,
        }
    )


def coming_month() -> str:
    """The month that is being made, the one after this: 2027-01."""
    day = today()
    return f"{day.year + day.month // 12}-{day.month % 12 + 1:02d}"


def _choose() -> None:
    asked = request.args.get("lang")
    kept = request.cookies.get(cookie_name(COOKIE))
    g.lang = next((one for one in (asked, kept) if one in ("zh", "en")), "zh")
    g.asked = asked if asked in ("zh", "en") else None


def _remember(response: Response) -> Response:
    if g.get("asked"):
        response.set_cookie(
            cookie_name(COOKIE),
            g.asked,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=cookies_are_secure(),
        )
    if response.mimetype == "text/html":
        response.vary.add("Cookie")
    return response


def text(pattern: str, /, **arguments: object) -> str:
    """A text in the language of the request, with what stands at its named places.

    Where parts of a page stand there it is a part of a page, and the rest is escaped.
    """
    if any(hasattr(one, "__html__") for one in arguments.values()):
        said = pattern if _lang() == "zh" else english(pattern)
        return escape(said) % arguments
    return Words(pattern, **arguments).say(_lang())


def meaning(context: str, pattern: str, /, **arguments: object) -> str:
    """The same of a text whose Chinese has another English elsewhere."""
    return Words.meaning(context, pattern, **arguments).say(_lang())


def plural(number: int, pattern: str, /, **arguments: object) -> str:
    """The same of a text whose English differs between one and several."""
    return Words.plural(number, pattern, **arguments).say(_lang())


def of_both(zh: str, en: str) -> str:
    """One of two texts that are kept in both languages."""
    return zh if _lang() == "zh" else en


def _lang() -> Lang:
    return "en" if g.get("lang") == "en" else "zh"


def _other() -> dict[str, Any]:
    code = "en" if g.get("lang", "zh") == "zh" else "zh"
    arguments = {**request.args.to_dict(), "lang": code}
    return {"code": code, "name": "English" if code == "en" else "中文", "arguments": arguments}


def _slot(slot: Slot) -> str:
    days = [slot.day] if slot.end - slot.start <= DAY else [slot.day, (slot.end - 1) // DAY]
    return f"{'—'.join(_day(date.fromordinal(day)) for day in days)} {slot.shift} {slot.post}"


def _moment(at: datetime) -> str:
    """A moment in the office's time: 12月1日 09:30."""
    local = at.astimezone(now().tzinfo)
    return f"{_day(local.date(), short=True)} {local:%H:%M}"


def stamp(at: str) -> str:
    """A kept moment (ISO 8601, of whatever zone) by the office's clock: 2026-12-01 09:30."""
    return f"{datetime.fromisoformat(at).astimezone(now().tzinfo):%Y-%m-%d %H:%M}" if at else ""


def full_day(day: date) -> str:
    """A day with its year: 2026年11月28日 星期六, or Saturday, 28 November 2026."""
    return text(
        "%(year)s年%(month)s月%(day)s日 星期%(weekdays)s",
        year=day.year,
        month=day.month,
        day=day.day,
        weekdays=WEEKDAYS[day.weekday()],
        day2=f"{day:%A, %-d %B %Y}",
    )


def _before(minutes: int) -> str:
    """How long before a duty begins, given in minutes: 提前 1 天."""
    if minutes % 1440 == 0:
        return text("提前 %(days)s 天", days=minutes // 1440)
    return (
        text("提前 %(hours)s 小时", hours=minutes // 60)
        if minutes % 60 == 0
        else text("提前 %(minutes)s 分钟", minutes=minutes)
    )


def _day(day: date, *, short: bool = False) -> str:
    if g.get("lang", "zh") == "zh":
        return f"{day.month}月{day.day}日" + ("" if short else f" 周{WEEKDAYS[day.weekday()]}")
    return f"{day.day} {day:%b}" + ("" if short else f", {ENGLISH_DAYS[day.weekday()]}")
