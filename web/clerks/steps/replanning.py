"""再编排: the offers of a new plan of an issued month, worked out beforehand, of which one is chosen."""

from __future__ import annotations

from flask import g, render_template

from planner.pages.last_jobs import offered_plans
from planner.pages.steps.month_steps import month_steps
from planner.planning.replan import offer_words
from planner.store.results.plan_offers import PlanOffers
from planner.store.roster.standing import Standing
from web.clerks.steps.blueprint import blueprint
from web.shell.access import CLERK, allow
from web.shell.clock import now
from web.shell.store import the_store


@blueprint.get("/<month:month>/replan")
@allow(CLERK)
def replan(month: str) -> str:
    """The sheet of the offers; where none were worked out since the last issue, the way to have them."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        steps = month_steps(standing, month, now())
        last = offered_plans(transaction, month, now())
    found = last.result if last else None
    return render_template(
        "clerks/steps/replan.html",
        office=standing.office.settings["单位名称"],
        month=month,
        steps_of=steps,
        offers=found if isinstance(found, PlanOffers) else None,
        failed=found if found and not isinstance(found, PlanOffers) else None,
        made_at=last.made_at if last else "",
        offer_words=offer_words,
        name=standing.office.name,
        lang=g.lang,
    )
