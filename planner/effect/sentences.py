"""The sentences of what is wrong with a clause: the cause, and what a clerk can do about it."""

from __future__ import annotations

from constraints.measure.parameter import Bounds
from constraints.measure.rule import Rule, Subject
from constraints.rules.apart import Apart
from planner.errors import Fault, fault
from planner.words import Words, series

HEADERS = {"duties": "事项", "shifts": "班次", "posts": "岗位", "days": "日期", "who": "人员", "parameters": "参数"}
"""Cell of a clause → its header on the rule sheet."""
ENGLISH = {**{cell: cell for cell in HEADERS}, "who": "people"}
EXAMPLES = {
    "count": "最多=3",
    "hours": "最多=2400",
    "streak": "最多=4",
    "days_off": "最少=2",
    "days_present": "最少=3",
    "rest": "小时=24",
    "festival_turns": "年数=3",
    "stay_home": "最少=1",
    "cover": "目标=1；缺=1",
    "mix": "最少=1",
    "around_leave": "前=1",
}
"""Code of a rule → values that ask for something."""
SUBJECTS: dict[Subject, Words] = {
    "units": Words("由单位承担的岗位"),
    "units beside people": Words("既排人员又排单位的班次"),
    "sites": Words("分点安排的班次"),
}


def unread(rule: type[Rule], cell: str) -> Fault:
    """A cell that is filled in and not read."""
    header = HEADERS[cell]
    counted = rule.reads == ("duties", "shifts", "posts", "days")
    return fault(
        Words("“%(rule)s”不看“%(header)s”这一栏，填了也不起作用", rule=rule, header=header, english=ENGLISH[cell]),
        Words(
            "请清空%(header)s%(counted)s",
            header=header,
            counted=(Words("；要规定其中一部分人的人数，请改用“人员搭配”") if counted else ""),
            english=ENGLISH[cell],
        ),
    )


def asks_nothing(rule: Rule) -> Fault:
    """Values that ask for nothing."""
    example = EXAMPLES[rule.code]
    return fault(
        Words("“%(rule)s”这样填等于没有要求", rule=rule), Words("请在参数中写明，例如 %(example)s", example=example)
    )


def contrary(bounds: Bounds) -> Fault:
    """A least above the most of the same clause."""
    return fault(
        Words("最少 %(least)s 大于最多 %(most)s，做不到", least=bounds.least, most=bounds.most), Words("请改正其中一个")
    )


def against(rule: Rule, number: int, least: int, most: int) -> Fault:
    """A least above the most of another clause, whose number on the sheet is given."""
    return fault(
        Words(
            "与第 %(number)s 条“%(rule)s”相抵触：同一范围内最少 %(least)s，又最多 %(most)s",
            number=number,
            rule=rule,
            least=least,
            most=most,
        ),
        Words("请改正其中一条"),
    )


def both_ways(number: int) -> Fault:
    """Two who are to be on one shift and may not be."""
    return fault(
        Words("与第 %(number)s 条相抵触：同样的人，一条要同班，一条要不同班", number=number), Words("请删去其中一条")
    )


def no_word(where: Words, cell: str, word: str, known: list[str]) -> Fault:
    """A shift or post that the duties in scope do not have."""
    return fault(
        Words("%(where)s没有%(headers)s“%(word)s”", where=where, headers=HEADERS[cell], word=word, cell=cell[:-1]),
        Words("可填：%(known)s；或改正事项", known=series(known)),
    )


def no_value(rule: Rule, where: Words, zh: str, word: str) -> Fault:
    """A shift or festival in a clause's values that the slots in scope do not have."""
    return fault(
        Words("%(where)s没有“%(word)s”的班次，“%(rule)s”的%(zh)s不起作用", where=where, word=word, rule=rule, zh=zh),
        Words("请改正参数，或改正事项、班次"),
    )


