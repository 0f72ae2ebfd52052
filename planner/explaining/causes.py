"""Causes: the rows of the workbook that can keep a month from being full, as facts to be given up, each in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from constraints.explaining.fact import Fact, FactKind
from constraints.model.book import RuleBook
from constraints.problem.problem import Absence as Away
from constraints.problem.problem import Problem
from constraints.problem.roster import Pair
from constraints.rules import BY_NAME
from planner.office import clause_text
from planner.office.cells.choices import AbsenceKind, DayPart, OrderMode
from planner.office.ids import as_person, as_unit
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, ClauseRow, Person, PinRow, Post, SheetRow, Unit
from planner.problem.assignees import absences_by_row
from planner.problem.build import build_problem
from planner.problem.period import Issued, Period
from planner.problem.wishes_and_orders import orders
from planner.words import Lang, Words, day_words

KINDS = {
    AbsenceKind.LEAVE: Words("休假"),
    AbsenceKind.TRIP: Words("外出"),
    AbsenceKind.MEETING: Words("区内会议"),
    AbsenceKind.TRAINING: Words("培训"),
}
PARTS = {
    DayPart.DAY: Words(""),
    DayPart.AM: Words.meaning("after a day", "上午"),
    DayPart.PM: Words.meaning("after a day", "下午"),
    DayPart.NIGHT: Words.meaning("after a day", "晚上"),
}


@dataclass(frozen=True)
class Cause:
    """A row of the workbook that the office could change, and the fact it stands for in the problem."""

    sheet: str
    number: int
    """The row's place on its sheet, from 0."""
    row: SheetRow
    fact: Fact

    @property
    def line(self) -> int:
        """The row's line in the exported workbook, from 1, below one line of headings."""
        return self.number + 2


def causes(office: Office, period: Period, issued: Issued, problem: Problem, book: RuleBook) -> dict[str, Cause]:
    """Fact id → cause: the clauses of 必须, posts, orders, exemptions, absences and unit months behind a problem."""
    found = [
        *_clauses(office, book),
        *_posts(office, problem),
        *_orders(office, problem),
        *_windows(office, problem),
        *_exemptions(office, period, issued, problem),
        *_absences(office, problem),
        *_loans(office, period, issued, problem),
    ]
    return {one.fact.id: one for one in found}


def _cause(sheet: str, number: int, row: SheetRow, fact: Fact) -> Cause:
    several = fact.kind in (FactKind.ROOM, FactKind.LOAN)  # a post is the row behind its need as well
    return Cause(sheet, number, row, replace(fact, id=f"{sheet}!{number + 2}{'#' + fact.kind if several else ''}"))


def _clauses(office: Office, book: RuleBook) -> Iterator[Cause]:
    rows = office.of(ClauseRow)
    for number, clause in enumerate(book.clauses):
        if clause.must and clause.source and not BY_NAME[clause.rule.code].standing:
            at = int(clause.source.partition("!")[2]) - 1
            yield _cause("规则", at, rows[at], Fact("", FactKind.CLAUSE, clause=number))


def _posts(office: Office, problem: Problem) -> Iterator[Cause]:
    slots: dict[tuple[str, str], list[str]] = defaultdict(list)
    for slot in problem.slots:
        slots[slot.duty, SlotKey.of(slot.id).post].append(slot.id)
    for number, post in enumerate(office.of(Post)):
        mine = frozenset(slots.get((post.duty, post.id), ()))
        if mine:
            yield _cause("岗位", number, post, Fact("", FactKind.NEED, slots=mine))
            yield _cause("岗位", number, post, Fact("", FactKind.ROOM, slots=mine))


def _orders(office: Office, problem: Problem) -> Iterator[Cause]:
    first, last = date.fromordinal(problem.first), date.fromordinal(problem.last)
    for number, row in enumerate(office.of(PinRow)):
        pins, _ = orders(office.with_rows("指定", (row,)), list(problem.slots), first, last)
        if pins:
            yield _cause("指定", number, row, Fact("", FactKind.PIN, pins=pins))


def _windows(office: Office, problem: Problem) -> Iterator[Cause]:
    asked = {who for _, who in problem.candidates}
    for number, unit in enumerate(office.of(Unit)):
        if unit.months and as_unit(unit.id) in asked:
            yield _cause("单位", number, unit, Fact("", FactKind.WINDOW, who=as_unit(unit.id)))


