"""The one shape of an error on the API: a code for programs, a sentence for people, and every fault where there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from flask import Response, g, jsonify

from planner.access.handed_out.tokens import SCOPE_WORDS
from planner.access.password_age import LASTS
from planner.errors import NotPossible, Refused, TryLater
from planner.judging.refusals import SwapRefused
from planner.store import Unreadable
from planner.store.door.api_tokens import TokenScope
from planner.words import Words
from web.shell.access import FirstPassword, PasswordTooOld, SecondFactorMissing, record_forbidden

Told = tuple[Response, int]


class BeyondScope(Exception):
    """Raised where a token is not for what is asked with it, which needs the scope `wanted`."""

    def __init__(self, wanted: TokenScope) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def said(status: int, cause: Words | None = None) -> Told:
    """The refusal with a status that has one meaning wherever it is met; 400 for a status that has no words.

    `cause` is said instead where more is known.
    """
    code, words = SAID.get(status, SAID[400])
    return _answer(status, code, (cause or words).say(g.lang))


def _answer(status: int, code: str, message: str, **more: Any) -> Told:
    return jsonify({"code": code, "message": message, **more}), status


def _swap(cause: SwapRefused) -> Told:
    return _answer(409, cause.refusal.name, cause.words.say(g.lang))


def _not_possible(cause: NotPossible) -> Told:
    return _answer(409, "NOT_POSSIBLE", cause.words.say(g.lang))


def _refused(cause: Refused) -> Told:
    return _answer(
        422,
        "REFUSED",
        "；".join(one.say(g.lang) for one in cause.faults),
        faults=[one.to_json(g.lang) for one in cause.faults],
    )


def _first_password(cause: FirstPassword) -> Told:
    words = Words("这是办公室给的初始密码，请先用 PUT /api/v1/session 换成自己的")
    return _answer(403, "FIRST_PASSWORD", words.say(g.lang))


def _beyond_scope(cause: BeyondScope) -> Told:
    record_forbidden()
    wanted = SCOPE_WORDS[cause.wanted]
    words = Words(
        "这个令牌的权限不够，这里要“%(wanted)s”的令牌；%(wanted2)s",
        wanted=wanted,
        wanted2=(
            Words("管帐号、密码和令牌，要用登录名和密码取得的令牌")
            if cause.wanted is TokenScope.FULL
            else Words("请另建一个")
        ),
    )
    return _answer(403, "BEYOND_SCOPE", words.say(g.lang))


def _too_old(cause: PasswordTooOld) -> Told:
    words = Words("密码已用满 %(days)s 天，请先用 PUT /api/v1/session 换一个", days=LASTS.days)
    return _answer(403, "PASSWORD_TOO_OLD", words.say(g.lang))


def _factor_missing(cause: SecondFactorMissing) -> Told:
    words = Words("按规定，这个角色登录时要有两步验证，请先在网页上开启")
    return _answer(403, "SECOND_FACTOR", words.say(g.lang))


def code_wanted() -> Told:
    """That name and password fit, and a code is wanted beside them."""
    words = Words("这个帐号开启了两步验证，请在 code 里给出手机上的验证码或一个恢复码")
    return _answer(401, "CODE_WANTED", words.say(g.lang))


def _later(cause: TryLater) -> tuple[Response, int, dict[str, str]]:
    status, code = (503, "BUSY") if cause.busy else (429, "TOO_SOON")
    return *_answer(status, code, cause.words.say(g.lang)), {"Retry-After": str(cause.seconds)}


def _malformed(cause: Exception) -> Told:
    words = Words("请求内容读不懂：%(cause)s", cause=cause)
    return _answer(400, "MALFORMED", words.say(g.lang))


def _down(cause: Unreadable) -> Told:
    return _answer(503, "DOWN", cause.trouble.without_place.say(g.lang))


HANDLERS: tuple[tuple[type[Exception], Callable[[Any], Any]], ...] = (
    (SwapRefused, _swap),
    (NotPossible, _not_possible),
    (Refused, _refused),
    (TryLater, _later),
    (FirstPassword, _first_password),
    (BeyondScope, _beyond_scope),
    (PasswordTooOld, _too_old),
    (SecondFactorMissing, _factor_missing),
    (msgspec.DecodeError, _malformed),
    (UnicodeDecodeError, _malformed),
    (Unreadable, _down),
)
"""What an operation may raise, and how it is answered."""

SAID = {
    400: ("BAD_REQUEST", Words("请求不完整，或有读不懂的内容")),
    401: ("NOT_KNOWN", Words("请先取得令牌；名称、密码或令牌不对，令牌已到期或已停用，或帐号已停用")),
    403: ("NOT_YOURS", Words("这个帐号无权办理")),
    404: ("NOT_THERE", Words("没有这一项")),
    405: ("NOT_SO", Words("不能这样请求")),
    409: ("CHANGED", Words("情况已变或已办过，请重新读取")),
    413: ("TOO_LARGE", Words("内容太大")),
    415: ("NOT_JSON", Words("请求内容须是 JSON，并注明 Content-Type: application/json")),
    414: ("TOO_LONG", Words("网址太长")),
    422: ("KEY_USED", Words("这个 Idempotency-Key 已用于另一个请求，请换一个")),
    429: ("TOO_OFTEN", Words("请求太频繁，请稍后再试")),
    500: ("BROKEN", Words("暂时无法办理，没有改动任何数据")),
    503: ("DOWN", Words("数据库暂时打不开")),
}
"""Status → its code and sentence."""
