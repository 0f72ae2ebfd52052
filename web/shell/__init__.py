"""The shell around every page: who may come in, in which language, and how answers leave.

In it: roles and forms that act once (`access`), log-ins (`login`, `oidc`, `factor`), their sessions (`sessions`, and
what is shown of them, `staying`), tokens for programs (`programs`), who calls (`caller`), both languages (`language`),
files and subscriptions handed out (`downloads`, `subscription_forms`, `calendar_links`), packing, and the store.
Comes in: every request, first of all. Goes out: a refusal, or the request with its user, language and store.
May ask: planner. It knows no audience: the pages ask it, never the other way round.
"""

from __future__ import annotations

from flask import Blueprint

from web.shell import login, oidc
from web.shell.factor import second_factor
from web.shell.programs import tokens
from web.shell.staying import my_sessions, unsent

blueprint = Blueprint("shell", __name__)
for view in (login, oidc, second_factor, my_sessions, unsent, tokens):
    blueprint.register_blueprint(view.blueprint)
