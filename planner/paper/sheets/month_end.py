"""The month-end table on paper: everybody's duties as they were served, in rank order."""

from __future__ import annotations

from collections.abc import Mapping

from planner.office.ids import bare, is_person
from planner.office.office import Office
from planner.paper.sheet import Page, PaperSheet
from planner.roster.check_code import text_code
from planner.roster.fairness import KINDS, Account, posts_of


def month_end_sheet(office: Office, month: str, found: Mapping[str, Account], day: str) -> PaperSheet:
    """姓名 | 职务 | each post | each kind of day | 合计 | 其中补登 | 签字; `found` is tagged id → what they served.

    其中补登 stands there where anything was entered afterwards.
    """
    met = {turn.post for one in found.values() for turn in one.turns}
    posts = [post for post in posts_of(office) if post in met]
    posts += sorted(met - set(posts))
    titles = [
        " ".join(dict.fromkeys((office.duties[duty].name if duty in office.duties else duty, shift, post)))
        for duty, shift, post in posts
    ]
    late = any(one.entered_afterwards for one in found.values())
    rows = tuple(
        (
            office.name(who),
            _title(office, who),
            *(_count(one.times(post)) for post in posts),
            *(_count(sum(turn.slot.day_kind == kind for turn in one.turns)) for kind in KINDS),
            _count(len(one.turns)),
            *[_count(one.entered_afterwards)] * late,
            "",
        )
        for who, one in found.items()
    )
    year, number = month.split("-")
    header = ("姓名", "职务", *titles, *(words.zh for words in KINDS.values()), "合计", *["其中补登"] * late, "签字")
    return PaperSheet(
        "值班情况表",
        f"{office.settings['单位名称']}{year}年{int(number)}月值班情况表",
        Page(header, (12, 20, *(12 for _ in posts), 8, 8, 8, 8, 8, *[10] * late, 14), rows),
        "按实际值班人（含换班、替班、补登）计，按职务排序",
        margin=f"校验码 {text_code(repr(rows))}",
        date=day,
    )


def _title(office: Office, who: str) -> str:
    rows = office.people.get(bare(who), ()) if is_person(who) else ()
    return rows[-1].title if rows else ""


def _count(times: int) -> str:
    return str(times) if times else ""
