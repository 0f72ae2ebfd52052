"""Asking for a swap, with the verdict before the click, and answering one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.changing import asking, swap, swap_undo
from planner.judging import repairs, standins
from planner.judging.handover import exchange_of, has_them
from planner.judging.refusals import SwapRefused
from planner.judging.standins import StandIn
from planner.judging.swap_terms import as_they_stand, terms
from planner.judging.verdict import verdict
from planner.office.ids import as_person, bare
from planner.office.office import Office
from planner.pages import my_duties
from planner.pages.days_to_choose import IN_RETURN, DaysToChoose, days_to_choose
from planner.pages.swap_view import swap_view
from planner.roster import fairness
from planner.roster.lines import Line
from planner.store.people import offers
from planner.store.people.offers import Hop
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import OfferId
from web.shell import arguments
from web.shell.access import PERSON, acts_for, allow, tagged
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("swaps", __name__, url_prefix="/me")


@blueprint.get("/swap/<slot:slot>")
@allow(PERSON)
def choose(slot: str) -> str:
    """What a duty could be exchanged for, and once chosen, the verdict before the click."""
    who, to = request.args.get("who", ""), request.args.get("to", "")
    back, _, holder = request.args.get("for", "").rpartition("@")
    taker = holder or to
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        people, office = acts_for(standing.office), standing.office
        line = _line(standing, people, slot, who)
        others = my_duties.partners(transaction, office, line, who, now())
        cover = sorted(
            {one.tagged for other in others for one in other.people}, key=lambda one: office.rank.get(one, (0, 0))
        )
        days = days_to_choose(standing, slot, arguments.day("from_day"), arguments.day("until"), now())
        returned = _returned(standing, back)
        hops = as_they_stand(standing.issued, _hops(days.slot, who, taker, returned.slot)) if taker else ()
        policy, refused = _decided(standing, hops) if hops else (None, "")
        found = verdict(standing, exchange_of(standing.issued, hops), g.lang) if _there(standing, hops) else None
        effects = _effects(standing, hops) if found else []
        could = _could(standing, days.slot, who) if request.args.get("who-could") else None
        more = (
            repairs.repairs(standing, days.slot, who, now(), g.lang, office_eyes=False)
            if request.args.get("ring")
            else None
        )
        slots = repairs.slots_moved(standing.issued, more)
    return render_template(
        "officials/swap.html",
        office=office.settings["单位名称"],
        line=line,
        days=days,
        who=who,
        name=office.name,
        others=others,
        cover=cover,
        back=back,
        return_days=returned,
        wanted=f"{back}@{taker}" if back else "",
        taker=taker,
        found=found,
        policy=policy or my_duties.policy(office, line),
        refused=refused,
        more=more,
        slots=slots,
        effects=effects,
        could=could,
        leader=office.is_leader(bare(who)),
        duty_name=_duty_names(office),
    )


def _returned(standing: Standing, back: str) -> DaysToChoose:
    """The days of the slot `back` that are wanted in return; nothing to choose where none is, or it is not issued."""
    if back not in standing.issued.slots:
        return DaysToChoose((), None, None, back, names=IN_RETURN)
    first, last = map(arguments.day, IN_RETURN)
    return days_to_choose(standing, back, first, last, now(), IN_RETURN)


def _line(standing: Standing, people: list[str], slot: str, who: str) -> Line:
    """One of these people's own duties that may change hands; 404 where it is none."""
    for one in my_duties.own_duties(standing, people, now()):
        if one.line.slot.id == slot and one.who == who and one.policy != my_duties.NAMED:
            return one.line
    abort(404)


def _duty_names(office: Office) -> dict[str, str]:
    return {one.id: one.name for one in office.duties.values()}


def _could(standing: Standing, slot: str, who: str) -> list[StandIn]:
    """Who could take some days; nothing is asked of anybody."""
    return standins.standins(standing, slot, who, g.lang, office_eyes=False)


