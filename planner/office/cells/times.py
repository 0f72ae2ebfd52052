"""Times of day as offices write them: 8：30, 8点半, 下午2:30, 0830, 次日08:00, 24:00, 0.354."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from planner.errors import Refused, fault
from planner.office.cells.folding import LONGEST, as_typed, plain_text
from planner.office.cells.numbers import chinese_number
from planner.words import Words

DAY = 24 * 60
FIRST_YEARS = (1899, 1900)
"""The years of dates that a spreadsheet gives to what is a time of day alone."""
NEXT = r"次日|第二[天日]|翌日|隔[天日]|次晨"
HALVES = {
    "am": r"凌晨|清晨|早晨|早上|早|上午|am",
    "noon": r"中午|正午",
    "pm": r"下午|午后|pm",
    "night": r"傍晚|晚上|晚间|夜间|夜里|晚|夜",
}
WORDS = "|".join(HALVES.values())
CLOCK = re.compile(
    rf"(?P<next>{NEXT})?(?:当[天日])?(?P<before>{WORDS})?(?P<hour>\d{{1,2}})"
    r"(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?|[点时](?:(?P<said>\d{1,2}|半|一刻|三刻)分?|整|正)?)"
    rf"(?P<after>am|pm)?",
    re.I,
)
COMPACT = re.compile(r"([01]?\d|2[0-4])([0-5]\d)")
SPAN = re.compile(r".*\d.*([—–―~至到]|-+).*\d.*")
SPOKEN = {"半": 30, "一刻": 15, "三刻": 45}


def read_time(value: object, *, end: bool) -> str:
    """A time of day as HH:MM; with `end`, 24:00 is read as midnight, and 次日 may stand before it. Raises Refused."""
    minutes = _minutes(value, end)
    if minutes == DAY and not end:
        raise _refused(value, Words("不能作为开始时间"), Words("请写 00:00，并核对是哪一天"))
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def on_next_day(value: object) -> bool:
    """Whether a cell says of a time that it is on the day after: 次日08:00."""
    return isinstance(value, str) and re.match(NEXT, plain_text(value)) is not None


def _minutes(value: object, end: bool) -> int:
    """Minutes from midnight, up to those of 24:00."""
    if isinstance(value, datetime) and value.year in FIRST_YEARS:
        value = value.time()
    if isinstance(value, time):
        return _exact(value.hour * 60 + value.minute + (value.second + value.microsecond / 1e6) / 60, 0, value)
    if isinstance(value, timedelta):
        return _exact(value.total_seconds() / 60, 0, value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return _fraction(float(value), value)
    text = as_typed(value) if isinstance(value, int | float) else value if isinstance(value, str) else ""
    if len(text) > LONGEST:
        raise _unread(value)
    return _text(re.sub(r"\s+", "", plain_text(text)), value, end)


def _fraction(part: float, value: object) -> int:
    """A part of the day as a spreadsheet counts it, as exact as it is given: 0.354 is 08:30."""
    digits = len(repr(part).partition(".")[2])
    return _exact(part * DAY, 0.5 * DAY / 10**digits, value)


def _exact(minutes: float, rounded: float, value: object) -> int:
    whole = round(minutes)
    if abs(minutes - whole) > max(rounded, 0.005):
        raise _seconds(value)
    if not 0 <= whole <= DAY:
        raise _unread(value)
    return whole


def _text(text: str, value: object, end: bool) -> int:
    if re.fullmatch(r"0\.\d+", text):
        return _fraction(float(text), value)
    compact = COMPACT.fullmatch(text)
    found = CLOCK.fullmatch(re.sub(r"[一二三四五六七八九十两]+(?=[点时分])", _in_digits, text))
    if compact:
        hour, minute = int(compact[1]), int(compact[2])
    elif found:
        if found["next"] and not end:
            raise _refused(value, Words("只能作为结束时间"), Words("开始时间请写当天的，如 08:30"))
        if int(found["second"] or 0):
            raise _seconds(value)
        hour, minute = _hour(found, value), int(found["minute"] or 0) + _spoken(found["said"])
    else:
        raise _unread(value, text)
    late = hour * 60 + minute > DAY or (found and found["next"] and hour == 24)
    if minute > 59 or late:
        raise _refused(value, Words("不存在"), Words("请写 00:00 至 24:00"))
    return hour * 60 + minute


def _spoken(word: str | None) -> int:
    return SPOKEN.get(word, 0) or int(word) if word and (word in SPOKEN or word.isdigit()) else 0


def _in_digits(found: re.Match[str]) -> str:
    number = chinese_number(found[0])
    return found[0] if number is None else str(number)


def _hour(found: re.Match[str], value: object) -> int:
    """The hour of 24: 下午2 is 14, 中午1 is 13, 晚上12 is 24."""
    hour, word = int(found["hour"]), (found["before"] or found["after"] or "").lower()
    half = next((name for name, words in HALVES.items() if word and re.fullmatch(words, word)), "")
    if half == "am" and hour > 12:
        raise _refused(value, Words("自相矛盾"), Words("请写成 08:30 或 14:30"))
    if half == "am":
        return 0 if hour == 12 and word in ("凌晨", "am") else hour
    if half == "noon":
        return hour + 12 if hour < 3 else hour
    if half == "night" and hour < 5:
        raise _refused(value, Words("说不准是哪一天的"), Words("请写成 次日01:00 或 01:00"))
    if half in ("pm", "night") and hour < 12:
        return hour + 12
    return 24 if half == "night" and hour == 12 else hour


def _seconds(value: object) -> Refused:
    return _refused(value, Words("精确到了秒，这里只到分"), Words("请写成 08:30"))


def _unread(value: object, text: str = "") -> Refused:
    if isinstance(value, datetime) or re.match(r"\d{4}[-/.年]|\d{1,2}月", text):
        return _refused(value, Words("带有日期，这里只写时间"), Words("请写成 08:30"))
    if SPAN.fullmatch(text):
        return _refused(value, Words("是一段时间，这里只写一个"), Words("请把起止分别填入“开始时间”和“结束时间”"))
    return _refused(value, Words("不是时间"), Words("请写成 08:30"))


def _refused(value: object, why: Words, cure: Words) -> Refused:
    return Refused(fault(Words("“%(value)s”%(why)s", value=as_typed(value), why=why), cure))