def _exemptions(office: Office, period: Period, issued: Issued, problem: Problem) -> Iterator[Cause]:
    exempt = [row for row in office.of(Person) if row.exempt]
    if not exempt:
        return
    freed = office.with_rows("人员", tuple(replace(row, exempt=()) for row in office.of(Person)))
    wider = build_problem(freed, period, issued).problem.candidates - problem.candidates
    days = {slot.id: slot.day for slot in problem.slots}
    for number, row in enumerate(office.of(Person)):
        if row.exempt:
            low, high = (row.start or date.min).toordinal(), (row.end or date.max).toordinal()
            pairs = frozenset(
                (slot, who) for slot, who in wider if who == as_person(row.id) and low <= days[slot] <= high
            )
            yield _cause("人员", number, row, Fact("", FactKind.EXEMPT, who=as_person(row.id), spell=low, pairs=pairs))


def _absences(office: Office, problem: Problem) -> Iterator[Cause]:
    there = {one.id for one in problem.assignees}
    away: dict[int, list[tuple[str, Away]]] = defaultdict(list)
    for number, who, one in absences_by_row(office):
        if as_person(who) in there:
            away[number].append((as_person(who), one))
    for number, row in enumerate(office.of(AbsenceRow)):
        if number in away:
            yield _cause("请假外出", number, row, Fact("", FactKind.ABSENCE, absences=tuple(away[number])))


def lendable(office: Office, post: Post) -> tuple[str, ...]:
    """The pools of a duty's other posts for people, whose people could serve on this post as well."""
    others = (one for one in office.posts.get(post.duty, ()) if one.assignee == post.assignee == "person")
    return tuple(dict.fromkeys(pool for one in others for pool in one.pools if pool not in post.pools))


def _loans(office: Office, period: Period, issued: Issued, problem: Problem) -> Iterator[Cause]:
    """People of a duty's other posts who could be lent to a post: nothing but its pools keeps them from it."""
    rows = office.of(Post)
    wider = tuple(replace(row, pools=(*row.pools, *lendable(office, row))) for row in rows)
    if wider == rows:
        return
    lent = build_problem(office.with_rows("岗位", wider), period, issued).problem.candidates - problem.candidates
    pairs: dict[tuple[str, str], set[Pair]] = defaultdict(set)
    for slot, who in lent:
        key = SlotKey.of(slot)
        pairs[key.duty, key.post].add((slot, who))
    for number, row in enumerate(rows):
        if mine := pairs[row.duty, row.id]:
            yield _cause(
                "岗位",
                number,
                row,
                Fact("", FactKind.LOAN, pairs=frozenset(mine), pools=frozenset(lendable(office, row))),
            )


def cause_words(office: Office, cause: Cause, lang: Lang) -> str:
    """A cause as the office would say it; for the office alone, since it names reasons of absence."""
    row = cause.row
    if isinstance(row, ClauseRow):
        return clause_text.sentence(office, row, lang)
    if isinstance(row, Post):
        duty = office.duties[row.duty].name
        name = " ".join(dict.fromkeys((duty, row.shift, row.post)))
        if cause.fact.kind == FactKind.NEED:
            return Words("%(name)s 需 %(need)s 人", name=name, need=row.need).say(lang)
        return Words("%(name)s 最多 %(room)s 人", name=name, room=row.room or row.need).say(lang)
    if isinstance(row, PinRow):
        return _order_words(office, row, lang)
    if isinstance(row, Unit):
        months = "、".join(str(one) for one in row.months)
        return Words("%(name)s 只在 %(months)s 月上线", name=row.name, months=months).say(lang)
    if isinstance(row, Person):
        shifts = "、".join(row.exempt)
        return Words("%(name)s 不排%(shifts)s", name=row.name, shifts=shifts).say(lang)
    assert isinstance(row, AbsenceRow)
    kind, part = KINDS[row.kind].say(lang), PARTS[row.part].say(lang)
    span = _span(row.start, row.end, lang)
    return Words.given(
        f"{office.name(row.who)} {span}{part}{kind}", f"{office.name(row.who)}: {kind}, {span}{part}"
    ).say(lang)


def _order_words(office: Office, row: PinRow, lang: Lang) -> str:
    where = " ".join(
        part
        for part in (office.duties[row.duty].name, row.shift, row.post, office.name(row.site) if row.site else "")
        if part
    )
    by = Words("（指示人 %(ordered_by)s）", ordered_by=row.ordered_by).say(lang) if row.ordered_by else ""
    verb = Words("不排") if row.mode == OrderMode.FORBIDDEN else Words("指定")
    return f"{verb.say(lang)} {office.name(row.who)} {_span(row.start, row.end, lang)} {where}{by}"


def _span(start: date, end: date | None, lang: Lang) -> str:
    if end in (None, start):
        return day_words(start, lang)
    assert end is not None
    return Words(
        "%(month)s月%(day)s日—%(month2)s月%(day2)s日",
        month=start.month,
        day=start.day,
        month2=end.month,
        day2=end.day,
        start=f"{start:%-d %b}",
        end=f"{end:%-d %b}",
    ).say(lang)
