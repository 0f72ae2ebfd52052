"""What a word on the command line means: a person or a duty; and the next month and the site's address."""

from __future__ import annotations

from datetime import date

from planner import settings
from planner.commands.shared import Shared
from planner.errors import NotPossible
from planner.office.office import Office
from planner.store import Transaction
from planner.store.roster import offices, versions
from planner.workbook.refs import index_of


def person_id(shared: Shared, text: str) -> str:
    """The id of a person given by id, name or name（unit）. Raises Refused where nobody, or several, are meant."""
    with shared.store.read() as transaction:
        office = offices.load(transaction)
    return index_of(office).find(text, ("person",))


def base_url() -> str:
    """The address at which the site is reached from outside: DANGZHI_BASE_URL, else this machine's."""
    return settings.site_address() or "http://localhost:8000"


def next_month(day: date) -> date:
    """The first day of the month after a day's month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def duty_id(transaction: Transaction, office: Office, text: str | None) -> str | None:
    """The id of a duty given by id or name; None for None. Raises NotPossible for an unknown one."""
    if text is None:
        return None
    called = {duty.name: duty.id for duty in office.duties.values()} | {id: id for id in office.duties}
    issued = {version.duty for version in versions.every(transaction)}
    if text not in called and text not in issued:
        raise NotPossible(f"没有事项“{text}”", f"there is no duty '{text}'")
    return called.get(text, text)
