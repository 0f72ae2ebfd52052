"""For the office: where calendars answer, how many read them, messages handed on, a workbook looked at and imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from flask import abort

from planner.data_entry import upload
from planner.data_entry.import_preview import SheetPreview
from planner.feeds import subscriptions
from planner.feeds.clients import families
from planner.notifying import sending, tasks
from planner.notifying.targets import target_of
from planner.office.ids import as_person
from planner.pages.roster_note import Note, note
from planner.roster import fairness
from planner.store import audit
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import Feed, FeedKind
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import FeedId, MessageId
from planner.workbook.read import SheetChange
from planner.workbook.refs import index_of
from web.api.operation import READ, WRITE, Asked, done, operation
from web.shell.access import CLERK


@dataclass(frozen=True)
class Calendars:
    """Where calendars answer, how many are read by which kind of client, and the office's own subscriptions."""

    reach: str
    families: dict[str, int]
    own: tuple[dict[str, Any], ...]
    leaders: dict[str, bool]


@dataclass(frozen=True)
class Reach:
    """Where calendars answer at all."""

    reach: Literal["on", "intranet", "off"]


@dataclass(frozen=True)
class Switch:
    """On or off."""

    on: bool


@dataclass(frozen=True)
class Target:
    """Where somebody is reached; '' for nowhere."""

    person: str
    address: str


@dataclass(frozen=True)
class Workbook:
    """A workbook: its name, and its bytes in base64."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Looked:
    """What a workbook would change, counted and row by row; its ticket waits an hour for a yes."""

    ticket: str
    changes: tuple[SheetChange, ...]
    notes: tuple[str, ...]
    preview: tuple[SheetPreview, ...]


@dataclass(frozen=True)
class Taken:
    """Whether rows that the workbook does not name go."""

    prune: bool = False


@operation("GET", "/office/feeds", CLERK, READ, gives=Calendars)
def calendars(asked: Asked) -> Calendars:
    """Where calendars answer, and sums by client; never who read when."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        live = [one for one in rows.every(transaction) if not subscriptions.ended(one, asked.now)]
        own = tuple(
            {"id": one.id, "kind": one.kind, "subject": one.subject, "name": one.name}
            for one in live
            if one.kind != FeedKind.PERSON
        )
        leaders = {
            id: subscriptions.leader_allowed(transaction, office, id) for id in office.people if office.is_leader(id)
        }
        return Calendars(
            subscriptions.reach(transaction),
            {str(family): count for family, count in families(transaction, live).items()},
            own,
            leaders,
        )


@operation("PUT", "/office/feeds/reach", CLERK, WRITE, takes=Reach, gives=dict[str, str])
def set_reach(asked: Asked) -> dict[str, str]:
    """Set where calendars answer."""
    with asked.store.write() as transaction:
        subscriptions.set_reach(transaction, asked.body.reach, asked.now, asked.by)
    return done()


@operation("PUT", "/office/feeds/leaders/<person>", CLERK, WRITE, takes=Switch, gives=dict[str, str])
def allow_leader(asked: Asked) -> dict[str, str]:
    """Switch a district leader's personal calendar on or off."""
    with asked.store.write() as transaction:
        office = offices.load(transaction)
        if not office.is_leader(asked.path["person"]):
            abort(404)
        subscriptions.allow_leader(transaction, office, asked.path["person"], asked.body.on, asked.now, asked.by)
    return done()


@operation("DELETE", "/office/feeds/<int:id>", CLERK, WRITE, gives=dict[str, str])
def end_feed(asked: Asked) -> dict[str, str]:
    """End one of the office's subscriptions."""
    with asked.store.write() as transaction:
        if not any(one.id == asked.path["id"] and _office_s(one) for one in rows.every(transaction)):
            abort(404)
        rows.revoke(transaction, FeedId(asked.path["id"]), asked.now.isoformat())
        audit.record(transaction, asked.now, asked.by, "feed revoke", {"id": asked.path["id"]})
    return done()


def _office_s(feed: Feed) -> bool:
    return feed.kind != FeedKind.PERSON and not feed.revoked_at


@operation("POST", "/office/messages/<int:id>/send", CLERK, WRITE, gives=dict[str, bool])
def send(asked: Asked) -> dict[str, bool]:
    """Hand a message to its target; false where that did not confirm it."""
    return {"sent": sending.send_message(asked.store, MessageId(asked.path["id"]), asked.now, asked.by, asked.lang)}


@operation("POST", "/office/messages/<int:id>/reopen", CLERK, WRITE, gives=dict[str, str])
def reopen(asked: Asked) -> dict[str, str]:
    """Say that a message has not arrived, so that it may be sent again."""
    with asked.store.write() as transaction:
        tasks.reopen(transaction, MessageId(asked.path["id"]), asked.now, asked.by)
    return done()


@operation("PUT", "/office/targets", CLERK, WRITE, takes=Target, gives=dict[str, str])
def target(asked: Asked) -> dict[str, str]:
    """Where somebody is reached; the address is never told again."""
    address = asked.body.address.strip()
    kept = target_of(address) if address else None
    with asked.store.write() as transaction:
        who = as_person(index_of(offices.load(transaction)).find(asked.body.person, ("person",)))
        sending.set_target(transaction, who, kept, asked.now, asked.by)
    return done()


@operation("POST", "/office/import", CLERK, WRITE, takes=Workbook, gives=Looked, heavy=True)
def look(asked: Asked) -> Looked:
    """Look at a workbook: what it would change, or every fault."""
    found = upload.preview_upload(asked.store, asked.body.name, asked.body.data, asked.now)
    notes = tuple(one.say(asked.lang) for one in found.result.notes)
    return Looked(found.ticket, found.result.changes, notes, found.sheets)


@operation("POST", "/office/import/<ticket>", CLERK, WRITE, takes=Taken, gives=list[SheetChange])
def take(asked: Asked) -> list[SheetChange]:
    """Import what was looked at."""
    return list(upload.take_in_upload(asked.store, asked.path["ticket"], asked.body.prune, asked.now, asked.by).changes)


@operation("GET", "/office/months/<month:month>/note", CLERK, READ, gives=Note)
def about(asked: Asked) -> Note:
    """The note on a month's roster, for the meeting."""
    with asked.store.read() as transaction:
        return note(Standing.read(transaction), asked.path["month"], asked.now, asked.lang)


@operation("GET", "/office/months/<month:month>/served", CLERK, READ, gives=dict[str, dict[str, int]])
def month_end(asked: Asked) -> dict[str, dict[str, int]]:
    """Everybody's duties of a month as they were served: person → kind of day → times.

    `recorded` beside them says how many of these were entered afterwards, if any were.
    """
    with asked.store.read() as transaction:
        found = fairness.month_end(Standing.read(transaction), asked.path["month"], asked.now)
    return {
        who: {kind: sum(turn.slot.day_kind == kind for turn in one.turns) for kind in fairness.KINDS}
        | ({"recorded": one.entered_afterwards} if one.entered_afterwards else {})
        for who, one in found.items()
    }