def no_subject(rule: Rule, where: Words) -> Fault:
    """Nothing in scope of the sort that the rule speaks of."""
    return fault(
        Words("%(where)s没有%(subject)s，“%(rule)s”用不上", where=where, subject=SUBJECTS[rule.subject], rule=rule),
        Words("请改正事项、班次或岗位"),
    )


def one_alone(rule: Rule) -> Fault:
    """One person where two are needed."""
    return fault(Words("“%(rule)s”至少要写两个人，这里只有一个", rule=rule), Words("请补上另一个人，或删去这一条"))


def nobody(where: Words, names: str = "") -> Fault:
    """Nobody of those named can take a slot in scope, or one of them cannot."""
    return fault(
        (
            Words("“%(names)s”排不进%(where)s的任何班次，这一条管不到", names=names, where=where)
            if names
            else Words("所列人员没有一个排得进%(where)s的班次，这一条管不到", where=where)
        ),
        Words("请改正人员或事项；确应值班的，先列入该岗位的值班序列"),
    )


def never_meet(rule: Rule) -> Fault:
    """People of whom no two can be on duty together anyhow."""
    if isinstance(rule, Apart):
        return fault(
            Words("所列人员本来就排不到同一个班次；“不同班”只管同一事项的同一班次，管不到不同事项之间", rule=rule.en),
            Words("请改正人员或事项；不同事项之间也要错开的，请改用“不同时值班”"),
        )
    return fault(
        Words("所列人员本来就不会一起值班，“%(rule)s”用不上", rule=rule.zh),
        Words("请改正人员、事项或参数，或删去这一条"),
    )


def no_people(rule: Rule, zh: str, word: str) -> Fault:
    """A word for people in a clause's values that means nobody."""
    return fault(
        Words(
            "没有“%(word)s”这样的人员、值班序列、班子或标签，“%(rule)s”的%(zh)s不起作用", word=word, rule=rule, zh=zh
        ),
        Words("请改正参数，或先在“人员”表登记"),
    )


def beyond_seats(where: Words, least: int, seats: int) -> Fault:
    """More people asked for on a shift than it has seats."""
    return fault(
        Words("%(where)s每班最多 %(seats)s 个位置，至少 %(least)s 人做不到", where=where, seats=seats, least=least),
        Words("请改正最少，或改正事项、班次、岗位"),
    )


def no_seats(where: Words, seats: int, people: int) -> Fault:
    """Too few seats for people who serve together or not at all, or none that fit."""
    cure = Words("请减少人员，或增加岗位的最多人数")
    if seats >= people:
        return fault(
            Words(
                "%(where)s没有一个班次能同时排下所列 %(people)s 人，他们凑不到一班，结果一个也排不上",
                where=where,
                people=people,
            ),
            cure,
        )
    return fault(
        Words(
            "%(where)s同一班次能排他们的位置只有 %(seats)s 个，所列 %(people)s 人凑不到一班，结果一个也排不上",
            where=where,
            seats=seats,
            people=people,
        ),
        cure,
    )


def no_day(where: Words, days: str) -> Fault:
    """Days on which nothing in scope is held."""
    return fault(Words("%(where)s没有一个班次在“%(days)s”", where=where, days=days), Words("请改正日期或事项"))


def no_list(where: Words) -> Fault:
    """An order by the sheet 轮值 that has no list for these duties."""
    return fault(Words("“轮值”表里没有%(where)s的名单", where=where), Words("请在“轮值”表写好名单，或把顺序改为排序"))


def two_turns(number: int) -> Fault:
    """Slots that another clause of 轮流 covers, whose number on the sheet is given."""
    return fault(
        Words("与第 %(number)s 条“轮流”管的是同一些班次，轮到谁说法不一", number=number),
        Words("请用日期、班次或岗位分开，或删去其中一条"),
    )


def nowhere(rule: Rule, where: Words) -> Fault:
    """A clause that has nothing to look at in a whole year."""
    return fault(
        Words("照这样写，“%(rule)s”在%(where)s全年没有一处用得上", rule=rule, where=where),
        Words("请改正参数、日期、班次或岗位，或删去这一条"),
    )
