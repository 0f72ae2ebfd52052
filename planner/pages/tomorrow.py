"""Tomorrow: a reminder for everybody on duty, to paste or read out, ticked once they are told and once they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.errors import NotPossible
from planner.office.ids import as_unit, is_person
from planner.office.office import Office
from planner.office.post_kinds import PostKind
from planner.roster.contacts import PhoneCall, phone_call
from planner.roster.issued import issued_lines
from planner.roster.lines import Holder, Line, service_words, times
from planner.store import Store, Transaction, audit, cache
from planner.store.messages import reminders
from planner.store.messages.reminders import Ticked, TickStep
from planner.store.roster import offices, versions
from planner.words import WEEKDAYS, Lang, Words, day_words, in_both

STEPS = tuple(TickStep)
"""What can be ticked."""


@dataclass(frozen=True)
class Reminder:
    """The reminder to `who` (tagged) of a duty: its text, whom to phone, and what is ticked already."""

    line: Line
    who: str
    name: str
    text: str
    phone: PhoneCall
    ticked: Ticked | None


def reminders_of(transaction: Transaction, office: Office, day: date, lang: Lang) -> list[Reminder]:
    """One reminder for each person and unit on each issued duty that begins on a day, duties without sites first.

    Of a visit only the leader and units are reminded: the others are told by their units.
    """
    ticked = reminders.of_day(transaction, day.isoformat())
    return [
        Reminder(
            line,
            one.tagged,
            one.name,
            tomorrow_wording(office, line, one.tagged, lang),
            phone_call(office, one.tagged, day, asked=True),
            ticked.get((line.slot.id, one.tagged)),
        )
        for line, one in to_remind(transaction, office, day)
    ]


@cache.kept(4, cache.ISSUED, cache.OFFICE, by=lambda transaction, office, day: day)
def to_remind(transaction: Transaction, office: Office, day: date) -> tuple[tuple[Line, Holder], ...]:
    """(issued duty that begins on a day, who of it is reminded), duties without sites first."""
    months = sorted({one.month for one in versions.standing(transaction)})
    near = [
        month for month in months if f"{day - timedelta(days=62):%Y-%m}" <= month <= f"{day + timedelta(days=62):%Y-%m}"
    ]
    lines = [line for month in near for line in issued_lines(transaction, office, month) if line.day == day]
    return tuple(
        (line, one)
        for line in sorted(lines, key=lambda line: (bool(line.site), line.start, line.slot.id))
        for one in line.people
        if not line.site or line.kind is PostKind.TEAM_LEADER or one.kind == "unit"
    )


def not_reminded(transaction: Transaction, office: Office, day: date) -> int:
    """How many of those to be reminded of a day's duties were not told yet."""
    told = {key for key, one in reminders.of_day(transaction, day.isoformat()).items() if one.told}
    return sum((line.slot.id, one.tagged) not in told for line, one in to_remind(transaction, office, day))


def tomorrow_wording(office: Office, line: Line, who: str, lang: Lang) -> str:
    """Such as: 【区政府办】××同志：明日（12月9日 周三）8:30—11:30请您在区群众服务中心接访，陪同单位区教体局。…"""
    bureau, name, where = office.settings["单位名称"], office.name(who), line.slot.place
    units = "、".join(office.name(as_unit(one)) for one in line.held.units)
    duty = office.duties.get(line.slot.duty)
    phone = duty.phone if duty else ""
    said = {
        "bureau": bureau,
        "day": Words.given(
            f"{line.day.month}月{line.day.day}日 周{WEEKDAYS[line.day.weekday()]}", day_words(line.day, "en")
        ),
        "times": in_both(times, line),
        "does": service_words(line.slot),
        "duty": line.duty_name,
        "what": " ".join(dict.fromkeys((line.duty_name, line.slot.post))),
        "along": Words("，陪同单位%(units)s", units=units) if units else "",
        "topic": Words("，主题：%(topic)s", topic=line.held.topic) if line.held.topic else "",
        "ask": Words("，电话%(phone)s", phone=phone) if phone else "",
    }
    if is_person(who):
        return Words(
            "【%(bureau)s】%(name)s：明日（%(day)s）%(times)s请您%(place)s%(does)s%(along)s%(topic)s。"
            "如有变动请于今日17:00前告知办公室%(ask)s。收到请回复。",
            name=Words("%(name)s同志", name=name),
            place=Words.meaning("serves", "在%(where)s", where=where) if where else "",
            **said,
        ).say(lang)
    return Words(
        "【%(bureau)s】%(name)s：明日（%(day)s）%(times)s请贵单位%(place)s参加%(duty)s%(along)s%(topic)s。"
        "如有变动请于今日17:00前告知办公室%(ask)s。收到请回复。",
        name=name,
        place=Words.meaning("comes", "到%(where)s", where=where) if where else "",
        **said,
    ).say(lang)


def tick(store: Store, day: date, slot: str, who: str, step: str, done: bool, now: datetime, by: str) -> None:
    """Tick that somebody was told or has answered (`step`), or without `done` take the tick back.

    Raises NotPossible for an unknown step, or where `who` is no longer on the slot.
    """
    if step not in STEPS:
        raise NotPossible(Words("没有这一步"))
    with store.write() as transaction:
        office = offices.load(transaction)
        if not any(one.line.slot.id == slot and one.who == who for one in reminders_of(transaction, office, day, "zh")):
            raise NotPossible(Words("这个班次已经换人，请重新打开"))
        reminders.tick(transaction, day.isoformat(), slot, who, TickStep(step), now.isoformat() if done else "")
        audit.record(transaction, now, by, "reminder", {"slot": slot, "who": who, "step": step, "done": done})
