"""For anybody: today, a month, a check code; and the way to a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import make_response
from werkzeug.exceptions import HTTPException

from planner.access import entering, logins
from planner.access.factor.code_entering import NoCodeOpens, enter_code, sealed_refusal
from planner.access.slowing import wrong_code_words, wrong_words
from planner.pages import notice
from planner.paper import code_lookup
from planner.problem.period import Period
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster import offices
from web.api.answers.refusals import code_wanted, said
from web.api.operation import Asked, operation
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
    """A token for the Authorization header, and who it is."""

    token: str
    name: str
    role: str
    person: str


@dataclass(frozen=True)
class Today:
    """What the notice board shows today."""

    office: str
    day: date
    duties: tuple[notice.NoticeBoard, ...]


@operation("POST", "/session", ANYBODY, takes=LogIn, gives=Token)
def session(asked: Asked) -> Token:
    """A token for a name and its password."""
    from web.api.door import token

    found = entering.log_in(asked.store, browsers.attempt_here(asked.body.name, asked.body.password), asked.now)
    if isinstance(found, entering.CodeWanted):
        found = _by_code(asked, found.user)
    if isinstance(found, entering.NotLetIn):
        raise _wrong(found)
    return Token(token(found), found.name, found.role, found.person)


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


@operation("GET", "/session", ANY_LOG_IN, gives=Token)
def who(asked: Asked) -> Token:
    """Whose token this is."""
    assert asked.user is not None
    return Token("", asked.user.name, asked.user.role, asked.user.person)


@operation("PUT", "/session", ANY_LOG_IN, takes=NewPassword, gives=Token)
def choose_password(asked: Asked) -> Token:
    """A password of one's own in place of the present one, which ends all tokens; the first one is changed so."""
    from web.api.door import token

    assert asked.user is not None
    found = entering.confirm(asked.store, browsers.attempt_here(asked.user.name, asked.body.password), asked.now)
    if isinstance(found, entering.NotLetIn):
        raise _wrong(found)
    with asked.store.write() as transaction:
        logins.choose_password(transaction, offices.load(transaction), found, asked.body.fresh, asked.now)
        fresh = users.by_id(transaction, found.id)
    assert fresh is not None
    return Token(token(fresh), fresh.name, fresh.role, fresh.person)


def _wrong(found: entering.NotLetIn) -> HTTPException:
    answer = make_response(said(401, wrong_words(found.wait)))
    answer.headers["Retry-After"] = str(found.wait)
    return HTTPException(response=answer)


@operation("GET", "/public/today", ANYBODY, gives=Today)
def now(asked: Asked) -> Today:
    """Who receives today and tomorrow."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        day = asked.now.date()
        return Today(office.settings["单位名称"], day, tuple(notice.board(transaction, office, day)))


@operation("GET", "/public/months/<month:month>", ANYBODY, gives=list[notice.NoticeTable])
def month(asked: Asked) -> list[notice.NoticeTable]:
    """A month of every public duty, as far as its policy lets it be seen."""
    text = Period.month(asked.path["month"]).text
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        return notice.month(transaction, office, text, asked.now.date())


@operation("GET", "/public/codes/<code>", ANYBODY, gives=list[code_lookup.Checked])
def code(asked: Asked) -> list[code_lookup.Checked]:
    """The sheets that carry a check code, and what replaced them."""
    with asked.store.read() as transaction:
        return code_lookup.look_up(transaction, offices.load(transaction), asked.path["code"])
