"""What somebody may ask about their own duties: why they are theirs, and what they served this year."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request

from planner.judging.why_this_person import why
from planner.office.ids import as_person, bare
from planner.pages import my_duties
from planner.roster import fairness as account
from planner.store.roster.standing import Standing
from web.shell.access import PERSON, acts_for, allow
from web.shell.clock import now
from web.shell.store import the_store

blueprint = Blueprint("answers", __name__, url_prefix="/me")


@blueprint.get("/why/<slot:slot>")
@allow(PERSON)
def why_me(slot: str) -> str:
    """Why a duty is mine: counts, nobody's name or reason."""
    who = request.args.get("who", "")
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        people, office = acts_for(standing.office), standing.office
        line = next(
            (
                one.line
                for one in my_duties.own_duties(standing, people, now())
                if one.line.slot.id == slot and one.who == who and one.policy != my_duties.NAMED
            ),
            None,
        )
        if line is None:
            abort(404)
        said = why(standing, f"{line.nominal:%Y-%m}", line, who, g.lang).to_me(
            who, g.lang, leader=office.is_leader(bare(who))
        )
    return render_template(
        "officials/why.html", office=office.settings["单位名称"], line=line, who=who, name=office.name, said=said
    )


@blueprint.get("/account")
@allow(PERSON)
def fairness() -> str:
    """What I, and those I act for, served this year; each number leads to the duties behind it."""
    moment = now()
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        people, office = acts_for(standing.office), standing.office
        everybody = account.accounts(standing, *account.year_so_far(moment), moment)
    found = [everybody.get(as_person(one)) or account.Account(as_person(one), (), {}, ()) for one in people]
    return render_template(
        "officials/account.html",
        office=office.settings["单位名称"],
        found=found,
        name=office.name,
        kinds=account.KINDS,
        year=moment.year,
        duty_name={one.id: one.name for one in office.duties.values()},
    )
