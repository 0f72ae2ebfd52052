"""The audit log and the log-ins: who did what, whether the record holds, who may come in."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner import clock
from planner.access import door_book, logins
from planner.access.factor.second_factor import reset_factor
from planner.access.log_sentence import LogTeller
from planner.access.log_text import deed
from planner.access.sessions.lasting import end_going_on, how_many_go_on
from planner.errors import NotPossible, Refused
from planner.issuing.verify import verify_against
from planner.office.office import Office
from planner.store import Transaction, audit
from planner.store.door.identities import all_identities
from planner.store.door.sessions import Ending
from planner.store.people import users
from planner.store.roster import offices
from planner.workbook.refs import index_of
from web.shell.access import CLERK, RECORD, allow
from web.shell.arguments import number
from web.shell.asker import asker, own_session
from web.shell.caller import browsers
from web.shell.clock import now
from web.shell.language import text
from web.shell.limits import hashes
from web.shell.sessions.current import forget_seen
from web.shell.store import the_store

blueprint = Blueprint("log", __name__, url_prefix="/office")
EACH = 50


@blueprint.get("/log")
@allow(RECORD)
def home() -> str:
    """The newest entries; with ?check=yes, whether the record and all it covers hold."""
    before = number("before")
    actor, action = request.args.get("actor", ""), request.args.get("action", "")
    with the_store().read() as transaction:
        office, (actors, actions) = offices.load(transaction), audit.kinds(transaction)
        teller = LogTeller(office, {one.name: one.person for one in users.every(transaction)}, g.lang)
        same = [one for one in actors if teller.who(one) == actor] or ([actor] if actor else [])
        found = audit.page(transaction, before, EACH, actors=same, action=action)
        checked = verify_against(transaction, office) if request.args.get("check") else None
    return render_template(
        "clerks/log.html",
        office=office.settings["单位名称"],
        deeds=[(one, teller.actor(one.actor), teller.tell(one)) for one in found],
        deed=deed,
        actors={teller.who(one): teller.actor(one) for one in actors},
        actions=actions,
        actor=actor,
        action=action,
        checked=checked,
        more=found[-1].number if len(found) == EACH else None,
    )


@blueprint.get("/users")
@allow(CLERK)
def people() -> str:
    """The log-ins and their roles."""
    with the_store().read() as transaction:
        office, found = offices.load(transaction), users.every(transaction)
        going_on = how_many_go_on(transaction, clock.true_instant())
        unconfirmed = _unconfirmed(transaction)
    return render_template(
        "clerks/users.html",
        office=office.settings["单位名称"],
        users=found,
        roles=logins.ROLES,
        name=office.name,
        going_on=going_on,
        shown="",
        unconfirmed=unconfirmed,
    )


def _unconfirmed(transaction: Transaction) -> int:
    """How many whom the identity provider vouched for wait for the office to say whose log-in is theirs."""
    return sum(one.holder is None for one in all_identities(transaction))


@blueprint.post("/users")
@allow(CLERK)
@hashes
def add() -> str | Response:
    """A new log-in with a first password, shown once."""
    form, password = request.form, secrets.token_urlsafe(9)

    def made(transaction: Transaction, office: Office) -> None:
        person = form.get("person", "").strip()
        id = index_of(office).find(person, ("person",)) if person else ""
        logins.add(
            transaction,
            office,
            form.get("name", "").strip(),
            form.get("role", ""),
            id,
            password,
            now(),
            asker().name,
            given=True,
        )

    return _done(made, form.get("name", "").strip(), password)


@blueprint.post("/users/<name>/<any(password, disable, enable, factor, logout):what>")
@allow(CLERK)
@hashes
def change(name: str, what: str) -> str | Response:
    """Give a log-in another password, shown once, close or open it, end its sessions, take off a lost second factor."""
    password = secrets.token_urlsafe(9) if what == "password" else ""

    def made(transaction: Transaction, office: Office) -> None:
        id = logins.known(transaction, name).id
        transaction.afterwards.append(lambda: forget_seen(id))
        if what == "password":
            logins.give_password(transaction, office, name, password, now(), asker().name)
        elif what == "logout":
            _put_out(transaction, name)
        else:
            {"disable": logins.disable, "enable": logins.enable, "factor": reset_factor}[what](
                transaction, name, now(), asker().name
            )

    return _done(made, name, password)


def _put_out(transaction: Transaction, name: str) -> None:
    """End all sessions of a log-in, of one's own all but this."""
    own = own_session()
    user = logins.known(transaction, name)
    count = end_going_on(transaction, user, Ending.BY_OFFICE, clock.true_instant(), but=own.digest if own else "")
    door_book.ended_for(transaction, name, count, asker().name, browsers.address(), now())


def _done(made: Callable[[Transaction, Office], None], name: str, password: str) -> str | Response:
    try:
        with the_store().write() as transaction:
            office = offices.load(transaction)
            made(transaction, office)
            found, unconfirmed = users.every(transaction), _unconfirmed(transaction)
            going_on = how_many_go_on(transaction, clock.true_instant())
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
        return redirect(url_for("clerks.log.people"))
    except Refused as refused:
        flash("；".join(one.say(g.lang) for one in refused.faults), "danger")
        return redirect(url_for("clerks.log.people"))
    if not password:
        flash(text("已办理"))
        return redirect(url_for("clerks.log.people"))
    return render_template(
        "clerks/users.html",
        office=office.settings["单位名称"],
        users=found,
        roles=logins.ROLES,
        name=office.name,
        going_on=going_on,
        shown=(name, password),
        unconfirmed=unconfirmed,
    )
