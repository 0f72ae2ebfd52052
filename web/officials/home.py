"""我的值班: next duties, swaps, subscriptions, leave and wishes, for oneself or those one acts for."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from planner.access import logins
from planner.changing import open_call, swap
from planner.changing.vacancies import vacant
from planner.clock import now
from planner.data_entry import own_entries
from planner.errors import NotPossible, Refused
from planner.feeds import subscriptions as subscription
from planner.feeds.clients import health
from planner.feeds.subscriptions import ended
from planner.judging import repairs, standins
from planner.judging.in_force import Exchange
from planner.judging.refusals import SwapRefused
from planner.judging.terms import exchange_of
from planner.judging.verdict import verdict
from planner.office.office import Office
from planner.office.sheets import Absence, Wish
from planner.pages import my_duties
from planner.roster import fairness
from planner.store import Unit
from planner.store.messages import feeds as rows
from planner.store.people import calls, offers
from planner.store.people.offers import Hop
from planner.store.roster import offices, versions
from web.access import PERSON, allow
from web.language import text
from web.store import the_store

blueprint = Blueprint("me", __name__, url_prefix="/me")


def acts_for(unit: Unit) -> list[str]:
    """The persons this log-in acts for; 403 for a log-in without any."""
    people = logins.acts_for(unit, current_user.user)
    if not people:
        abort(403)
    return people


def _tagged(people: list[str]) -> frozenset[str]:
    return frozenset("p:" + one for one in people)


@blueprint.get("")
@allow(PERSON)
def home() -> str:
    """Everything of mine on one page."""
    with the_store().read() as unit:
        people, office, moment = acts_for(unit), offices.load(unit), now()
        content = versions.in_force(unit)
        everything = offers.every(unit)
        involved = [one for one in everything if not _tagged(people).isdisjoint(one.people)]
        shown = [_offer(office, content, one) for one in reversed(involved)][:20]
        to_approve = [_offer(office, content, one) for one in everything if one.state == "consented" and swap.approvers(unit, one) & _tagged(people)]
        duties = my_duties.duties(unit, office, people, moment)
        subscriptions = health(unit, [
            one for one in rows.every(unit) if one.kind == "person" and one.subject in people and not ended(one, moment) and not one.replaced_at
        ], moment.date())
        allowed = [one for one in people if subscription.allowed(unit, office, one)]
        open_calls = [(one, who, content.slots[one.slot].slot) for one, who in open_call.open_to(unit, _tagged(people), moment)]
        own_calls = [(one, content.slots[one.slot].slot) for one in calls.still_open(unit) if one.giver in _tagged(people) and one.slot in content.slots]
    entries = {
        person: (own_entries.absences(office, person, moment.date()), own_entries.wishes(office, person, moment.date())) for person in people
    }
    return render_template(
        "me/home.html", open_calls=open_calls, own_calls=own_calls, office=office.settings["单位名称"], people=people, name=office.name, duties=duties, offers=shown, to_approve=to_approve, mine=_tagged(people),
        papers=list(dict.fromkeys((one.who[2:], f"{one.line.nominal:%Y-%m}") for one in duties)), feeds=subscriptions, allowed=allowed, entries=entries, waiting=any(one.state == "offered" and one.waiting & _tagged(people) for one in everything), duty_list=list(office.duties.values()), several=len(people) > 1,
    )


def _offer(office: Office, content: versions.Content, one: offers.Offer) -> dict[str, Any]:
    def held(id: str) -> Any:
        return content.slots[id].slot if id in content.slots else None
    return {"offer": one, "hops": [(held(hop.slot), office.name(hop.giver), office.name(hop.taker)) for hop in one.hops],
            "waiting": [office.name(who) for who in one.people if who in one.waiting],
            "giver": office.name(one.giver), "taker": office.name(one.taker)}


@blueprint.get("/swap/<path:slot>")
@allow(PERSON)
def choose(slot: str) -> str:
    """What a duty could be exchanged for, and once chosen, the verdict before the click."""
    who, to = request.args.get("who", ""), request.args.get("to", "")
    back, _, holder = request.args.get("for", "").rpartition("@")
    taker = holder or to
    with the_store().read() as unit:
        people, office = acts_for(unit), offices.load(unit)
        line = next((one.line for one in my_duties.duties(unit, office, people, now()) if one.line.slot.id == slot and one.who == who and one.policy != my_duties.NAMED), None)
        if line is None:
            abort(404)
        others = my_duties.partners(unit, line, who, now())
        cover = sorted({one.tagged for other in others for one in other.people}, key=lambda one: office.rank.get(one, (0, 0)))
        found = _verdict(unit, slot, who, taker, back) if taker else None
        effects = _effects(unit, office, slot, who, taker, back) if found else []
        could = standins.standins(unit, slot, who, g.lang, office_eyes=False) if request.args.get("who-could") else None
        more = repairs.repairs(unit, slot, who, now(), g.lang, office_eyes=False) if request.args.get("ring") else None
        slots = {id: held.slot for id, held in versions.in_force(unit).slots.items()} if more else {}
    return render_template("me/swap.html", office=office.settings["单位名称"], line=line, who=who, name=office.name, others=others, cover=cover,
                           back=back, taker=taker, found=found, policy=my_duties.policy(office, line), more=more, slots=slots,
                           effects=effects, could=could, leader=office.is_leader(who[2:]), duty_name=_duty_names(office))


def _duty_names(office: Office) -> dict[str, str]:
    return {one.id: one.name for one in office.duties.values()}


def _effects(unit: Unit, office: Office, slot: str, giver: str, taker: str, back: str) -> list[fairness.Effect]:
    """What a swap does to both accounts; another leader's counts are nobody's to see."""
    exchange = _exchange(slot, giver, taker, back)
    mine = _tagged(acts_for(unit))
    return [one for one in fairness.effect(unit, exchange.out, exchange.put, now()) if one.who in mine or not office.is_leader(one.who[2:])]


def _verdict(unit: Unit, slot: str, giver: str, taker: str, back: str) -> Any:
    content = versions.in_force(unit)
    if back and (back, taker) not in content.pairs:
        return None
    return verdict(unit, _exchange(slot, giver, taker, back), g.lang)


def _exchange(slot: str, giver: str, taker: str, back: str) -> Exchange:
    return exchange_of((Hop(slot, giver, taker), Hop(back, taker, giver)) if back else (Hop(slot, giver, taker),))


@blueprint.post("/swap")
@allow(PERSON)
def ask() -> Response:
    """Make the request."""
    with the_store().read() as unit:
        people = acts_for(unit)
    giver = request.form["who"]
    if giver not in _tagged(people):
        abort(403)
    by = "p:" + current_user.user.person
    try:
        further = [(part, who) for part, _, who in (one.rpartition("@") for one in request.form.getlist("ring"))]
        made = (
            swap.offer_hops(the_store(), swap.ring(request.form["slot"], giver, further), now(), by, g.lang) if further
            else swap.offer(the_store(), request.form["slot"], giver, request.form.get("to", ""), request.form.get("for", ""), now(), by, g.lang)
        )
        flash(text(f"申请已提出（{made.id}）。生效前仍由您值班。", f"The request is made ({made.id}). You serve until it takes effect."))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("me.home"))


@blueprint.post("/offer/<int:id>/<any(accept, approve, decline, undo):what>")
@allow(PERSON)
def answer(id: int, what: str) -> Response:
    """Agree, approve, say no or take back, or undo."""
    with the_store().read() as unit:
        may = _tagged(acts_for(unit))
    by, moment = "p:" + current_user.user.person, now()
    try:
        if what == "decline":
            swap.decline(the_store(), id, by, may, request.form.get("reason", ""), moment)
        else:
            {"accept": swap.accept, "approve": swap.approve, "undo": swap.undo}[what](the_store(), id, by, may, moment, g.lang)
        flash(text("已办理", "Done"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("me.home"))


@blueprint.post("/entry/<any(absence, wish):kind>")
@allow(PERSON)
def enter(kind: str) -> Response:
    """Ask for leave, or wish for or against a day."""
    form, person = request.form, request.form.get("person", "")
    try:
        day = date.fromisoformat(form.get("start", ""))
        last = date.fromisoformat(form["end"]) if form.get("end") else None
        row: Absence | Wish = (
            Absence(who="p:" + person, start=day, end=last, part=_one_of("part", "day", "am", "pm", "night"),
                    kind=_one_of("kind", "leave", "trip", "meeting", "training"), state="intended")
            if kind == "absence" else Wish(person=person, date=day, duty=form.get("duty", ""), want=_one_of("want", "avoid", "have"))
        )
        with the_store().write() as unit:
            if person not in acts_for(unit):
                abort(403)
            own_entries.put(unit, row, now(), current_user.user.name)
            opened = sum(who == "p:" + person for _, who in vacant(unit, now()))
        flash(text("已登记，由办公室统筹", "Entered; the office plans with it"))
        if opened:
            flash(text(f"您有 {opened} 个已印发的值班在请假期间，办公室会找人顶替；找到前仍由您值班，也可先自行换班",
                       f"{opened} of your issued duties fall into it: the office looks for a stand-in; until then they are yours, and you may swap them yourself"))
    except ValueError:
        flash(text("请填写日期", "Give a date"), "danger")
    except Refused as refused:
        flash("；".join(one.cause.say(g.lang) for one in refused.faults), "danger")
    return redirect(url_for("me.home"))


def _one_of(field: str, *words: str) -> str:
    """A word of a closed list; the first where the form says something else."""
    value = request.form.get(field, "")
    return value if value in words else words[0]


@blueprint.post("/entry/<any(absence, wish):kind>/<person>/<int:number>/withdraw")
@allow(PERSON)
def withdraw(kind: str, person: str, number: int) -> Response:
    """Take back an absence or a wish."""
    sheet = "请假外出" if kind == "absence" else "时间要求"
    try:
        with the_store().write() as unit:
            if person not in acts_for(unit):
                abort(403)
            own_entries.take_back(unit, sheet, person, number, now(), current_user.user.name)
        flash(text("已撤销", "Taken back"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("me.home"))
