"""For anybody: today, a month, a check code; and the way to a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import make_response
from werkzeug.exceptions import HTTPException

from planner.access import entering, logins
from planner.access.factor.code_entering import NoCodeOpens, enter_code, sealed_refusal
from planner.access.handed_out import tokens
from planner.access.slowing import wrong_code_words, wrong_words
from planner.pages import notice
from planner.paper import code_lookup
from planner.problem.period import Period
from planner.store.door.api_tokens import ApiToken, TokenScope
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster import offices
from web.api.answers.refusals import code_wanted, said
from web.api.operation import FULL, ROSTERS, Asked, done, operation
from web.shell.access import ANY_LOG_IN, ANYBODY
from web.shell.caller import browsers


@dataclass(frozen=True)
class LogIn:
    """A name and its password; the code of the second factor, or a recovery code, where the log-in has one."""

    name: str
    password: str
    code: str = ""


@dataclass(frozen=True)
class NewPassword:
    """The present password, and the one to come."""

    password: str
    fresh: str


@dataclass(frozen=True)
class Token:
    """A token for the Authorization header, '' where it is known already; who it is, its scope, its end (ISO)."""

    token: str
    name: str
    role: str
    person: str
    scope: TokenScope
    expires_at: str


@dataclass(frozen=True)
class Today:
    """What the notice board shows today."""

    office: str
    day: date
    duties: tuple[notice.NoticeBoard, ...]


@operation("POST", "/session", ANYBODY, FULL, takes=LogIn, gives=Token, hashes=True)
def session(asked: Asked) -> Token:
    """A token for a name and its password."""
    found = entering.log_in(asked.store, browsers.attempt_here(asked.body.name, asked.body.password), asked.now)
    if isinstance(found, entering.CodeWanted):
        found = _by_code(asked, found.user)
    if isinstance(found, entering.NotLetIn):
        raise _wrong(found)
    with asked.store.write() as transaction:
        return _token(found, *tokens.token_for_password(transaction, found, asked.now))


def _by_code(asked: Asked, user: User) -> User:
    """Whoever gave the right password, if the code beside it fits."""
    if not asked.body.code.strip():
        raise HTTPException(response=make_response(code_wanted()))
    found = enter_code(asked.store, browsers.code_here(user, asked.body.code), asked.now)
    if found is NoCodeOpens.SEALED:
        raise sealed_refusal()
    if isinstance(found, User):
        return found
    if isinstance(found, NoCodeOpens):
        raise HTTPException(response=make_response(said(401)))
    answer = make_response(said(401, wrong_code_words(found.wait)))
    answer.headers["Retry-After"] = str(found.wait)
    raise HTTPException(response=answer)


@operation("GET", "/session", ANY_LOG_IN, ROSTERS, gives=Token)
def who(asked: Asked) -> Token:
    """Whose token this is."""
    assert asked.user is not None
    assert asked.token is not None
    return _token(asked.user, asked.token, "")


@operation("PUT", "/session", ANY_LOG_IN, FULL, takes=NewPassword, gives=Token, hashes=True)
def choose_password(asked: Asked) -> Token:
    """A password of one's own in place of the present one, which ends all tokens; the first one is changed so."""
    assert asked.user is not None
    found = entering.confirm(asked.store, browsers.attempt_here(asked.user.name, asked.body.password), asked.now)
    if isinstance(found, entering.NotLetIn):
        raise _wrong(found)
    with asked.store.write() as transaction:
        logins.choose_password(transaction, offices.load(transaction), found, asked.body.fresh, asked.now)
        fresh = users.by_id(transaction, found.id)
        assert fresh is not None
        return _token(fresh, *tokens.token_for_password(transaction, fresh, asked.now))


@operation("DELETE", "/session", ANY_LOG_IN, ROSTERS, gives=dict[str, str])
def end_session(asked: Asked) -> dict[str, str]:
    """End the token that this is asked with."""
    assert asked.user is not None
    assert asked.token is not None
    with asked.store.write() as transaction:
        tokens.give_back(transaction, asked.user, asked.token, browsers.address(), asked.now)
    return done()


def _token(user: User, token: ApiToken, secret: str) -> Token:
    return Token(secret, user.name, user.role, user.person, token.scope, token.expires_at)


def _wrong(found: entering.NotLetIn) -> HTTPException:
    answer = make_response(said(401, wrong_words(found.wait)))
    answer.headers["Retry-After"] = str(found.wait)
    return HTTPException(response=answer)


@operation("GET", "/public/today", ANYBODY, ROSTERS, gives=Today)
def now(asked: Asked) -> Today:
    """Who receives today and tomorrow."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        day = asked.now.date()
        return Today(office.settings["单位名称"], day, tuple(notice.board(transaction, office, day)))


@operation("GET", "/public/months/<month:month>", ANYBODY, ROSTERS, gives=list[notice.NoticeTable])
def month(asked: Asked) -> list[notice.NoticeTable]:
    """A month of every public duty, as far as its policy lets it be seen."""
    text = Period.month(asked.path["month"]).text
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        return notice.month(transaction, office, text, asked.now.date())


@operation("GET", "/public/codes/<code>", ANYBODY, ROSTERS, gives=list[code_lookup.Checked])
def code(asked: Asked) -> list[code_lookup.Checked]:
    """The sheets that carry a check code, and what replaced them."""
    with asked.store.read() as transaction:
        return code_lookup.look_up(transaction, offices.load(transaction), asked.path["code"])
