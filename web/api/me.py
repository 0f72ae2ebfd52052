"""For officials: their duties, why, their account; verdicts, requests and calls; leave, wishes, subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from flask import abort, current_app

from planner.data_entry import own_entries
from planner.feeds import subscriptions
from planner.judging.why_this_person import why
from planner.office.cells.choices import AbsenceKind, AbsenceState, DayPart
from planner.office.ids import as_person, bare
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, WishRow
from planner.pages import my_duties
from planner.roster import fairness
from planner.roster.lines import Line
from planner.store import audit
from planner.store.messages import feeds as feed_rows
from planner.store.messages.feeds import FeedKind
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import FeedId
from web.api.operation import READ, ROSTERS, SLOT, WRITE, Asked, done, operation
from web.shell.access import PERSON
from web.shell.calendar_links import secret_path


@dataclass(frozen=True)
class Duty:
    """A duty of somebody's."""

    slot: str
    who: str
    name: str
    duty: str
    shift: str
    post: str
    start: str
    end: str
    place: str
    tentative: bool
    policy: str
    cannot: str
    """Why they can serve it no longer, in words; the office arranges it then. '' where they can."""


@dataclass(frozen=True)
class Away:
    """Leave, a trip, a meeting or a training, asked for."""

    who: str
    start: date
    end: date | None = None
    part: Literal["day", "am", "pm", "night"] = "day"
    kind: Literal["leave", "trip", "meeting", "training"] = "leave"


@dataclass(frozen=True)
class Wanted:
    """A wish for or against a day."""

    who: str
    day: date
    want: Literal["have", "avoid"]
    duty: str = ""


@dataclass(frozen=True)
class NewFeed:
    """A subscription to somebody's duties."""

    who: str
    name: str = ""
    reminders: tuple[int, ...] = ()


@dataclass(frozen=True)
class Address:
    """A subscription's address, told once."""

    id: FeedId
    url: str


def own(asked: Asked, office: Office, who: str) -> str:
    """Somebody I act for; 403 for anybody else."""
    if who not in asked.people(office):
        abort(403)
    return who


@operation("GET", "/me/duties", PERSON, ROSTERS, gives=list[Duty])
def duties(asked: Asked) -> list[Duty]:
    """The duties ahead of me and those I act for."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        office = standing.office
        found = my_duties.own_duties(standing, sorted(bare(one) for one in asked.people(office)), asked.now)
        return [
            Duty(
                one.line.slot.id,
                one.who,
                office.name(one.who),
                one.line.duty_name,
                one.line.slot.shift,
                one.line.slot.post,
                one.line.start.isoformat(),
                one.line.end.isoformat(),
                one.line.slot.place,
                one.line.held.tentative,
                one.policy,
                one.why(asked.lang),
            )
            for one in found
        ]


def line_of(asked: Asked, standing: Standing, slot: str, who: str) -> Line:
    """The line of a duty of mine; 404 where it is none."""
    found = my_duties.own_duties(standing, [bare(own(asked, standing.office, who))], asked.now)
    line = next((one.line for one in found if one.line.slot.id == slot and one.policy != my_duties.NAMED), None)
    if line is None:
        abort(404)
    return line


@operation("GET", "/me/why", PERSON, READ, gives=list[str], queries=(*SLOT, "who"))
def why_me(asked: Asked) -> list[str]:
    """Why a duty is mine: counts, nobody's name or reason."""
    who = asked.query("who")
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        line = line_of(asked, standing, asked.slot(standing), who)
        return why(standing, f"{line.nominal:%Y-%m}", line, who, asked.lang).to_me(
            who, asked.lang, leader=standing.office.is_leader(bare(who))
        )


@operation("GET", "/me/account", PERSON, READ, gives=dict[str, Any])
def own_account(asked: Asked) -> dict[str, Any]:
    """What I, and those I act for, served this year, and the share by time in office."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        everybody = fairness.accounts(standing, *fairness.year_so_far(asked.now), asked.now)
        found = [everybody[who] for who in sorted(asked.people(standing.office)) if who in everybody]
        return {
            one.who: {
                "posts": [
                    {
                        "duty": post[0],
                        "shift": post[1],
                        "post": post[2],
                        "served": one.times(post),
                        "share": float(one.due.get(post, 0)),
                    }
                    for post in one.posts
                ],
                "turns": [turn.slot.id for turn in one.turns],
                "recorded": [turn.slot.id for turn in one.turns if turn.entered_afterwards],
            }
            for one in found
        }


@operation("POST", "/me/absences", PERSON, WRITE, takes=Away, gives=dict[str, str])
def be_away(asked: Asked) -> dict[str, str]:
    """Ask for leave."""
    body = asked.body
    with asked.store.write() as transaction:
        office = offices.load(transaction)
        own_entries.put_entry(
            transaction,
            office,
            AbsenceRow(
                who=own(asked, office, body.who),
                start=body.start,
                end=body.end,
                part=DayPart(body.part),
                kind=AbsenceKind(body.kind),
                state=AbsenceState.INTENDED,
            ),
            asked.now,
            asked.by,
        )
    return done()


@operation("POST", "/me/wishes", PERSON, WRITE, takes=Wanted, gives=dict[str, str])
def wish(asked: Asked) -> dict[str, str]:
    """Wish for or against a day."""
    body = asked.body
    with asked.store.write() as transaction:
        office = offices.load(transaction)
        own_entries.put_entry(
            transaction,
            office,
            WishRow(person=bare(own(asked, office, body.who)), date=body.day, duty=body.duty, want=body.want),
            asked.now,
            asked.by,
        )
    return done()


@operation("POST", "/me/feeds", PERSON, WRITE, takes=NewFeed, gives=Address)
def subscribe(asked: Asked) -> Address:
    """A subscription; its address is told once."""
    body = asked.body
    with asked.store.write() as transaction:
        office = offices.load(transaction)
        who = bare(own(asked, office, body.who))
        id, token = subscriptions.create(
            transaction, office, FeedKind.PERSON, who, body.name[:60], asked.now, body.reminders
        )
        audit.record(
            transaction, asked.now, asked.by, "feed create", {"id": id, "kind": FeedKind.PERSON, "subject": who}
        )
    return Address(id, current_app.config["BASE_URL"] + secret_path(token))


@operation("DELETE", "/me/feeds/<int:id>", PERSON, WRITE, gives=dict[str, str])
def unsubscribe(asked: Asked) -> dict[str, str]:
    """End a subscription of mine."""
    with asked.store.write() as transaction:
        people = asked.people(offices.load(transaction))
        if not any(
            one.id == asked.path["id"]
            and one.kind == FeedKind.PERSON
            and as_person(one.subject) in people
            and not one.revoked_at
            for one in feed_rows.every(transaction)
        ):
            abort(404)
        feed_rows.revoke(transaction, FeedId(asked.path["id"]), asked.now.isoformat())
        audit.record(transaction, asked.now, asked.by, "feed revoke", {"id": asked.path["id"]})
    return done()
