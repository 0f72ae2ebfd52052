"""The sentences of what is wrong with a clause: the cause, and what a clerk can do about it."""

from __future__ import annotations

from constraints.measure.parameter import Bounds
from constraints.measure.rule import Rule, Subject
from constraints.rules.apart import Apart
from planner.errors import Fault, fault
from planner.words import Words

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
SUBJECTS: dict[Subject, tuple[str, str]] = {
    "units": ("由单位承担的岗位", "post for units"),
    "units beside people": ("既排人员又排单位的班次", "shift with posts for people and for units"),
    "sites": ("分点安排的班次", "slot site by site"),
}


def unread(rule: type[Rule], cell: str) -> Fault:
    """A cell that is filled in and not read."""
    header = HEADERS[cell]
    counted = rule.reads == ("duties", "shifts", "posts", "days")
    return fault(
        f"“{rule.zh}”不看“{header}”这一栏，填了也不起作用",
        f"'{rule.en}' does not read {ENGLISH[cell]}: what stands there has no effect",
        f"请清空{header}" + ("；要规定其中一部分人的人数，请改用“人员搭配”" if counted else ""),
        f"leave {ENGLISH[cell]} empty" + ("; for a number of certain people use 人员搭配" if counted else ""),
    )


def asks_nothing(rule: Rule) -> Fault:
    """Values that ask for nothing."""
    example = EXAMPLES[rule.code]
    return fault(
        f"“{rule.zh}”这样填等于没有要求",
        f"'{rule.en}' asks for nothing with these values",
        f"请在参数中写明，例如 {example}",
        f"write for example {example}",
    )


def contrary(bounds: Bounds) -> Fault:
    """A least above the most of the same clause."""
    return fault(
        f"最少 {bounds.least} 大于最多 {bounds.most}，做不到",
        f"the least {bounds.least} is above the most {bounds.most}",
        "请改正其中一个",
        "correct one of the two",
    )


def against(rule: Rule, number: int, least: int, most: int) -> Fault:
    """A least above the most of another clause, whose number on the sheet is given."""
    return fault(
        f"与第 {number} 条“{rule.zh}”相抵触：同一范围内最少 {least}，又最多 {most}",
        f"against clause {number}, '{rule.en}', of the same scope: at least {least} and at most {most}",
        "请改正其中一条",
        "correct one of the two",
    )


def both_ways(number: int) -> Fault:
    """Two who are to be on one shift and may not be."""
    return fault(
        f"与第 {number} 条相抵触：同样的人，一条要同班，一条要不同班",
        f"against clause {number}: the same people are to be on one shift and may not be",
        "请删去其中一条",
        "drop one of the two",
    )


def no_word(where: Words, cell: str, word: str, known: list[str]) -> Fault:
    """A shift or post that the duties in scope do not have."""
    return fault(
        f"{where.zh}没有{HEADERS[cell]}“{word}”",
        f"there is no {cell[:-1]} '{word}' on {where.en}",
        f"可填：{'、'.join(known)}；或改正事项",
        f"choose one of: {', '.join(known)}; or correct the duties",
    )


def no_value(rule: Rule, where: Words, zh: str, word: str) -> Fault:
    """A shift or festival in a clause's values that the slots in scope do not have."""
    return fault(
        f"{where.zh}没有“{word}”的班次，“{rule.zh}”的{zh}不起作用",
        f"there is no slot of '{word}' on {where.en}: {zh} of '{rule.en}' has no effect",
        "请改正参数，或改正事项、班次",
        "correct the parameters, or duties and shifts",
    )


def no_subject(rule: Rule, where: Words) -> Fault:
    """Nothing in scope of the sort that the rule speaks of."""
    zh, en = SUBJECTS[rule.subject]
    return fault(
        f"{where.zh}没有{zh}，“{rule.zh}”用不上",
        f"there is no {en} on {where.en} for '{rule.en}' to speak of",
        "请改正事项、班次或岗位",
        "correct duties, shifts or posts",
    )


def one_alone(rule: Rule) -> Fault:
    """One person where two are needed."""
    return fault(
        f"“{rule.zh}”至少要写两个人，这里只有一个",
        f"'{rule.en}' needs two people at least, and one is named",
        "请补上另一个人，或删去这一条",
        "name another one, or drop the clause",
    )


