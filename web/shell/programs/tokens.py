"""One's own tokens for programs: listed, made and shown once, ended."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.access.actors import ACTORS
from planner.access.handed_out import tokens
from planner.access.handed_out.tokens import LONGEST_NAME, NAMED_SCOPES, SCOPE_WORDS, STATE_WORDS, TokenState
from planner.errors import NotPossible, Refused
from planner.store.row_ids import TokenId
from web.shell.access import SETTLED, allow
from web.shell.arguments import as_number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("tokens", __name__, url_prefix="/tokens")
DAYS = (30, 90, 180, 365)
"""The lives of a token that the form offers, in days."""


def _actor_words(name: str) -> str:
    """Whoever acts without being a log-in, as people read it; a log-in by its name."""
    return ACTORS[name].say(g.lang) if name in ACTORS else name


blueprint.app_context_processor(
    lambda: {
        "actor_words": _actor_words,
        "scope_words": SCOPE_WORDS,
        "token_words": STATE_WORDS,
        "good_token": TokenState.GOOD,
    }
)


@blueprint.get("")
@allow(SETTLED)
def home() -> str:
    """The tokens of this log-in, and the form for another."""
    return _page()


@blueprint.post("")
@allow(SETTLED)
def make_one() -> str | tuple[str, int]:
    """A new token, shown on this page once and nowhere else."""
    form, user = request.form, asker()
    try:
        with the_store().write() as transaction:
            _, secret = tokens.make_token(
                transaction,
                user,
                form.get("name", ""),
                form.get("scope", ""),
                as_number(form.get("days", "")),
                now(),
                user.name,
            )
    except Refused as refused:
        return _page(wrong="".join(one.say(g.lang) for one in refused.faults)), 400
    except NotPossible as cause:
        return _page(wrong=cause.words.say(g.lang)), 409
    return _page(shown=secret)


@blueprint.post("/<int:id>/end")
@allow(SETTLED)
def end_one(id: TokenId) -> Response:
    """End one of the tokens of this log-in."""
    try:
        with the_store().write() as transaction:
            tokens.end_token(transaction, id, now(), asker().name, asker())
        flash(text("令牌已停用，用它的程序从现在起进不来"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("shell.tokens.home"))


def _page(*, shown: str = "", wrong: str = "") -> str:
    with the_store().read() as transaction:
        held = tokens.held_tokens(transaction, [asker()], now())
    return render_template(
        "shell/tokens.html",
        office=None,
        held=held,
        shown=shown,
        wrong=wrong,
        scopes=NAMED_SCOPES,
        days=DAYS,
        usual=tokens.USUAL_DAYS,
        limit=LONGEST_NAME,
        name=request.form.get("name", "")[:LONGEST_NAME] if wrong else "",
    )
