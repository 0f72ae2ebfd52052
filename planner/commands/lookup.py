"""What a word on the command line means: a person, a unit, a duty or a slot; the next month, the site's address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

import click

from planner import settings
from planner.commands.shared import DAY, Shared
from planner.errors import NotPossible
from planner.office.ids import as_person, as_unit
from planner.office.office import Office
from planner.roster.addressing import SlotWords, days_named, duty_named, issued_line, slot_named
from planner.store import Transaction
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.words import Words
from planner.workbook.refs import index_of


def person_id(shared: Shared, text: str) -> str:
    """The id of a person given by id, name or name（unit）. Raises Refused where nobody, or several, are meant."""
    with shared.store.read() as transaction:
        office = offices.load(transaction)
    return index_of(office).find(text, ("person",))


def assignee_id(shared: Shared, text: str) -> str:
    """The tagged id of a person or unit given by id, name or name（unit）. Raises Refused where none is meant."""
    with shared.store.read() as transaction:
        office = offices.load(transaction)
    if text in office.people:
        return as_person(text)
    if text in office.units:
        return as_unit(text)
    return index_of(office).find(text, ("person", "unit"))


def slot_words(command: Callable[..., Any], day_option: str = "--date") -> Callable[..., Any]:
    """The options that name a slot: duty, date, shift, post and site, handed on as the one value `words`."""

    @wraps(command)
    def named(*arguments: Any, duty: str, day_of: date | None, shift: str, post: str, site: str, **rest: Any) -> Any:
        return command(*arguments, words=WordOptions(duty, day_of, shift, post, site), **rest)

    for option in reversed(
        (
            click.option("--duty", default="", help="事项 / the duty"),
            click.option(day_option, "day_of", type=DAY, help="日期 / the date"),
            click.option("--shift", default="", help="班次 / the shift"),
            click.option("--post", default="", help="岗位 / the post"),
            click.option("--site", default="", help="村居或镇街 / the village or town"),
        )
    ):
        named = option(named)
    return named


def part_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that mean some days of a slot that lasts: handed on as `days`, first and last, None for all."""

    @wraps(command)
    def named(*arguments: Any, from_day: date | None, until: date | None, **rest: Any) -> Any:
        return command(*arguments, days=(from_day, until), **rest)

    for option in (
        click.option("--until", type=DAY, help="只交其中几天：末日 / only some of its days: the last"),
        click.option("--from-day", type=DAY, help="只交其中几天：首日 / only some of its days: the first"),
    ):
        named = option(named)
    return named


PartDays = tuple[date | None, date | None]
"""First and last of some days of a slot; None for its own."""


@dataclass(frozen=True)
class WordOptions:
    """What was said of a slot on the command line."""

    duty: str
    day: date | None
    shift: str
    post: str
    site: str

    def read(self, standing: Standing) -> SlotWords:
        """The words with the duty's id. Raises NotPossible where duty or date is missing, or there is no such duty."""
        duty = duty_id(standing.transaction, standing.office, self.duty or None)
        if duty is None or self.day is None:
            raise NotPossible(Words("请写明是哪一班：--duty 事项 --date 日期，或 --slot"))
        return SlotWords(duty, self.day, self.shift, self.post, self.site)


NO_WORDS = WordOptions("", None, "", "", "")


def issued_slot_id(shared: Shared, slot: str, words: WordOptions) -> str:
    """The id of an issued slot: as given, or the one that the words mean. Raises NotPossible unless it is one."""
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        return slot_named(standing, slot) if slot else issued_line(standing, words.read(standing)).slot.id


def with_days(shared: Shared, slot: str, days: PartDays) -> str:
    """What means these days of an issued slot. Raises NotPossible where they are none of its days."""
    if days == (None, None):
        return slot
    with shared.store.read() as transaction:
        return days_named(Standing.read(transaction), slot, *days)


def base_url() -> str:
    """The address at which the site is reached from outside: DANGZHI_BASE_URL, else this machine's."""
    return settings.links_address()


def next_month(day: date) -> date:
    """The first day of the month after a day's month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def duty_id(transaction: Transaction, office: Office, text: str | None) -> str | None:
    """The id of a duty given by id or name; None for None. Raises NotPossible for an unknown one."""
    return None if text is None else duty_named(transaction, office, text)
