"""Check codes looked up: which sheet carries a code, whether that sheet still holds, and what replaced it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.office.office import Office
from planner.paper.sheets.imprint import status_of
from planner.paper.sheets.rule_sheet import rule_code
from planner.roster.check_code import check_code
from planner.roster.issued import draft_lines
from planner.store import Transaction, cache
from planner.store.roster import drafts, offices, recalls, versions
from planner.store.roster.drafts import DraftState
from planner.store.roster.versions import Version
from planner.words import Words, issued_words


@dataclass(frozen=True)
class Checked:
    """What a code belongs to: a duty's month or the clauses, its status and date; `stands` where nothing \
replaced it."""

    what: Words
    status: Words
    day: str
    """YYYY-MM-DD, or '' for the clauses in force."""
    stands: bool
    after: Words | None = None
    """What became of it: what replaced it, or when it was withdrawn."""


def tidy(code: str) -> str:
    """A code as it is printed (ABCD-EFGH), however it was typed; '' for what cannot be one.

    Codes are letters of base 32 (RFC 4648 section 6), which has no 0, 1 and 8: they are read as O, I and B.
    """
    bare = re.sub(r"[\s\-—－]", "", code).upper().translate(str.maketrans("018", "OIB"))
    return f"{bare[:4]}-{bare[4:]}" if re.fullmatch(r"[A-Z2-7]{8}", bare) else ""


def look_up(transaction: Transaction, office: Office, code: str) -> list[Checked]:
    """Every sheet with this code, those in force first; none where the code is unknown."""
    wanted = tidy(code)
    if not wanted:
        return []
    found = [_issued(transaction, office, one) for one in versions.every(transaction) if one.code == wanted]
    found = found or (
        _drafted(transaction, office, wanted, DraftState.LOCKED)
        or _recalled(transaction, office, wanted)
        or _drafted(transaction, office, wanted, DraftState.OPEN)
    )
    found += _rules(transaction, office, wanted)
    return sorted(found, key=lambda one: not one.stands)


def _issued(transaction: Transaction, office: Office, version: Version) -> Checked:
    history = [one for one in versions.every(transaction, version.month) if one.duty == version.duty]
    last = history[-1]
    stands = last == version and not version.withdrawn_at
    after = None if stands else _after(last)
    return Checked(
        _sheet(office, version.duty, version.month),
        Words.given(status_of(version), f"version {version.number}"),
        version.issued_at[:10],
        stands,
        after,
    )


def _after(last: Version) -> Words:
    if last.withdrawn_at:
        return Words("%(withdrawn_at)s 已撤回", withdrawn_at=last.withdrawn_at[:10])
    return Words(
        "已由%(status_of)s代替，%(issued_words)s",
        status_of=status_of(last),
        issued_words=issued_words(last.issued_at),
        number=last.number,
        issued_at=last.issued_at[:10],
    )


def _drafted(transaction: Transaction, office: Office, code: str, state: DraftState) -> list[Checked]:
    """The draft under way in a state with this code: its sheets are not signed and must not leave the house."""
    status = Words("送审稿，未经签发") if state is DraftState.LOCKED else Words("草稿，未经签发")
    for draft in drafts.under_way(transaction):
        lines = draft_lines(transaction, office, draft) if draft.state is state else []
        for duty in draft.duties if lines else ():
            if check_code([line for line in lines if line.slot.duty == duty]) == code:
                return [Checked(_sheet(office, duty, draft.month), status, draft.made_at[:10], False)]
    return []


def _recalled(transaction: Transaction, office: Office, code: str) -> list[Checked]:
    """The sheet with this code that was sent for signature and taken back since; why is the office's own affair."""
    return [
        Checked(
            _sheet(office, duty, one.month),
            Words("送审稿"),
            one.sent_at[:10],
            False,
            Words("%(at)s 已收回，不再有效", at=one.at[:10]),
        )
        for one in recalls.with_code(transaction, code)[:1]
        for duty, known in one.codes.items()
        if known == code
    ]


def _sheet(office: Office, duty: str, month: str) -> Words:
    name = office.duties[duty].name if duty in office.duties else duty
    return Words("%(month)s%(name)s安排表", month=_month(month), name=name, month2=month)


@cache.kept(512)
def _rule_code(transaction: Transaction, digest: str) -> str:
    """The code of the clauses of an office kept under a digest: anybody may ask, so it is worked out once."""
    return rule_code(offices.by_digest(transaction, digest))


def _rules(transaction: Transaction, office: Office, code: str) -> list[Checked]:
    what = Words("编排规则")
    if rule_code(office) == code:
        return [Checked(what, Words("现行"), "", True)]
    seen: dict[str, str] = {}
    for version in versions.every(transaction):
        seen.setdefault(version.digests[2], version.issued_at[:10])
    for digest, day in seen.items():
        if _rule_code(transaction, digest) == code:
            return [Checked(what, Words("旧规则"), day, False, Words("规则后来有改动"))]
    return []


def _month(text: str) -> str:
    day = date.fromisoformat(f"{text}-01")
    return f"{day.year}年{day.month}月"
