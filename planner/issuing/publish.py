"""Publishing: a draft is locked for signature, judged by today's facts, and issued as one version a duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from constraints.judge import findings
from constraints.problem.roster import Roster
from planner.errors import NotPossible
from planner.feeds.revisions import refresh
from planner.issuing.review import Review, review
from planner.issuing.seen import still_as_seen
from planner.notifying.messages import DutyRelease, release
from planner.office.office import Office
from planner.planning.basis import draft_of
from planner.planning.outcome import made_with
from planner.roster.changes import Changed, changes
from planner.roster.check_code import check_code
from planner.roster.entered_afterwards import month_over
from planner.roster.finding_text import Speaker
from planner.roster.issued import content_of, listed, parts_joined
from planner.roster.lines import lines
from planner.store import Store, Transaction, audit
from planner.store.people import named_people
from planner.store.roster import bases, drafts, versions
from planner.store.roster.bases import Basis
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content, NewVersion
from planner.words import Lang, Words, series


@dataclass(frozen=True)
class Order:
    """Who signs, under what number, for what reason, and for which duties; None means all of the draft."""

    signed_by: str = ""
    reference: str = ""
    reason: str = ""
    duties: tuple[str, ...] | None = None
    record: bool = False
    """Whether a month that is over is entered afterwards (补登)."""
    signed_on: date | None = None
    """The day it was signed, if that is said."""


@dataclass(frozen=True)
class Issue:
    """One version that was issued: its duty, number, code and what changed."""

    duty: str
    number: int
    code: str
    changed: tuple[Changed, ...]


@dataclass(frozen=True)
class Published:
    """The versions issued, the duties that did not change, and what the roster breaks on purpose."""

    issued: tuple[Issue, ...]
    unchanged: tuple[str, ...]
    findings: tuple[str, ...]
    """Sentences on the demands of 必须 left unmet."""


def sign(store: Store, month: str, now: datetime, actor: str, *, seen: str = "") -> Draft:
    """Lock the draft of a month for signature.

    Raises NotPossible where there is none or it is locked already, SeenNoMore where it is not what was `seen`.
    """
    with store.write() as transaction:
        found = draft_of(transaction, month)
        still_as_seen(transaction, month, seen)
        if found.state is DraftState.LOCKED:
            raise NotPossible(Words("%(month)s 的草稿已在送签", month=month))
        drafts.lock(transaction, found, now.isoformat())
        audit.record(transaction, now, actor, "sign", {"month": month, "draft": found.id})
        return drafts.get(transaction, found.id)


def publish(
    store: Store, month: str, order: Order, now: datetime, actor: str, lang: Lang, *, seen: str = ""
) -> Published:
    """Issue the draft of a month: one version for each duty that changed, all or none.

    `seen` is what `state_seen` told whoever issues; without it nobody has looked. Raises SeenNoMore where that is not
    what stands any more, and NotPossible where the draft is not what was locked, is stale for the worse, breaks a ban
    of 必须, leaves demands of 必须 unmet without signer and reason, clashes with what other duties have in force, or is
    of a month that is over and not said to be entered afterwards.
    """
    over = month_over(month, now)
    if over and not order.record:
        raise NotPossible(Words("%(month)s 已全部过去，只能作为事后补登印发，请先注明是事后补登", month=month))
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = draft_of(transaction, month)
        still_as_seen(transaction, month, seen)
        if order.signed_on and order.signed_on > now.date():
            raise NotPossible(Words("签发日期不能晚于今天"))
        if found.state is DraftState.LOCKED and drafts.locked_as(transaction, found) != drafts.pairs_digest(
            found.roster
        ):
            raise NotPossible(Words("草稿与送签稿不一致，不能印发"))
        judged = _judged(standing, found, order, now, lang)
        wanted = _wanted(judged.basis.office, found, order)
        basis, found = parts_joined(judged.basis, found, wanted)
        digests = bases.keep_basis(transaction, basis)
        _together(transaction, standing.issued, basis, found, wanted, lang)
        done = {duty: _issue(transaction, standing.office, basis, found, digests, duty, order, now) for duty in wanted}
        issued = [one[0] for one in done.values() if one]
        same = [duty for duty, one in done.items() if one is None]
        release(transaction, [one[1] for one in done.values() if one], now)
        if set(wanted) == set(found.duties):
            drafts.set_state(transaction, found, DraftState.ISSUED)
        _record(transaction, found, order, issued, now, actor, over=over)
        return Published(tuple(issued), tuple(same), judged.unmet)


def _record(
    transaction: Transaction, draft: Draft, order: Order, issued: list[Issue], now: datetime, actor: str, *, over: bool
) -> None:
    detail: audit.Detail = {
        "month": draft.month,
        "draft": draft.id,
        "versions": {one.duty: one.number for one in issued},
        "signed_by": order.signed_by,
        "number": order.reference,
        "reason": order.reason,
    }
    audit.record(transaction, now, actor, "publish", detail | ({"record": True} if over else {}))


def _wanted(office: Office, draft: Draft, order: Order) -> list[str]:
    if order.duties is None:
        return list(draft.duties)
    called = {duty.name: duty.id for duty in office.duties.values()} | {id: id for id in office.duties}
    unknown = [one for one in order.duties if called.get(one) not in draft.duties]
    if unknown:
        raise NotPossible(Words("草稿里没有事项 %(unknown)s", unknown=series(unknown)))
    return [called[one] for one in order.duties]


def _judged(standing: Standing, draft: Draft, order: Order, now: datetime, lang: Lang) -> Review:
    """The draft judged by today's facts.

    Raises NotPossible if a ban is broken, it is stale and worse than when it was made, or needs signer and reason.
    """
    found = review(standing, draft, now, lang)
    if found.bans:
        raise _refusal(Words("违反必须条款，不能印发"), found.bans)
    if found.grown:
        raise _refusal(Words("草稿已过时，请重新编排"), found.grown)
    if found.unmet and not (order.signed_by and order.reason):
        raise _refusal(Words("有必须条款未能满足，印发须写明签发人和理由"), found.unmet)
    return found


def _together(
    transaction: Transaction, content: Content, basis: Basis, draft: Draft, wanted: list[str], lang: Lang
) -> None:
    """Raises NotPossible where what is issued now, with what the other duties have in force, breaks a ban of 必须."""
    others = {version.duty for version in versions.current(transaction, draft.month)} - set(wanted)
    known = {slot.id: slot.duty for slot in basis.problem.slots}
    if not others & set(known.values()):
        return
    pairs = {pair for pair in draft.roster.pairs if known.get(pair[0]) in wanted}
    pairs |= {pair for pair in content.pairs if known.get(pair[0]) in others}
    found = findings(basis.problem, basis.book, Roster(frozenset(pairs)))
    bans = [one for one in found if one.must and one.nature == "ban"]
    if bans:
        speaker = Speaker(basis.office, basis.problem, basis.book, lang)
        raise _refusal(Words("与其他事项已印发的安排冲突，请一并印发"), [speaker.say(one) for one in bans])


def _refusal(words: Words, found: Sequence[str]) -> NotPossible:
    said = "\n".join("  " + one for one in found[:20])
    more = f"\n  … {len(found)}" if len(found) > 20 else ""
    return NotPossible(Words("%(words)s：\n%(said)s%(more)s", words=words, said=said, more=more))


def _issue(
    transaction: Transaction,
    office: Office,
    basis: Basis,
    draft: Draft,
    digests: tuple[str, str, str],
    duty: str,
    order: Order,
    now: datetime,
) -> tuple[Issue, DutyRelease] | None:
    """Write the next version of a duty; None where nothing differs from the one in force."""
    month = draft.month
    before = versions.content(transaction, duty, month)
    after = content_of(basis, draft, duty, before)
    in_force = versions.current(transaction, month, duty)
    if before == after and (in_force or not after.slots):
        return None
    number = versions.next_number(transaction, duty, month)
    old = listed(transaction, office, before, in_force[0]) if in_force else []
    new = lines(
        basis.office, after.slots.values(), after.pairs, {duty: number}, named_people.every(transaction), office
    )
    code = check_code(new)
    versions.issue(
        transaction,
        NewVersion(
            duty=duty,
            month=month,
            number=number,
            draft=draft.id,
            problem=digests[0],
            book=digests[1],
            office=digests[2],
            code=code,
            issued_at=now.isoformat(),
            signed_by=order.signed_by,
            reference=order.reference,
            reason=order.reason,
            made_with=made_with(),
            signed_on=order.signed_on.isoformat() if order.signed_on else None,
        ),
        before,
        after,
    )
    refresh(transaction, office, duty, month, old, new, now)
    return Issue(duty, number, code, tuple(changes(old, new))), DutyRelease(old, new, first=number == 1)
