"""What a clause leaves out although somebody may think otherwise: people, duties and shifts that it does not reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from constraints.measure.place import CELLS
from constraints.measure.rule import Rule
from constraints.model.case import Case
from constraints.rules.apart import Apart
from constraints.rules.stay_home import StayHome
from constraints.rules.together import Together
from planner.effect.company import shift_seats
from planner.effect.written import where
from planner.office.ids import Tag, as_unit, named_in, untagged
from planner.office.office import Office
from planner.office.people_words import conditions
from planner.office.sheets import ClauseRow
from planner.problem.rule_book import posts_in_scope
from planner.words import Words, series


def left_out(office: Office, case: Case, row: ClauseRow, rule: Rule) -> Iterator[Words]:
    """What a clause without fault does not reach, over a year of the office's slots."""
    at = where(office, row)
    inside = {post.duty for post in posts_in_scope(office, row)}
    idle = "、".join(office.duties[one].name for one in row.duties if one not in inside and one in office.duties)
    if idle:
        yield Words("“%(idle)s”没有所写的班次、岗位，这一条管不到", idle=idle)
    if rule.standing and not any(row.rule == one.rule and not _scoped(one) for one in office.of(ClauseRow)):
        yield Words("写了这一条，范围以外就不再有“%(rule)s”的要求", rule=rule)
    mine = case.mine(rule.whom)
    single = [one for one in row.who if untagged(one)[0] is Tag.PERSON and one in case.assignees]
    lost = "、".join(office.name(one) for one in single if one not in mine) if mine and not rule.onlookers else ""
    if lost:
        yield Words("“%(lost)s”排不进%(at)s的任何班次，这一条管不到", lost=lost, at=at)
    if isinstance(rule, Apart) and len(row.duties or office.duties) > 1:
        yield Words("只管同一事项的同一班次，不同事项同时值班的不管；要管的，请用“不同时值班”")
    yield from _unknown(office, row)
    if isinstance(rule, StayHome):
        yield from _too_few(office, row, rule)
    if isinstance(rule, Together):
        yield from _never(office, case, rule)


def _scoped(row: ClauseRow) -> bool:
    return any(getattr(row, cell) for cell in CELLS)


def _unknown(office: Office, row: ClauseRow) -> Iterator[Words]:
    """The people in reach of whom it is not registered what the clause asks: their sex, or the day they were born."""
    words = [untagged(named_in(one)) for one in row.who]
    asked = {one.measure for tag, word in words if tag is Tag.CONDITION for one in conditions(word)}
    pools = {pool for post in posts_in_scope(office, row) if post.assignee == "person" for pool in post.pools}
    near = [rows for rows in office.people.values() if any(pools & set(one.pools) for one in rows)]
    for wanted, what, column in (({"male", "female"}, Words("性别"), "sex"), ({"age"}, Words("出生日期"), "birth")):
        lack = [rows[-1].name for rows in near if not any(getattr(row, column) for row in rows)]
        if wanted & asked and lack:
            some = (
                series(lack[:3])
                if len(lack) <= 3
                else Words("%(names)s等 %(count)s 人", names=series(lack[:3]), count=len(lack))
            )
            yield Words("“%(some)s”没有填%(what)s，按“不符合”算，请在“人员”表补上", some=some, what=what)


def _too_few(office: Office, row: ClauseRow, rule: StayHome) -> Iterator[Words]:
    """The units so small that all of their people would have to stay: nobody of them serves on a workday."""
    pools = {pool for post in posts_in_scope(office, row) for pool in post.pools}
    homes = [(one[-1].units[0], bool(pools & set(one[-1].pools))) for one in office.people.values() if one[-1].units]
    people = Counter(unit for unit, _ in homes)
    units = {untagged(one)[1] for one in row.who if untagged(one)[0] is Tag.UNIT}
    small = [
        one for one in people if people[one] <= rule.least and (one, True) in homes and (not units or one in units)
    ]
    names = "、".join(office.name(as_unit(one)) for one in sorted(small))
    if names:
        yield Words("“%(names)s”的人不多于要留守的 %(least)s 人，工作日一个也不会排班", names=names, least=rule.least)


def _never(office: Office, case: Case, rule: Rule) -> Iterator[Words]:
    """The shifts that have no seats for all at once: under this clause nobody of them serves there."""
    full = [one.slot for one in shift_seats(case, rule) if not one.all_seated]
    names = dict.fromkeys(f"{office.duties[one.duty].name}{one.shift}" for one in full)
    if names:
        listed = "、".join(names)
        yield Words("“%(listed)s”排不下所列的全部人员，他们一个也不会排在那里", listed=listed)
