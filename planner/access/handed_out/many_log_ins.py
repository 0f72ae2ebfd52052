"""Log-ins for everybody on the people sheet who has none: who would get one, and slips with first passwords.

A log-in is called by its person's name; namesakes, and whoever's name is taken or looks like another's, by name and id.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.access.handed_out.readable import readable
from planner.access.hashing import hash_of
from planner.access.log_in_names import refuse_name
from planner.access.passwords import refuse_weak
from planner.errors import Refused, TryLater
from planner.office.ids import as_person
from planner.office.office import Office
from planner.store import Transaction, audit
from planner.store.people import users
from planner.store.people.users import Role
from planner.words import Words

AT_ONCE = 40
"""So many log-ins are made at once: five sheets of paper, and some seconds of hashing."""
GROUPS, LETTERS_EACH = 3, 4
"""Of a first password: 59 bits."""
DRAWS, PATIENCE = 20, 0.2
"""So often a password is drawn until one is strong enough, and so many seconds are waited where others are hashed."""


@dataclass(frozen=True)
class LogInToMake:
    """Who would get a log-in, and what it would be called."""

    person: str
    name: str


@dataclass(frozen=True)
class WithoutName:
    """Who gets none, since no name for it may be had, and why."""

    person: str
    why: Words


@dataclass(frozen=True)
class MissingLogIns:
    """Who has no log-in: those who would get one, in the order of the people sheet, and those who would not."""

    to_make: tuple[LogInToMake, ...]
    without: tuple[WithoutName, ...]


@dataclass(frozen=True)
class Slip:
    """A log-in that was made, with the password to hand over, which is kept nowhere."""

    person: str
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class DrawnPassword:
    """A first password for somebody, and its hash."""

    wanted: LogInToMake
    password: str = field(repr=False)
    hashed: str = field(repr=False)


def missing_log_ins(transaction: Transaction, office: Office, day: date) -> MissingLogIns:
    """Whoever is on the people sheet on a day or later and has no log-in, closed ones counted as well."""
    known = users.every(transaction)
    having, taken = {one.person for one in known}, [one.name for one in known]
    waiting = [id for id in office.people if id not in having and not _gone(office, id, day)]
    shared = Counter(_called(office, id) for id in office.people if not _gone(office, id, day))
    made: list[LogInToMake] = []
    without: list[WithoutName] = []
    for id in waiting:
        own = _called(office, id)
        names = [f"{own}-{id}"] if shared[own] > 1 else [own, f"{own}-{id}"]
        found = _first_free(names, office, id, taken)
        if isinstance(found, Words):
            without.append(WithoutName(id, found))
        else:
            made.append(LogInToMake(id, found))
            taken.append(found)
    return MissingLogIns(tuple(made), tuple(without))


def drawn_passwords(office: Office, wanted: Iterable[LogInToMake]) -> list[DrawnPassword]:
    """First passwords for them, hashed one after the other; to be done outside of a transaction, for it takes time."""
    return [_drawn(office, one) for one in wanted]


def make_log_ins(
    transaction: Transaction, office: Office, role: Role, drawn: Iterable[DrawnPassword], now: datetime, actor: str
) -> list[Slip]:
    """Make the log-ins that are still missing; gives slips of those alone, for whoever made others meanwhile."""
    missing = {one.person: one for one in missing_log_ins(transaction, office, now.date()).to_make}
    slips = []
    for one in drawn:
        if missing.get(one.wanted.person) == one.wanted:
            name, person = one.wanted.name, one.wanted.person
            users.add(transaction, name, role, person, one.hashed, now.isoformat(), given=True)
            slips.append(Slip(person, name, one.password))
    if slips:
        detail: audit.Detail = {"role": role.value, "people": [as_person(one.person) for one in slips]}
        audit.record(transaction, now, actor, "user add all", detail)
    return slips


def _called(office: Office, id: str) -> str:
    """A person's name as a log-in may be called: the dot within names of some peoples is one of every keyboard."""
    return office.people[id][-1].name.strip().replace("·", ".")


def _gone(office: Office, id: str, day: date) -> bool:
    """Whether somebody's time of service is over in every one of their rows."""
    return all(row.end is not None and row.end < day for row in office.people[id])


def _first_free(names: list[str], office: Office, id: str, taken: list[str]) -> str | Words:
    """The first of some names that may be had; why not, in words, where none may."""
    why = Words("")
    for name in names:
        try:
            refuse_name(name, office, id, taken)
        except Refused as refused:
            cause = refused.faults[0]
            why = Words("%(cause)s。%(cure)s。", cause=cause.cause, cure=cause.cure)
            continue
        if name not in taken:
            return name
        why = Words("登录名“%(name)s”已存在。请逐个新建。", name=name)
    return why


def _drawn(office: Office, wanted: LogInToMake) -> DrawnPassword:
    for _ in range(DRAWS):
        password = readable(GROUPS, LETTERS_EACH)
        try:
            refuse_weak(password, office, wanted.name, wanted.person)
        except Refused:
            continue
        return DrawnPassword(wanted, password, _patiently_hashed(password))
    raise AssertionError("of so many drawn passwords one is strong")


def _patiently_hashed(password: str) -> str:
    """A hash, however many log in meanwhile: a sheet of slips is not broken off for them."""
    for _ in range(DRAWS):
        try:
            return hash_of(password)
        except TryLater:
            time.sleep(PATIENCE)
    return hash_of(password)
