"""A notice as JSON: of our own form, as in holidays/, or of the common public one with `days` and `isOffDay`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from planner.calendar.notice.said import Said, SaidDay, Where
from planner.calendar.reading import FIRST_YEAR, LAST_YEAR
from planner.errors import Fault, Refused, fault
from planner.words import Words

MOST = 400
"""A year has no more days than this to speak of."""
CURE = Words(
    '请用 {"year":2027,"papers":["网址"],"days":[{"name":"元旦","date":"2027-01-01",'
    '"isOffDay":true}]} 或 {"year":2027,"notices":[{"number":"文号",'
    '"date":"2026-11-10"}],"off":{"2027-01-01":"元旦"},"work":{}} 的样子'
)
"""How both forms look."""


def read_document(text: str) -> Said:
    """What a JSON text says. Raises Refused where it is not JSON, or of neither form; other faults stand in `Said`."""
    doc = _parsed(text)
    if not isinstance(doc, dict) or not ({"days", "off"} & doc.keys()):
        raise Refused(fault(Words("不是放假通知"), CURE))
    year, faults = _year(doc.get("year"))
    if "days" in doc:
        papers, more = _addresses(doc.get("papers", []))
        found = list(_public_days(doc["days"]))
    else:
        papers, more = _numbers(doc.get("notices"))
        found = [*_own_days(doc["off"], "off"), *_own_days(doc.get("work", {}), "work")]
    days = tuple(one for one in found if isinstance(one, SaidDay))
    return Said(year, papers, days, faults=(*faults, *more, *(one for one in found if isinstance(one, Fault))))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as cause:
        raise Refused(
            fault(
                Words("JSON 在第 %(lineno)s 行第 %(colno)s 个字符处断了", lineno=cause.lineno, colno=cause.colno),
                Words("请补上缺的逗号、引号或括号，或重新下载"),
            )
        ) from None
    except (ValueError, RecursionError):
        raise Refused(fault(Words("JSON 读不了"), CURE)) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs of an object; Refused where one name stands twice, for the second would hide the first."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found and found[name] != value:
            raise Refused(fault(Words("“%(name)s”写了两次，内容不同", name=name), Words("请只留一处")))
        found[name] = value
    return found


def _year(value: Any) -> tuple[int | None, list[Fault]]:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text), []
    where = Where(cell="year")
    return None, [
        where.fault(
            Words("年份不对：%(short)s", short=_short(value)),
            Words("请写 %(first_year)s 至 %(last_year)s 之间的四位数", first_year=FIRST_YEAR, last_year=LAST_YEAR),
        )
    ]


def _addresses(papers: Any) -> tuple[tuple[tuple[str, str], ...], list[Fault]]:
    """The addresses of the papers, each in place of a number; a paper without one is passed over."""
    if not isinstance(papers, list) or not all(isinstance(one, str) for one in papers):
        return (), [Where(cell="papers").fault(Words("应是一列网址"), Words('请写成 ["https://…"]'))]
    return tuple((one.strip(), "") for one in papers if one.strip()), []


def _numbers(notices: Any) -> tuple[tuple[tuple[str, str], ...], list[Fault]]:
    found = notices if isinstance(notices, list) else []
    pairs = [(one.get("number"), one.get("date")) if isinstance(one, dict) else (None, None) for one in found]
    faults = [
        Where(cell=f"notices[{index}]").fault(Words("要有文号和日期"), CURE)
        for index, (number, day) in enumerate(pairs)
        if not number or not isinstance(number, str) or not isinstance(day, str) or (day and _day(day) is None)
    ]
    if not found:
        faults = [Where(cell="notices").fault(Words("没有文号"), CURE)]
    return ((), faults) if faults else (tuple((str(number), str(day)) for number, day in pairs), [])


def _public_days(days: Any) -> Iterator[SaidDay | Fault]:
    if not isinstance(days, list) or len(days) > MOST:
        yield Where(cell="days").fault(Words("应是一列日子"), CURE)
        return
    for index, one in enumerate(days):
        where = Where(cell=f"days[{index}]")
        doc = one if isinstance(one, dict) else {}
        day, off = _day(doc.get("date")), doc.get("isOffDay")
        if day is None:
            yield _no_day(where, doc.get("date"))
        elif not isinstance(off, bool):
            yield where.fault(
                Words("%(day)s 的 isOffDay 应是 true 或 false，写的是 %(short)s", day=day, short=_short(off)),
                Words("放假写 true，调休上班写 false"),
            )
        else:
            yield SaidDay(day, str(doc.get("name") or ""), off, where)


def _own_days(days: Any, field: str) -> Iterator[SaidDay | Fault]:
    if not isinstance(days, dict) or len(days) > MOST:
        yield Where(cell=field).fault(Words("应是日期到名称的对照"), CURE)
        return
    for text, name in days.items():
        where, day = Where(cell=f"{field}.{_short(text)}"), _day(text)
        yield _no_day(where, text) if day is None else SaidDay(day, str(name or ""), field == "off", where)


def _day(value: Any) -> date | None:
    """The day 2027-01-01, also as 2027/1/1 or 20270101; None for anything else."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    found = re.fullmatch(r"(\d{4})([-/.年]?)(\d{1,2})[-/.月]?(\d{1,2})日?", text, re.ASCII)
    if not found or (not found[2] and len(text) != 8):
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def _no_day(where: Where, value: Any) -> Fault:
    return where.fault(Words("不是日期：%(short)s", short=_short(value)), Words("请写成 2027-01-01"))


def _short(value: Any) -> str:
    text = "没有写 / nothing" if value is None else str(value)
    return text if len(text) <= 40 else text[:40] + "…"
