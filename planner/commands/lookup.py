"""What a name typed on the command line means: a person, a duty, a month, the site."""

from __future__ import annotations

from datetime import date

from planner import settings
from planner.commands.shared import Shared
from planner.errors import NotPossible
from planner.store import Transaction
from planner.store.roster import offices, versions
from planner.workbook.refs import index_of


def person_id(shared: Shared, text: str) -> str:
    """A person by id, name or name（unit）; raises Refused."""
    with shared.store.read() as transaction:
        office = offices.load(transaction)
    return index_of(office).find(text, ("person",))


def base_url() -> str:
    """Where the site is reached from outside: DANGZHI_BASE_URL, else this machine."""
    return settings.site_address() or "http://localhost:8000"


def next_month(day: date) -> date:
    """The first of the month after a day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def duty_id(transaction: Transaction, text: str | None) -> str | None:
    """A duty by its id or name; raises NotPossible."""
    if text is None:
        return None
    office = offices.load(transaction)
    called = {duty.name: duty.id for duty in office.duties.values()} | {id: id for id in office.duties}
    issued = {version.duty for version in versions.every(transaction)}
    if text not in called and text not in issued:
        raise NotPossible(f"没有事项“{text}”", f"there is no duty '{text}'")
    return called.get(text, text)
