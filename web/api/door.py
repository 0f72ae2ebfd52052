"""The way into the API: bearer tokens instead of cookies, refusals as JSON, one view for each operation."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask_login import AnonymousUserMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from planner.errors import NotPossible, Refused
from planner.judging.refusals import SwapRefused
from planner.store import Unreadable
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import UserId
from planner.words import Words
from web.api.operation import OPERATIONS, ROOT, Asked, Operation, description, plain
from web.shell.access import ANYBODY, allow
from web.shell.asker import asker, logged_in
from web.shell.login import SiteSession
from web.shell.store import the_store

TOKEN_SECONDS = 12 * 3600


def register_door(app: Flask) -> None:
    """Views for all that is declared; cookies mean nothing here, so that no other site can use them."""
    blueprint = Blueprint("api", __name__, url_prefix=ROOT)
    for one in OPERATIONS:
        blueprint.add_url_rule(one.path, one.name, _view(one), methods=[one.method])
    blueprint.add_url_rule("/openapi.json", "openapi", _openapi)
    for kind, answer in (
        (SwapRefused, _swap),
        (NotPossible, _not_possible),
        (Refused, _refused),
        (msgspec.DecodeError, _malformed),
        (UnicodeDecodeError, _malformed),
        (Unreadable, _down),
        (OverflowError, lambda cause: _said(404)),
    ):
        blueprint.register_error_handler(kind, answer)
    for code in SAID:
        blueprint.register_error_handler(code, lambda cause, code=code: _said(code))
    app.extensions["csrf"].exempt(blueprint)
    app.before_request_funcs.setdefault(None, []).insert(0, _bearer)
    app.register_blueprint(blueprint)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="api")


def token(user: User) -> str:
    """A token of a log-in."""
    return str(_signer().dumps([user.id, user.generation]))


def _bearer() -> None:
    """Whoever the token says; on the API nobody else."""
    if not request.path.startswith(ROOT + "/"):
        return
    g.lang = "en" if request.args.get("lang") == "en" else "zh"
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    user = _known(value.strip()) if scheme.lower() == "bearer" else None
    # Flask-Login looks there before it reads a cookie.
    g._login_user = SiteSession(user) if user else AnonymousUserMixin()  # noqa: SLF001


def _known(value: str) -> User | None:
    try:
        id, generation = _signer().loads(value, max_age=TOKEN_SECONDS)
        with the_store().read() as transaction:
            user = users.by_id(transaction, UserId(int(id)))
    except (BadSignature, ValueError, TypeError, Unreadable):
        return None
    return user if user and not user.disabled_at and user.generation == generation else None


def _view(one: Operation) -> Any:
    def view(**path: Any) -> Response:
        body = msgspec.json.decode(request.get_data() or b"{}", type=one.takes) if one.takes is not None else None
        user = asker() if logged_in() else None
        answer = jsonify(plain(one.do(Asked(the_store(), user, path, body))))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return allow(one.whom)(view)


@allow(ANYBODY)
def _openapi() -> Response:
    """The description of the API."""
    return jsonify(description("当值 Dangzhi"))


def _answer(status: int, code: str, message: str, **more: Any) -> tuple[Response, int]:
    return jsonify({"code": code, "message": message, **more}), status


def _swap(cause: SwapRefused) -> tuple[Response, int]:
    return _answer(409, cause.refusal.name, cause.words.say(g.lang))


def _not_possible(cause: NotPossible) -> tuple[Response, int]:
    return _answer(409, "NOT_POSSIBLE", cause.words.say(g.lang))


def _refused(cause: Refused) -> tuple[Response, int]:
    return _answer(
        422,
        "REFUSED",
        "；".join(one.say(g.lang) for one in cause.faults),
        faults=[one.to_json(g.lang) for one in cause.faults],
    )


def _malformed(cause: Exception) -> tuple[Response, int]:
    return _answer(400, "MALFORMED", str(cause))


def _down(cause: Unreadable) -> tuple[Response, int]:
    return _answer(503, "DOWN", "数据库暂时打不开" if g.lang == "zh" else "the store does not answer")


SAID = {
    400: ("BAD_REQUEST", Words("请求不完整", "the request is not complete")),
    401: (
        "NOT_KNOWN",
        Words(
            "请先取得令牌；名称、密码或令牌不对，或帐号已停用",
            "get a token first: name, password or token is wrong, or the log-in is closed",
        ),
    ),
    403: ("NOT_YOURS", Words("这个帐号无权办理", "not for this log-in")),
    404: ("NOT_THERE", Words("没有这一项", "there is no such thing")),
    405: ("NOT_SO", Words("不能这样请求", "not by this method")),
    409: ("CHANGED", Words("情况已变或已办过，请重新读取", "it has changed, or was done already: read it again")),
    413: ("TOO_LARGE", Words("内容太大", "too large")),
    500: ("BROKEN", Words("暂时无法办理，没有改动任何数据", "this cannot be done just now; nothing was changed")),
}
"""Status → its code and sentence."""


def _said(status: int) -> tuple[Response, int]:
    code, words = SAID[status]
    return _answer(status, code, words.say(g.lang))
