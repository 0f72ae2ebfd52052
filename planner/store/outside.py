"""What the store knows of people, units, villages and duties beside the workbook."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from planner.office.ids import as_person, as_sort
from planner.office.keys import SlotKey
from planner.office.outside import Outside
from planner.store.database import Transaction
from planner.store.messages import feeds
from planner.store.people import users
from planner.store.roster import versions
from planner.store.roster.versions import Content
from planner.store.tables import assignments, draft_pairs, issued_slots
from planner.store.work_tables import named, offers
from planner.words import Words

ISSUED = Words("已印发的班表")
DRAFTED = Words.meaning("several", "草稿")
LOG_IN = Words("登录账号")
FEED = Words.meaning("one", "日历订阅")
NAMED = Words("单位报送的名单")
SWAPPED = Words("换班记录")


def outside_of(transaction: Transaction, issued: Content, today: date) -> Outside:
    """What names ids of the workbook in a transaction, given all that is issued; `today` is by the office's clock."""
    connection = transaction.connection
    found = {str(who): SWAPPED for row in connection.execute(select(offers.c.giver, offers.c.taker)) for who in row}
    found |= {as_person(one): NAMED for one in connection.scalars(select(named.c.person))}
    found |= {as_sort("unit", one): NAMED for one in connection.scalars(select(named.c.unit))}
    found |= {as_sort(one.kind, one.subject): FEED for one in feeds.every(transaction) if one.kind in SORTS}
    found |= {as_person(one.person): LOG_IN for one in users.every(transaction) if one.person}
    found |= {str(who): DRAFTED for who in connection.scalars(select(draft_pairs.c.who).distinct())}
    found |= {str(who): ISSUED for who in connection.scalars(select(assignments.c.who).distinct())}
    found |= {as_sort("duty", one): ISSUED for one in connection.scalars(select(issued_slots.c.duty).distinct())}
    last: dict[str, date] = {}
    people = versions.grouped(issued)
    for id, held in issued.slots.items():
        day = date.fromordinal(held.slot.day)
        for tagged in (*people.get(id, ()), as_sort("duty", held.slot.duty), held.slot.site):
            if tagged:
                last[tagged] = max(last.get(tagged, day), day)
                found.setdefault(tagged, ISSUED)
    slots = connection.scalars(select(issued_slots.c.slot).union(select(draft_pairs.c.slot)))
    posts = {SlotKey.of(slot).post: ISSUED for slot in slots}
    return Outside(today, last, found, posts, frozenset(SlotKey.of(id).post for id in issued.slots))


SORTS = ("person", "unit", Words("village"))
"""The kinds of subscription that are about one thing."""
