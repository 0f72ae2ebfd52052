"""For anybody: today, a month, a check code; and the way to a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort

from planner.access import logins
from planner.pages import notice
from planner.paper import code_lookup
from planner.problem.period import Period
from planner.store.roster import offices
from web.api.operation import Asked, operation
from web.shell.access import ANY_LOG_IN, ANYBODY


@dataclass(frozen=True)
class LogIn:
    """A name and its password."""

    name: str
    password: str


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

    user = logins.log_in(asked.store, asked.body.name, asked.body.password, asked.now)
    if user is None:
        abort(401)
    return Token(token(user), user.name, user.role, user.person)


@operation("GET", "/session", ANY_LOG_IN, gives=Token)
def who(asked: Asked) -> Token:
    """Whose token this is."""
    assert asked.user is not None
    return Token("", asked.user.name, asked.user.role, asked.user.person)


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
