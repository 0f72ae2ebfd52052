"""The way into the API: bearer tokens instead of cookies, refusals as JSON, one view for each operation."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, abort, g, jsonify, request
from flask_login import AnonymousUserMixin

from planner.access import door_book
from planner.access.handed_out import tokens
from planner.access.handed_out.tokens import Bearer
from planner.roster.addressing import days_named, slot_named
from planner.store import Unreadable
from planner.store.door.api_tokens import ApiToken
from planner.store.people.users import User
from planner.store.roster.standing import Standing
from web.api.answers import repeats
from web.api.answers.refusals import HANDLERS, BeyondScope
from web.api.operation import DAYS, DAYS_IN_RETURN, OPERATIONS, ROOT, Asked, Operation, description, plain
from web.shell.access import ANYBODY, allow, allowed
from web.shell.arguments import is_sane
from web.shell.asker import asker, logged_in
from web.shell.caller import browsers
from web.shell.clock import now
from web.shell.login import SiteSession
from web.shell.store import the_store

NAMING = ("slot", "in_return", "other")
"""The fields of bodies that name a slot."""
BY_NAME: dict[str, Operation] = {}
"""Name of an operation → the operation, of those that have a view."""


def register_door(app: Flask) -> None:
    """Views for all that is declared; cookies mean nothing here, so that no other site can use them."""
    blueprint = Blueprint("api", __name__, url_prefix=ROOT)
    for one in OPERATIONS:
        BY_NAME[one.name] = one
        blueprint.add_url_rule(one.path, one.name, _view(one), methods=[one.method])
    blueprint.add_url_rule("/openapi.json", "openapi", _openapi)
    blueprint.before_request(_within_scope)
    blueprint.before_request(repeats.answered_before)
    blueprint.after_request(_note_refused)
    for kind, answer in HANDLERS:
        blueprint.register_error_handler(kind, answer)
    app.extensions["csrf"].exempt(blueprint)
    app.before_request_funcs.setdefault(None, []).insert(0, _bearer)
    app.register_blueprint(blueprint)


def asks_api(path: str) -> bool:
    """Whether an address is one of the API's, known or not: whatever goes wrong there is told as JSON."""
    return path == ROOT or path.startswith(ROOT + "/")


def _bearer() -> None:
    """Whoever the token says; on the API nobody else."""
    if not asks_api(request.path):
        return
    g.lang = "en" if request.args.get("lang") == "en" else "zh"
    secret = _secret_in(request.headers.get("Authorization", ""))
    found, g.refused_token = _holder(secret) if secret else (None, None)
    g.api_token = found.token if found else None
    # Flask-Login looks there before it reads a cookie.
    g._login_user = SiteSession(found.user) if found else AnonymousUserMixin()  # noqa: SLF001
    if found and tokens.use_is_due(found.token, now()):
        with suppress(Unreadable), the_store().write() as transaction:
            tokens.write_use(transaction, found.token, now())


def is_token(header: str) -> bool:
    """Whether an Authorization header holds a token of somebody."""
    secret = _secret_in(header)
    return bool(secret) and _holder(secret)[0] is not None


def _secret_in(header: str) -> str:
    scheme, _, value = header.partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def _holder(secret: str) -> tuple[Bearer | None, tuple[User | None] | None]:
    """Who a token speaks for; for one that is no good, whose it was once, in a tuple of its own."""
    try:
        with the_store().read() as transaction:
            found, whose = tokens.bearer_of(transaction, secret, now())
    except Unreadable:
        return None, None
    return found, None if found else (whose,)


def token_at_work() -> ApiToken | None:
    """The token of this request; None where it has none that is good."""
    found: ApiToken | None = g.get("api_token")
    return found


def _within_scope() -> None:
    """Refuse what the token is not for, whatever its holder may do."""
    token, one = token_at_work(), BY_NAME.get((request.endpoint or "").rpartition(".")[2])
    if token is not None and one is not None and not token.scope.reaches(one.scope):
        raise BeyondScope(one.scope)


def _note_refused(answer: Response) -> Response:
    """Write down that a token was no good, where one was needed."""
    refused = g.get("refused_token")
    if refused and answer.status_code == 401 and allowed(request.endpoint or "") != ANYBODY:
        with suppress(Unreadable), the_store().write() as transaction:
            door_book.token_refused(transaction, refused[0], browsers.address(), now())
    return answer


def _view(one: Operation) -> Any:
    def view(**path: Any) -> Response:
        user = asker() if logged_in() else None
        answer = jsonify(plain(one.do(Asked(the_store(), user, token_at_work(), path, _body(one)))))
        answer.headers["Cache-Control"] = "no-store"
        repeats.remember(answer)
        return answer

    view.takes_files = view.costly = one.heavy  # type: ignore[attr-defined]
    view.hashes = one.hashes  # type: ignore[attr-defined]
    return allow(one.whom)(view)


def _body(one: Operation) -> Any:
    """What an operation takes; 415 for a body that is not said to be JSON, 400 for values that nothing here has."""
    if one.takes is None:
        return None
    sent = request.content_length or request.headers.get("Transfer-Encoding")
    if sent and request.mimetype and not request.is_json:
        abort(415)
    body: Any = msgspec.json.decode(request.get_data() or b"{}", type=one.takes)
    if not is_sane(body):
        abort(400)
    return _with_slots(body)


def _with_slots(body: Any) -> Any:
    """The body with the ids of those slots that it names in words, and with what means the days that it asks for."""
    words = {name: getattr(body, name) for name in NAMING if " " in getattr(body, name, "").strip()}
    days = [getattr(body, name, None) for name in DAYS]
    returned = [getattr(body, name, None) for name in DAYS_IN_RETURN]
    if not words and not any(days) and not any(returned):
        return body
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        body = replace(body, **{name: slot_named(standing, text) for name, text in words.items()})
        if any(returned):
            body = replace(body, in_return=days_named(standing, body.in_return, *returned))
        return replace(body, slot=days_named(standing, body.slot, *days)) if any(days) else body


@allow(ANYBODY)
def _openapi() -> Response:
    """The description of the API."""
    return jsonify(description("当值 Dangzhi"))
