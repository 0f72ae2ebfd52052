"""Kinds of cell with a wording of their own: weekdays, months, loads, calendar words, forces, deadlines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.calendar import recurrence
from planner.office.cells.choices import Publicity, SessionTarget
from planner.office.cells.dates import plain_text, read_date
from planner.office.cells.kinds import SEPARATORS, CellKind, refuse, text_of

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class WeekdaysCell(CellKind):
    """Days of the week as numbers, 0 for Monday, in order."""

    def read(self, value: object, year: int | None) -> tuple[int, ...]:
        found = []
        for part in SEPARATORS.split(plain_text(text_of(value))):
            word = re.sub(r"^(每?周|星期|礼拜)", "", part.strip()).replace("天", "日").replace("7", "日")
            if word in tuple(WEEKDAYS):
                found.append(WEEKDAYS.index(word))
            elif word in tuple("123456"):
                found.append(int(word) - 1)
            else:
                raise refuse(
                    f"“{part}”不是星期", f"'{part}' is not a weekday", "请写周一、周三", "write 周一 or 1 to 7"
                )
        return tuple(sorted(set(found)))

    def show(self, value: tuple[int, ...]) -> str:
        return "、".join("周" + WEEKDAYS[number] for number in value)


@dataclass(frozen=True)
class MonthsCell(CellKind):
    """Months of the year as numbers, typed as 1-3、10; 11-2 goes over the turn of the year."""

    def read(self, value: object, year: int | None) -> tuple[int, ...]:
        found: set[int] = set()
        for part in SEPARATORS.split(plain_text(text_of(value))):
            span = re.fullmatch(r"(\d{1,2})月?(?:[-—–~至](\d{1,2})月?)?", part.strip())
            low, high = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
            if not (1 <= low <= 12 and 1 <= high <= 12):
                raise refuse(f"“{part}”不是月份", f"'{part}' is not a month", "请写成 1-3、10", "write it like 1-3、10")
            found |= set(range(low, high + 1)) if low <= high else {*range(low, 13), *range(1, high + 1)}
        return tuple(sorted(found))

    def show(self, value: tuple[int, ...]) -> str:
        return "、".join(str(month) for month in value)


@dataclass(frozen=True)
class LoadCell(CellKind):
    """折算: four whole numbers 工作日/双休日/假期/法定节日, or one for all; how much a turn counts on such a day."""

    def read(self, value: object, year: int | None) -> tuple[int, int, int, int]:
        parts = [part.strip() for part in plain_text(text_of(value)).split("/")]
        if not all(re.fullmatch(r"\d{1,3}", part) for part in parts) or len(parts) not in (1, 4):
            raise refuse(
                f"“{text_of(value)}”不是折算",
                f"'{text_of(value)}' is not a load",
                "请填一个整数，或四个整数 1/2/3/4（工作日/双休日/假期/法定节日）",
                "write one whole number, or four like 1/2/3/4 (workday/weekend/holiday/statutory)",
            )
        loads = [int(part) for part in parts] * (4 if len(parts) == 1 else 1)
        return loads[0], loads[1], loads[2], loads[3]

    def show(self, value: tuple[int, ...]) -> str:
        return str(value[0]) if len(set(value)) == 1 else "/".join(str(one) for one in value)


@dataclass(frozen=True)
class RecurringCell(CellKind):
    """Calendar words that `recurrence.parse` can read; kept as text."""

    def read(self, value: object, year: int | None) -> str:
        text = text_of(value)
        try:
            recurrence.parse(plain_text(text), date(2000, 1, 1))
        except recurrence.UnknownWords:
            raise refuse(
                f"看不懂日历用语“{text}”",
                f"'{text}' is not in calendar words",
                "例如：每个工作日、每周一、四、每月10日、每月第二个周三、除夕、指定日期 2026-12-10、RRULE",
                "for example 每个工作日, 每周一、四, 每月10日, 每月第二个周三, or an RFC 5545 RRULE",
            ) from None
        return plain_text(text)


@dataclass(frozen=True)
class PolicyCell(CellKind):
    """公开: kept as 'no', 'month', or a number of days before the duty."""

    def read(self, value: object, year: int | None) -> str:
        text = plain_text(text_of(value)).replace(" ", "").lower()
        fixed: dict[str, str] = {
            "不公开": Publicity.NO,
            "no": Publicity.NO,
            "按月": Publicity.MONTH,
            "bymonth": Publicity.MONTH,
            "month": Publicity.MONTH,
            "当日": "0",
            "sameday": "0",
        }
        ahead = re.fullmatch(r"(?:提前)?(\d{1,3})(?:天|daysbefore|days)?", text)
        if text in fixed:
            return fixed[text]
        if ahead:
            return ahead[1]
        raise refuse(
            f"“{text}”不是公开方式",
            f"'{text}' is not a way to publish",
            "可填：不公开、按月、提前3天、当日",
            "choose 不公开, 按月, 提前3天 or 当日",
        )

    def show(self, value: str) -> str:
        return {str(Publicity.NO): "不公开", str(Publicity.MONTH): "按月", "0": "当日"}.get(value) or f"提前{value}天"


@dataclass(frozen=True)
class DeadlineCell(CellKind):
    """提前: kept as hours (4h) or workdays (1w) before the start."""

    def read(self, value: object, year: int | None) -> str:
        text = plain_text(text_of(value)).replace(" ", "")
        found = re.fullmatch(r"(\d{1,3})(?:个)?(小时|工作日|h|w|hours?|workdays?)", text)
        if not found:
            raise refuse(
                f"“{text}”不是期限",
                f"'{text}' is not a deadline",
                "请写成 4小时 或 1个工作日",
                "write 4小时 or 1个工作日",
            )
        return found[1] + ("h" if found[2] in ("小时",) or found[2].startswith("h") else "w")

    def show(self, value: str) -> str:
        return f"{value[:-1]}小时" if value.endswith("h") else f"{value[:-1]}个工作日"


@dataclass(frozen=True)
class ForceCell(CellKind):
    """要求: 0 for 必须, else the weight."""

    def read(self, value: object, year: int | None) -> int:
        text = plain_text(text_of(value)).lower()
        words = {
            "必须": 0,
            "hard": 0,
            "must": 0,
            "重要": 100,
            "important": 100,
            "一般": 10,
            "normal": 10,
            "尽量": 1,
            "if possible": 1,
        }
        if text in words:
            return words[text]
        if re.fullmatch(r"\d{1,4}", text) and 1 <= int(text) <= 1000:
            return int(text)
        raise refuse(
            f"“{text}”不是要求",
            f"'{text}' is not a force",
            "可填：必须、重要、一般、尽量，或 1 至 1000 的整数",
            "choose 必须 (hard), 重要, 一般, 尽量, or a whole number from 1 to 1000",
        )

    def show(self, value: int) -> str:
        return {0: "必须", 100: "重要", 10: "一般", 1: "尽量"}.get(value, str(value))


@dataclass(frozen=True)
class TargetCell(CellKind):
    """改为: kept as an ISO date, 'cancelled' (停一次) or 'extra' (加开)."""

    def read(self, value: object, year: int | None) -> str:
        text = plain_text(text_of(value))
        cancelled, extra = SessionTarget.CANCELLED, SessionTarget.EXTRA
        fixed = {"停一次": cancelled, cancelled: cancelled, "加开": extra, extra: extra}
        return fixed.get(text.lower()) or read_date(value, year).isoformat()

    def show(self, value: str) -> str:
        return {str(SessionTarget.CANCELLED): "停一次", str(SessionTarget.EXTRA): "加开"}.get(value, value)