def nobody(where: Words, names: str = "") -> Fault:
    """Nobody of those named can take a slot in scope, or one of them cannot."""
    return fault(
        f"“{names}”排不进{where.zh}的任何班次，这一条管不到"
        if names
        else f"所列人员没有一个排得进{where.zh}的班次，这一条管不到",
        f"{f'{names} cannot' if names else 'none of those named can'} serve on {where.en}: nothing comes of the clause",
        "请改正人员或事项；确应值班的，先列入该岗位的值班序列",
        "correct the people or the duties, or put them into the post's pool first",
    )


def never_meet(rule: Rule) -> Fault:
    """People of whom no two can be on duty together anyhow."""
    if isinstance(rule, Apart):
        return fault(
            "所列人员本来就排不到同一个班次；“不同班”只管同一事项的同一班次，管不到不同事项之间",
            f"no two of those named could be on one shift anyhow; '{rule.en}' does not reach across duties",
            "请改正人员或事项；不同事项之间也要错开的，请改用“不同时值班”",
            "correct the people or the duties; to keep them apart across duties use 不同时值班",
        )
    return fault(
        f"所列人员本来就不会一起值班，“{rule.zh}”用不上",
        "no two of those named could be on duty together anyhow",
        "请改正人员、事项或参数，或删去这一条",
        "correct the people, the duties or the parameters, or drop the clause",
    )


def no_people(rule: Rule, zh: str, word: str) -> Fault:
    """A word for people in a clause's values that means nobody."""
    return fault(
        f"没有“{word}”这样的人员、值班序列、班子或标签，“{rule.zh}”的{zh}不起作用",
        f"nobody is called '{word}', nor is there such a pool, body or label: {zh} of '{rule.en}' has no effect",
        "请改正参数，或先在“人员”表登记",
        "correct the parameters, or enter them on the sheet of people first",
    )


def beyond_seats(where: Words, least: int, seats: int) -> Fault:
    """More people asked for on a shift than it has seats."""
    return fault(
        f"{where.zh}每班最多 {seats} 个位置，至少 {least} 人做不到",
        f"a shift on {where.en} has {seats} seats at most: {least} people do not fit",
        "请改正最少，或改正事项、班次、岗位",
        "correct the least, or the duties, shifts or posts",
    )


def no_seats(where: Words, seats: int, people: int) -> Fault:
    """Too few seats for people who serve together or not at all, or none that fit."""
    cure = "请减少人员，或增加岗位的最多人数", "name fewer people, or give the posts more room"
    if seats >= people:
        return fault(
            f"{where.zh}没有一个班次能同时排下所列 {people} 人，他们凑不到一班，结果一个也排不上",
            f"no shift on {where.en} takes all {people} named at once, so nobody of them ever serves there",
            *cure,
        )
    return fault(
        f"{where.zh}同一班次能排他们的位置只有 {seats} 个，所列 {people} 人凑不到一班，结果一个也排不上",
        f"a shift on {where.en} has {seats} seats for the {people} named, so nobody of them ever serves there",
        *cure,
    )


def no_day(where: Words, days: str) -> Fault:
    """Days on which nothing in scope is held."""
    return fault(
        f"{where.zh}没有一个班次在“{days}”",
        f"nothing on {where.en} falls on '{days}'",
        "请改正日期或事项",
        "correct the days or the duties",
    )


def no_list(where: Words) -> Fault:
    """An order by the sheet 轮值 that has no list for these duties."""
    return fault(
        f"“轮值”表里没有{where.zh}的名单",
        f"the sheet 轮值 has no list for {where.en}",
        "请在“轮值”表写好名单，或把顺序改为排序",
        "write the list there, or go by rank: 顺序=排序",
    )


def two_turns(number: int) -> Fault:
    """Slots that another clause of 轮流 covers, whose number on the sheet is given."""
    return fault(
        f"与第 {number} 条“轮流”管的是同一些班次，轮到谁说法不一",
        f"clause {number} says already whose turn it is on some of these slots",
        "请用日期、班次或岗位分开，或删去其中一条",
        "part the two by days, shifts or posts, or drop one of them",
    )


def nowhere(rule: Rule, where: Words) -> Fault:
    """A clause that has nothing to look at in a whole year."""
    return fault(
        f"照这样写，“{rule.zh}”在{where.zh}全年没有一处用得上",
        f"written like this, '{rule.en}' has nothing to look at on {where.en} in a whole year",
        "请改正参数、日期、班次或岗位，或删去这一条",
        "correct parameters, days, shifts or posts, or drop the clause",
    )
