"""The session of this request: found by its cookie's token, begun, ended.

The cookie is signed and holds the token, the token of its forms (CSRF) and what is to be said once; who somebody is and
whether the session goes on stands in the store alone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from flask import Flask, current_app, g, request, session

from planner import clock
from planner.access.sessions.browser_words import browser_words
from planner.access.sessions.lasting import (
    IDLE,
    LONGEST,
    REMEMBERED,
    Caller,
    FoundSession,
    close_session,
    find_session,
    note_use,
    open_session,
    token_digest,
)
from planner.store import Unreadable
from planner.store.door.sessions import Ending
from planner.store.people.users import Role, User
from planner.store.row_ids import UserId
from planner.words import Words
from web.shell.caller import browsers
from web.shell.sessions.seen import SeenSessions
from web.shell.store import the_store

TOKEN, BEFORE, FORGERY = "_user_id", "before", "csrf_token"
"""What is kept in the cookie: the token, where flask-login looks for it; tokens that are over; that of the forms."""
MOST_BEFORE = 3
"""So many tokens that are over are kept, for what was sent too late."""
BY_TIME = (Ending.IDLE, Ending.AGED)
"""How a session ends that nobody ended."""
MINUTES, HOURS = IDLE // timedelta(minutes=1), LONGEST // timedelta(hours=1)
OVER: dict[Ending, Words] = {
    Ending.IDLE: Words("登录已过期：超过 %(minutes)s 分钟没有操作。请重新登录。", minutes=MINUTES),
    Ending.AGED: Words("登录已过期：登录一次最长 %(hours)s 小时。请重新登录。", hours=HOURS),
    Ending.PASSWORD: Words("密码已更换，请重新登录。"),
    Ending.CLOSED: Words("这个帐号已停用。需要继续使用的，请联系办公室。"),
    Ending.BY_ONESELF: Words("这里的登录已在“我的登录”里结束，请重新登录。"),
    Ending.BY_OFFICE: Words("这里的登录已由办公室结束，请重新登录。"),
}
"""What is said to a browser whose session is over."""


def keep_sessions(app: Flask) -> None:
    """Let the site remember what it has seen of sessions; a signed cookie is read as long as a session is known."""
    app.extensions["sessions seen"] = SeenSessions()
    app.config["PERMANENT_SESSION_LIFETIME"] = REMEMBERED


def session_here(token: str) -> FoundSession | None:
    """The session of the cookie, if it goes on; its use is noted, where the store lets it be."""
    digest, at, seen = token_digest(token), clock.true_instant(), _seen()
    try:
        with the_store().read() as transaction:
            found = find_session(transaction, token, at, seen.used(digest))
    except Unreadable as cause:
        g.store_down = cause
        return None
    if found is None or found.ending or seen.is_over(digest):
        seen.end(digest)
        g.over = found
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "polled", False) and seen.saw(found, at):
        with suppress(Unreadable), the_store().write() as transaction:
            note_use(transaction, found.session, at)
    return found


def begin_here(user: User, *, vouched: bool) -> str:
    """Begin a session in this browser and end the one that it had; returns the token.

    Of what was there before only this goes on, for the same log-in: open pages may still send their forms, and what was
    sent too late can be found.
    """
    old, at = str(session.get(TOKEN, "")), clock.true_instant()
    caller = Caller(browsers.address(), browser_words(request.headers.get("User-Agent", "")))
    with the_store().write() as transaction:
        before = find_session(transaction, old, at) if old else None
        close_session(transaction, old, Ending.REPLACED)
        token = open_session(transaction, user, caller, at, vouched=vouched)
    _seen().end(token_digest(old))
    kept = {FORGERY: session.get(FORGERY), BEFORE: [*tokens_before(), old][-MOST_BEFORE:]}
    session.clear()
    if before is not None and before.user.id == user.id:
        session.update({name: value for name, value in kept.items() if value})
    return token


def end_here(ending: Ending) -> None:
    """End the session of this browser; while the store cannot be written, this process remembers it."""
    token = this_token()
    _seen().end(token_digest(token))
    with suppress(Unreadable), the_store().write() as transaction:
        close_session(transaction, token, ending)


def forget_seen(user: UserId) -> None:
    """What this process has seen of a log-in's sessions counts no more, since some of them were ended."""
    _seen().forget(user)


def this_token() -> str:
    """The token that the cookie holds, whether or not its session goes on; '' for none."""
    return str(session.get(TOKEN, ""))


def tokens_before() -> list[str]:
    """The tokens of earlier sessions of the same log-in in this browser, all of them over, the oldest first."""
    return [str(one) for one in session.get(BEFORE, ())]


def over_here() -> FoundSession | None:
    """The session of this browser where it is over and known still; to be asked where nobody is logged in."""
    found: FoundSession | None = g.get("over")
    return found


def over_words() -> Words | None:
    """Why the session of this browser is over; None where there was none, or its holder has logged out."""
    found = over_here()
    return OVER.get(found.ending) if found and found.ending else None


def role_by_time() -> Role | None:
    """The role of a session that time alone has ended: its browser may still send what it is then told of."""
    found = over_here()
    return found.user.role if found and found.ending in BY_TIME else None


def role_while_away() -> Role | None:
    """The role of the session of this browser while the store is away, as this process last saw it."""
    return _seen().role_while_away(token_digest(this_token()), clock.true_instant())


def may_send(token: str) -> bool:
    """Whether so large a body as of a log-in is read behind this token: its session goes on, or ended by time alone."""
    digest, at, seen = token_digest(token), clock.true_instant(), _seen()
    try:
        with the_store().read() as transaction:
            found = find_session(transaction, token, at, seen.used(digest))
    except Unreadable:
        return seen.role_while_away(digest, at) is not None
    if found is None or found.ending is None:
        return found is not None and not seen.is_over(digest)
    return found.ending in BY_TIME


def _seen() -> SeenSessions:
    found: SeenSessions = current_app.extensions["sessions seen"]
    return found
