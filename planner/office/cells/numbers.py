"""Numbers as offices write them: 3, ３, 3人, 十二, 二十, 1,000; a rounded or doubtful one is refused as it stands."""

from __future__ import annotations

import re

from planner.errors import Refused, fault
from planner.office.cells.folding import as_typed, plain_text
from planner.words import Words

NUMERALS = {one: number for number, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = re.compile(rf"[{''.join(NUMERALS)}{''.join(UNITS)}廿卅]+")


def read_whole(value: object, low: int, high: int, counters: str = "") -> int:
    """A whole number from `low` to `high`, with or without one of the counters that its column may have.

    Raises Refused, which quotes the cell as it stands.
    """
    text = plain_text(as_typed(value) if not isinstance(value, str) else value).replace("−", "-").replace(" ", "")
    bare = text[:-1] if counters and text[-1:] in counters else text
    number = None if isinstance(value, bool) else _number(bare)
    if number is not None and low <= number <= high:
        return number
    unit = f"，单位可写{'、'.join(counters)}" if counters else "，不带单位"
    raise Refused(
        fault(
            Words("“%(value)s”不是 %(low)s 至 %(high)s 的整数", value=as_typed(value), low=low, high=high),
            Words("请填整数，如 %(low)s%(unit)s", low=max(low, min(high, 2)), unit=unit),
        )
    )


def _number(text: str) -> int | None:
    if re.fullmatch(r"[+-]?(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.0+)?", text):
        return int(text.split(".")[0].replace(",", ""))
    return chinese_number(text)


def chinese_number(text: str) -> int | None:
    """一 to 九千九百九十九 as a number; None for anything else: 二三 could be 23 as well as two or three."""
    if not CHINESE.fullmatch(text):
        return None
    total, digit = 0, -1
    left = 10_000
    for one in text.replace("廿", "二十").replace("卅", "三十"):
        if one in UNITS:
            if UNITS[one] >= left or digit == 0:
                return None
            left = UNITS[one]
            total, digit = total + (1 if digit < 0 else digit) * left, -1
        elif digit > 0 or (digit == 0 and NUMERALS[one] == 0):
            return None
        else:
            digit = NUMERALS[one]
    return total + max(digit, 0)


def digits(text: str) -> str | None:
    """Numerals one by one, as years are read: 二〇二六 is 2026; None for anything else."""
    return "".join(str(NUMERALS[one]) for one in text) if text and set(text) <= NUMERALS.keys() else None
