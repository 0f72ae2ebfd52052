"""Verifying what is issued: the record and what it covers, rosters and digests, all read again from the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from constraints.judge import Finding, findings
from constraints.problem.roster import Roster
from planner import settings
from planner.office.office import Office
from planner.roster.check_code import check_code
from planner.roster.issued import listed
from planner.store import Transaction, record
from planner.store.record import Head
from planner.store.record.anchor_file import read_anchors
from planner.store.roster import bases, versions
from planner.store.roster.bases import Basis
from planner.store.roster.versions import Version
from planner.words import Words


@dataclass(frozen=True)
class Verified:
    """What does not hold, each in a sentence; and what is to be said all the same: a restore, a pruning, a new file."""

    wrong: tuple[Words, ...]
    remarks: tuple[Words, ...]


def verify(transaction: Transaction, office: Office) -> list[Words]:
    """A sentence for each thing that does not hold by the store itself; none means that all is well."""
    return list(_record(transaction, ()).wrong) + _rosters(transaction, office)


def verify_against(
    transaction: Transaction, office: Office, files: Iterable[Path] = (), heads: Iterable[Head] = ()
) -> Verified:
    """The same, and compared with heads of the record kept elsewhere: in DANGZHI_ANCHOR, in `files`, in `heads`.

    Checked are the record and what it covers, stored problems and books against their digests, rosters against the bans
    of their own book and against their check codes.
    """
    kept = _kept_heads(files)
    found = _record(transaction, (*kept.heads, *heads))
    wrong = (*kept.wrong, *found.wrong, *_rosters(transaction, office))
    return Verified(wrong, (*kept.remarks, *found.remarks))


def _record(transaction: Transaction, heads: Iterable[Head]) -> Verified:
    found = record.examine(transaction, heads)
    return Verified(tuple(one.words for one in found.troubles), tuple(one.words for one in found.events))


@dataclass(frozen=True)
class _KeptHeads(Verified):
    """The heads that files have, and what is to be said of the files."""

    heads: tuple[Head, ...]


def _kept_heads(files: Iterable[Path]) -> _KeptHeads:
    named = settings.anchor_file()
    heads, wrong, remarks = list[Head](), list[Words](), list[Words]()
    for path in dict.fromkeys([*([Path(named)] if named else []), *files]):
        try:
            found, unreadable = read_anchors(path)
        except FileNotFoundError:
            remarks.append(Words("存证锚文件 %(path)s 还不存在，这次没有可比对的", path=path))
            continue
        except OSError as cause:
            wrong.append(
                Words(
                    "存证锚文件 %(path)s 读不出（%(strerror)s），请检查路径和权限", path=path, strerror=cause.strerror
                )
            )
            continue
        heads += found
        remarks += [Words("存证锚文件 %(path)s 第 %(one)s 行不完整，已略过", path=path, one=one) for one in unreadable]
    return _KeptHeads(tuple(wrong), tuple(remarks), tuple(heads))


def _rosters(transaction: Transaction, office: Office) -> list[Words]:
    """What does not hold of the versions issued."""
    wrong = []
    every = versions.every(transaction)
    judged: dict[tuple[str, tuple[str, str, str]], list[Finding]] = {}
    for version in every:
        name = Words("%(duty)s %(month)s 第%(number)s版", duty=version.duty, month=version.month, number=version.number)
        try:
            basis = bases.read_basis(transaction, version.digests)
        except (LookupError, ValueError) as cause:
            wrong.append(Words("%(name)s：所据的数据缺失或被改动（%(cause)s）", name=name, cause=cause))
            continue
        key = version.issued_at, version.digests
        if key not in judged:
            judged[key] = findings(basis.problem, basis.book, Roster(roster_of(transaction, version, basis, every)))
        wrong += [
            Words("%(name)s：违反必须条款 %(rule)s %(key)s", name=name, rule=one.rule, key=one.key)
            for one in judged[key]
            if one.must and one.nature == "ban"
        ]
        shown = versions.content(transaction, version.duty, version.month, version.number)
        if check_code(listed(transaction, office, shown, version)) != version.code:
            wrong.append(Words("%(name)s：班表与校验码 %(code)s 不符", name=name, code=version.code))
    return wrong


def roster_of(
    transaction: Transaction, version: Version, basis: Basis, every: list[Version] | None = None
) -> frozenset[tuple[str, str]]:
    """The (slot, assignee) pairs on the slots of a version's problem when it came into force.

    They come from the version and from what the other duties of its month had in force then.
    """
    slots = {slot.id for slot in basis.problem.slots}
    every = versions.every(transaction) if every is None else every
    then: dict[str, Version] = {}
    now = datetime.fromisoformat(version.issued_at)
    for other in every:
        withdrawn = other.withdrawn_at is not None and datetime.fromisoformat(other.withdrawn_at) <= now
        if other.month == version.month and datetime.fromisoformat(other.issued_at) <= now:
            then.pop(other.duty, None)
            if not withdrawn:
                then[other.duty] = other
    found = (versions.content(transaction, one.duty, one.month, one.number).pairs for one in then.values())
    return frozenset(pair for pairs in found for pair in pairs if pair[0] in slots)