def _there(standing: Standing, hops: tuple[Hop, ...]) -> bool:
    """Whether somebody is asked, and everybody still has what they would give."""
    return bool(hops) and has_them(standing.issued, hops)


def _effects(standing: Standing, hops: tuple[Hop, ...]) -> list[fairness.Effect]:
    """What a swap does to both accounts; another leader's counts are nobody's to see."""
    exchange = exchange_of(standing.issued, hops)
    office, mine = standing.office, tagged(acts_for(standing.office))
    return [
        one
        for one in fairness.effect(standing, *exchange.turns(standing.issued), now())
        if one.who in mine or not office.is_leader(bare(one.who))
    ]


def _decided(standing: Standing, hops: tuple[Hop, ...]) -> tuple[str | None, str]:
    """How a swap would be decided, by all its slots; or None, and why it cannot be asked for at all."""
    try:
        return terms(standing.office, standing.issued, hops, now())[1], ""
    except SwapRefused as cause:
        return None, cause.words.say(g.lang)


def _hops(slot: str, giver: str, taker: str, back: str) -> tuple[Hop, ...]:
    return (Hop(slot, giver, taker), Hop(back, taker, giver)) if back else (Hop(slot, giver, taker),)


@blueprint.post("/swap")
@allow(PERSON)
def ask() -> Response:
    """Make the request."""
    with the_store().read() as transaction:
        people = acts_for(offices.load(transaction))
    giver = request.form["who"]
    if giver not in tagged(people):
        abort(403)
    by, words = as_person(asker().person), request.form.get("note", "")
    try:
        further = [(part, who) for part, _, who in (one.rpartition("@") for one in request.form.getlist("ring"))]
        made = (
            asking.offer_hops(the_store(), asking.ring(request.form["slot"], giver, further), now(), by, g.lang, words)
            if further
            else asking.offer(
                the_store(),
                request.form["slot"],
                giver,
                request.form.get("to", ""),
                request.form.get("for", ""),
                now(),
                by,
                g.lang,
                words,
            )
        )
        flash(text("申请已提出（%(id)s）。生效前仍由您值班。", id=made.id))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("officials.home.home"))


@blueprint.get("/undo/<int:id>")
@allow(PERSON)
def undo(id: OfferId) -> str:
    """What putting a swap back would come to, before anybody is asked."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, mine = standing.office, tagged(acts_for(standing.office))
        done = offers.get(transaction, id)
        if done is None or mine.isdisjoint(done.people):
            abort(404)
        back, refused = None, ""
        try:
            asked = swap_undo.undo_prospect(standing, id, as_person(asker().person), mine, now())
            back = swap_view(standing, asked, now(), g.lang, mine)
        except SwapRefused as cause:
            refused = cause.words.say(g.lang)
        shown = swap_view(standing, done, now(), g.lang, mine)
    return render_template(
        "officials/undo.html",
        office=office.settings["单位名称"],
        done=shown,
        back=back,
        refused=refused,
        name=office.name,
        duty_name=_duty_names(office),
    )


@blueprint.post("/offer/<int:id>/<any(accept, approve, decline, undo):what>")
@allow(PERSON)
def answer(id: OfferId, what: str) -> Response:
    """Agree, approve, say no or take back, or ask to undo, with a word to the others."""
    with the_store().read() as transaction:
        may = tagged(acts_for(offices.load(transaction)))
    by, moment, words = as_person(asker().person), now(), request.form.get("reason", "")
    try:
        if what == "decline":
            swap.decline(the_store(), id, by, may, words, moment)
        elif what == "undo":
            made = swap_undo.ask_undo(the_store(), id, by, may, moment, g.lang, words)
            flash(_asked(made.id))
            return redirect(url_for("officials.home.home"))
        else:
            {"accept": swap.accept, "approve": swap.approve}[what](the_store(), id, by, may, moment, g.lang, words)
        flash(text("已办理"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("officials.home.home"))


def _asked(id: OfferId) -> str:
    return text("撤销申请已提出（%(id)s）。对方同意并生效前，仍按现在的安排值班。", id=id)
