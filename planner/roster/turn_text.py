"""Turns in words: 轮到张三（李四请假，对调至15日）; for the office with the reason, outside it without."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from constraints.problem.turns import Passed, SlotTurn, Unfit
from planner.office.cells.choices import Publicity
from planner.office.office import Office
from planner.roster.lines import Line
from planner.words import Lang, Words

REASONS: dict[Unfit, Words] = {
    "away": Words("请假"),
    "busy": Words("另有公务"),
    "office": Words("不在任"),
    "exempt": Words("不排此班"),
    "pool": Words("不在值班序列"),
    "order": Words("另有指定"),
    "taken": Words("另有已印发的班"),
    "earlier": Words("另有轮值"),
    "here": Words("已在班"),
}
"""Why somebody could not take their turn, as the office reads it."""
POSTED: tuple[Unfit, ...] = ("away", "busy", "office", "taken", "earlier", "here")
"""The reasons that stand on the sheet of a duty that is not made public; exemptions and orders stay in the office."""
ELSEWHERE = Words("另有安排")
"""What everybody else reads instead."""


def with_turns(lines: Iterable[Line], turns: Mapping[str, SlotTurn]) -> list[Line]:
    """The lines, each with whose turn it was where that was worked out for its slot."""
    return [replace(line, turn=turns.get(line.slot.id)) for line in lines] if turns else list(lines)


def turn_words(office: Office, turn: SlotTurn, day: date, *, private: bool, posted: bool = False) -> Words:
    """Whose turn a slot on a day is, and who was passed over; with `private`, why.

    Of what is `posted`, on a sheet of paper, why too, as far as it may leave the office.
    """
    told = tuple(REASONS) if private else POSTED if posted else ()
    zh, en = (_said(office, turn, day, lang, told) for lang in ("zh", "en"))
    return Words.given(zh, en)


def _said(office: Office, turn: SlotTurn, day: date, lang: Lang, told: Collection[Unfit]) -> str:
    names = "、".join(office.name(who) for who in turn.who)
    if turn.who:
        head = Words("轮到%(names)s", names=names).say(lang)
    elif turn.ordered:
        named = "、".join(office.name(who) for who in turn.ordered)
        head = Words("指定%(named)s，不占轮次", named=named).say(lang)
    else:
        head = Words("轮值名单中无人能值").say(lang)
    rest = [_passed(office, one, day, lang, told) for one in turn.passed if _worth_saying(one)]
    if not rest:
        return head
    return Words("%(head)s（%(rest)s）", head=head, rest=Words("；").say(lang).join(rest)).say(lang)


def worth_saying(turn: SlotTurn) -> bool:
    """Whether there is more to tell of a turn than whose it is."""
    return not turn.who or bool(turn.ordered) or any(map(_worth_saying, turn.passed))


def _worth_saying(one: Passed) -> bool:
    """Whether it is news that somebody was passed over: who has left, or is yet to come, is no news."""
    return one.why != "office" or bool(one.day)


def _passed(office: Office, one: Passed, day: date, lang: Lang, told: Collection[Unfit]) -> str:
    why = (REASONS[one.why] if one.why in told else ELSEWHERE).say(lang)
    name, then = office.name(one.who), date.fromordinal(one.day) if one.day else None
    if then is None:
        fate = {"swapped": Words("对调到以后"), "owed": Words("顺延，以后先补"), "lost": Words("本轮轮空")}[one.fate]
        return Words("%(name)s%(why)s，%(fate)s", name=name, why=why, fate=fate).say(lang)
    to = f"{then.day}日" if (then.year, then.month) == (day.year, day.month) else f"{then.month}月{then.day}日"
    verb = Words("对调至") if one.fate == "swapped" else Words("顺延至")
    return Words("%(name)s%(why)s，%(verb)s%(to)s", name=name, why=why, verb=verb, to=to, then=f"{then:%-d %b}").say(
        lang
    )


def said_beside(office: Office, line: Line, *, private: bool, posted: bool = False) -> Words | None:
    """What stands beside a line on a page, or is `posted`: who was passed over, or whose turn it was.

    None where those serve whose turn it is, and nobody was passed over.
    """
    turn = line.turn
    if turn is None:
        return None
    there = {one.tagged for one in line.people}
    named = {*(turn.members or turn.who), *turn.ordered}
    if there <= named and not any(map(_worth_saying, turn.passed)):
        return None
    return turn_words(office, turn, line.day, private=private, posted=posted)


def on_paper(office: Office, line: Line) -> str:
    """The same on a duty's sheet; one that is made public gives no reason, and none tells who is exempt from what."""
    duty = office.duties.get(line.slot.duty)
    said = said_beside(office, line, private=False, posted=duty is None or duty.public == Publicity.NO)
    return said.zh if said else ""
