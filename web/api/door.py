"""The way into the API: bearer tokens instead of cookies, refusals as JSON, one view for each operation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request
from flask_login import AnonymousUserMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from planner.roster.addressing import days_named, slot_named
from planner.store import Unreadable
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster.standing import Standing
from planner.store.row_ids import UserId
from web.api.answers import repeats
from web.api.answers.refusals import HANDLERS
from web.api.operation import DAYS, DAYS_IN_RETURN, OPERATIONS, ROOT, Asked, Operation, description, plain
from web.shell.access import ANYBODY, allow
from web.shell.arguments import as_number, is_sane
from web.shell.asker import asker, logged_in
from web.shell.login import SiteSession
from web.shell.store import the_store

TOKEN_SECONDS = 12 * 3600
NAMING = ("slot", "in_return", "other")
"""The fields of bodies that name a slot."""


def register_door(app: Flask) -> None:
    """Views for all that is declared; cookies mean nothing here, so that no other site can use them."""
    blueprint = Blueprint("api", __name__, url_prefix=ROOT)
    for one in OPERATIONS:
        blueprint.add_url_rule(one.path, one.name, _view(one), methods=[one.method])
    blueprint.add_url_rule("/openapi.json", "openapi", _openapi)
    blueprint.before_request(repeats.answered_before)
    for kind, answer in HANDLERS:
        blueprint.register_error_handler(kind, answer)
    app.extensions["csrf"].exempt(blueprint)
    app.before_request_funcs.setdefault(None, []).insert(0, _bearer)
    app.register_blueprint(blueprint)


def asks_api(path: str) -> bool:
    """Whether an address is one of the API's, known or not: whatever goes wrong there is told as JSON."""
    return path == ROOT or path.startswith(ROOT + "/")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="api")


def token(user: User) -> str:
    """A token of a log-in."""
    return str(_signer().dumps([user.id, user.generation]))


def _bearer() -> None:
    """Whoever the token says; on the API nobody else."""
    if not asks_api(request.path):
        return
    g.lang = "en" if request.args.get("lang") == "en" else "zh"
    user = _bearer_of(request.headers.get("Authorization", ""))
    # Flask-Login looks there before it reads a cookie.
    g._login_user = SiteSession(user) if user else AnonymousUserMixin()  # noqa: SLF001


def is_token(header: str) -> bool:
    """Whether an Authorization header holds a token of somebody."""
    return _bearer_of(header) is not None


def _bearer_of(header: str) -> User | None:
    scheme, _, value = header.partition(" ")
    return _known(value.strip()) if scheme.lower() == "bearer" else None


def _known(value: str) -> User | None:
    try:
        id, generation = _signer().loads(value, max_age=TOKEN_SECONDS)
        with the_store().read() as transaction:
            user = users.by_id(transaction, UserId(as_number(str(id))))
    except (BadSignature, ValueError, TypeError, Unreadable):
        return None
    return user if user and not user.disabled_at and user.generation == generation else None


def _view(one: Operation) -> Any:
    def view(**path: Any) -> Response:
        user = asker() if logged_in() else None
        answer = jsonify(plain(one.do(Asked(the_store(), user, path, _body(one)))))
        answer.headers["Cache-Control"] = "no-store"
        repeats.remember(answer)
        return answer

    view.takes_files = view.costly = one.heavy  # type: ignore[attr-defined]
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
