"""Forms that came after the end of their session: kept for whoever sent them, to be sent again by a click.

Only a form with the right token against forgery gets here, since that is looked at before: it stood on a page of this
site in this browser. What is kept is told to the same log-in alone, in the same browser.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from flask import request

from planner import clock
from planner.access.sessions.unsent import UnsentForm, drop_unsent, keep_unsent, unsent_of
from planner.store import Unreadable
from planner.store.people.users import User
from web.shell.sessions.current import over_here, this_token, tokens_before
from web.shell.sessions.what_is_sent import CHOICES, DEEDS_SENT
from web.shell.store import the_store

NEVER = frozenset({"csrf_token"})
"""Fields that are made anew each time."""


@dataclass(frozen=True)
class LateForm:
    """Whether a form that came too late was kept."""

    kept: bool


def keep_late() -> LateForm | None:
    """Keep the form of this request; None where nothing of it was to be kept, as nobody had been logged in."""
    found = over_here()
    if found is None:
        return None
    endpoint, choice = request.endpoint or "", _choice()
    if (endpoint, choice) not in DEEDS_SENT:
        return LateForm(False)
    form = UnsentForm(
        endpoint,
        choice,
        request.full_path.rstrip("?"),
        tuple((name, value) for name, values in request.form.lists() if name not in NEVER for value in values),
        tuple(dict.fromkeys(request.files)),
    )
    with suppress(Unreadable), the_store().write() as transaction:
        return LateForm(keep_unsent(transaction, this_token(), found, form, clock.true_instant()))
    return LateForm(False)


def _choice() -> str:
    """Which of several deeds of its view this request asks for."""
    return next((str(value) for name, value in (request.view_args or {}).items() if name in CHOICES), "")


def late_forms(user: User) -> list[UnsentForm]:
    """What this log-in sent too late in this browser, the oldest first."""
    with the_store().read() as transaction:
        return unsent_of(transaction, tokens_before(), user, clock.true_instant())


def drop_late(user: User) -> None:
    """Drop what this log-in sent too late in this browser."""
    with the_store().write() as transaction:
        drop_unsent(transaction, tokens_before(), user)
