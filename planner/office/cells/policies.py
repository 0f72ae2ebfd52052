"""Kinds of cell that say how something is handled: published when, swapped until when, how strictly, moved where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.office.cells.choices import Publicity, SessionTarget
from planner.office.cells.dates import read_date
from planner.office.cells.folding import LONGEST, as_typed, plain_text
from planner.office.cells.kinds import CellKind, refuse, text_of
from planner.office.cells.known_words import KnownWords
from planner.office.cells.numbers import chinese_number
from planner.words import Words

PUBLIC = KnownWords(
    (
        ("不公开", "no 否 不 不公示 不对外公开 不对外 内部 保密"),
        ("按月", "month bymonth 每月 当月 按月公开 按月公示 整月"),
        ("当日", "sameday 当天 当日公开 当天公开 即日"),
    )
)
POLICIES = {"不公开": str(Publicity.NO), "按月": str(Publicity.MONTH), "当日": "0"}
FORCES = KnownWords(
    (
        ("必须", "hard must 必需 务必 一定 强制 硬性 刚性"),
        ("重要", "important 很重要 比较重要"),
        ("一般", "normal 普通 中等 正常"),
        ("尽量", "ifpossible soft 尽可能 最好 尽力 柔性 软性"),
    )
)
WEIGHTS = {"必须": 0, "重要": 100, "一般": 10, "尽量": 1}
TARGETS = KnownWords(
    (
        ("停一次", "cancelled canceled 停 取消 停办 停开 暂停 不开 停止 取消一次 本次取消"),
        ("加开", "extra 加 增加 增开 加一次 加开一次 临时加开 加场"),
    )
)
TARGET = {"停一次": SessionTarget.CANCELLED, "加开": SessionTarget.EXTRA}


def _counted(text: str) -> str:
    """Text folded, without blanks, with Chinese numbers in digits: 提前三天 is 提前3天; '' for one that is too long."""
    plain = re.sub(r"\s+", "", plain_text(text)).lower() if len(text) <= LONGEST else ""
    return re.sub(r"[一二三四五六七八九十百两]+(?=个|天|日|小时|工作日)", _in_digits, plain)


def _in_digits(found: re.Match[str]) -> str:
    number = chinese_number(found[0])
    return found[0] if number is None else str(number)


@dataclass(frozen=True)
class PolicyCell(CellKind):
    """公开: kept as 'no', 'month', or a number of days before the duty."""

    def read(self, value: object, year: int | None) -> str:
        word = PUBLIC.find(text_of(value))
        if word:
            return POLICIES[word]
        ahead = re.fullmatch(
            r"(?:提前)?(\d{1,3})(?:[天日](?:前|公开|公示)?|daysbefore|days?)?", _counted(text_of(value))
        )
        if ahead:
            return str(int(ahead[1]))
        raise PUBLIC.unknown(value, Words("公开方式"), "不公开、按月、提前3天、当日")

    def show(self, value: str) -> str:
        return next((zh for zh, stored in POLICIES.items() if stored == value), f"提前{value}天")


@dataclass(frozen=True)
class DeadlineCell(CellKind):
    """提前: kept as hours (4h) or workdays (1w) before the start."""

    def read(self, value: object, year: int | None) -> str:
        text = _counted(text_of(value))
        found = re.fullmatch(r"(?:提前)?(\d{1,3})个?(小时|工作日|hours?|workdays?|h|w)(?:前|以前|之前)?", text)
        if found:
            return str(int(found[1])) + ("h" if found[2].startswith(("小时", "h")) else "w")
        days = re.fullmatch(r"(?:提前)?(\d{1,3})(?:个)?(?:天|日|d|days?)(?:前)?", text)
        raise refuse(
            (
                Words("“%(value)s”不是期限：说不准是不是工作日", value=as_typed(value))
                if days
                else Words("“%(value)s”不是期限", value=as_typed(value))
            ),
            (
                Words("请写成 %(days)s个工作日 或 %(hours)s小时", days=int(days[1]), hours=24 * int(days[1]))
                if days
                else Words("请写成 4小时 或 1个工作日")
            ),
        )

    def show(self, value: str) -> str:
        return f"{value[:-1]}小时" if value.endswith("h") else f"{value[:-1]}个工作日"


@dataclass(frozen=True)
class ForceCell(CellKind):
    """要求: 0 for 必须, else the weight."""

    def read(self, value: object, year: int | None) -> int:
        word = FORCES.find(text_of(value))
        if word:
            return WEIGHTS[word]
        text = plain_text(text_of(value))
        if re.fullmatch(r"\d{1,4}", text) and 1 <= int(text) <= 1000:
            return int(text)
        raise FORCES.unknown(value, Words.meaning("one", "要求"), "必须、重要、一般、尽量，或 1 至 1000 的整数")

    def show(self, value: int) -> str:
        return next((zh for zh, weight in WEIGHTS.items() if weight == value), str(value))


@dataclass(frozen=True)
class TargetCell(CellKind):
    """改为: kept as an ISO date, 'cancelled' (停一次) or 'extra' (加开)."""

    def read(self, value: object, year: int | None) -> str:
        word = TARGETS.find(text_of(value))
        if word:
            return TARGET[word]
        if isinstance(value, str) and not re.search(r"\d|[月日号]", plain_text(value)):
            raise TARGETS.unknown(value, Words("日期，也不是停一次、加开"), "日期、停一次、加开")
        return read_date(value, year).isoformat()

    def show(self, value: str) -> str:
        return next((zh for zh, stored in TARGET.items() if stored == value), value)
