"""Subscriptions: made, changed for a new address, ended; who may have one, and where feeds answer at all."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from planner.errors import NotPossible
from planner.feeds.revisions import refresh
from planner.office.ids import as_person, as_sort
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.store import Transaction, audit
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import Feed, FeedKind
from planner.store.roster import versions
from planner.store.row_ids import FeedId
from planner.words import Words

LEFT_OPEN = timedelta(days=7)
"""How long an address that was changed still says so."""
REMINDERS = (15, 60, 720, 1440, 4320)
"""Minutes before a duty begins at which a subscriber may be reminded."""


class Reach(StrEnum):
    """Where feeds answer: everywhere; secret ones in the office's own network alone; nowhere."""

    ON = "on"
    INTRANET = "intranet"
    OFF = "off"


REACHES = tuple(Reach)


def create(
    transaction: Transaction,
    office: Office,
    kind: str,
    subject: str,
    name: str,
    now: datetime,
    reminders: tuple[int, ...] = (),
) -> tuple[FeedId, str]:
    """Make a subscription; returns its id and its secret, of which only a hash is kept.

    `subject` is the id of what the feed is of, `reminders` are minutes before a duty begins. Raises NotPossible for
    an unknown subject, other minutes than `REMINDERS`, or a district leader whose feed is not switched on.
    """
    nobody = frozenset({""})
    known: dict[str, Collection[str]] = {
        FeedKind.PERSON: office.people,
        FeedKind.DUTY: office.duties,
        FeedKind.UNIT: office.units,
        FeedKind.VILLAGE: office.villages,
        FeedKind.OFFICE: nobody,
        FeedKind.PUBLIC: nobody,
    }
    if subject not in known.get(kind, ()):
        raise NotPossible(Words("没有“%(subject)s”", subject=subject))
    if wrong := sorted(set(reminders) - set(REMINDERS)):
        choice = "、".join(map(str, REMINDERS))
        raise NotPossible(Words("不能提前 %(wrong)s 分钟提醒，可选：%(choice)s", wrong=wrong[0], choice=choice))
    if kind == FeedKind.PERSON and not leader_allowed(transaction, office, subject):
        raise NotPossible(
            Words(
                "%(name)s是区级领导，个人日历须由办公室先开通（feed allow --person %(subject)s）",
                name=office.name(as_person(subject)),
                subject=subject,
            )
        )
    _catch_up(transaction, office, now)
    token = secrets.token_urlsafe(32)
    return rows.add(
        transaction,
        FeedKind(kind),
        subject,
        name or subject_name(office, kind, subject),
        token,
        now.isoformat(),
        reminders,
    ), token


def _catch_up(transaction: Transaction, office: Office, now: datetime) -> None:
    """Once in the life of a store: make the entries of kinds that did not exist yet when the versions were issued."""
    if rows.switched(transaction, "every-kind") != "on":
        months = {version.month for version in versions.every(transaction)}
        for version in [one for month in sorted(months) for one in versions.current(transaction, month)]:
            refresh(
                transaction,
                office,
                version.duty,
                version.month,
                [],
                issued_lines(transaction, office, version.month, version.duty, version.number),
                now,
            )
        rows.switch(transaction, "every-kind", "on")


def rotate(transaction: Transaction, office: Office, id: FeedId, now: datetime) -> tuple[Feed, FeedId, str]:
    """Give a subscription a new address: returns the old one, the new id and its secret.

    The old address says so for seven days. Raises NotPossible where there is no such subscription in force.
    """
    old = next(
        (one for one in rows.every(transaction) if one.id == id and not ended(one, now) and not one.replaced_at), None
    )
    if old is None:
        raise NotPossible(Words("没有订阅 %(id)s", id=id))
    fresh, token = create(transaction, office, old.kind, old.subject, old.name, now, old.reminders)
    rows.replace(transaction, id, now.isoformat())
    return old, fresh, token


def ended(feed: Feed, now: datetime) -> bool:
    """Whether an address answers no more: revoked, or replaced seven days ago."""
    replaced = feed.replaced_at is not None and datetime.fromisoformat(feed.replaced_at) + LEFT_OPEN <= now
    return bool(feed.revoked_at) or replaced


def leader_allowed(transaction: Transaction, office: Office, person: str) -> bool:
    """Whether a person may have a feed: a district leader only once the office has switched it on."""
    return not office.is_leader(person) or rows.switched(transaction, f"leader-feed:{person}") == "on"


def allow_leader(transaction: Transaction, office: Office, person: str, on: bool, now: datetime, by: str) -> None:
    """Switch a district leader's feed on or off; off ends the subscriptions there are."""
    rows.switch(transaction, f"leader-feed:{person}", "on" if on else "off")
    for one in rows.every(transaction) if not on and office.is_leader(person) else ():
        if (one.kind, one.subject) == (FeedKind.PERSON, person):
            rows.revoke(transaction, one.id, now.isoformat())
    audit.record(transaction, now, by, "feed allow", {"person": person, "on": on})


def reach(transaction: Transaction) -> Reach:
    """Where feeds answer; everywhere until somebody has said otherwise."""
    found = rows.switched(transaction, "feeds")
    return next((one for one in REACHES if one == found), Reach.ON)


def set_reach(transaction: Transaction, where: str, now: datetime, by: str) -> None:
    """Let feeds answer everywhere, in the office's own network, or nowhere. Raises NotPossible."""
    if where not in REACHES:
        raise NotPossible(Words("“%(where)s”不是 on、intranet 或 off", where=where))
    rows.switch(transaction, "feeds", where)
    audit.record(transaction, now, by, "feed reach", {"reach": where})


def subject_name(office: Office, kind: str, subject: str) -> str:
    """What a feed is of, in people's words."""
    if kind in (FeedKind.OFFICE, FeedKind.PUBLIC):
        return "全部值班" if kind == FeedKind.OFFICE else office.duties[subject].name if subject else "公示"
    if kind == FeedKind.DUTY:
        return office.duties[subject].name
    return office.name(as_sort(kind, subject))
