"""Explaining a month: why it has no full roster, in counts and rows, and the ways out with their price, one of which can be applied."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any

import msgspec

from constraints.explain import explain
from constraints.explaining.found import WayOut
from constraints.process import Cancel
from constraints.solve import Effort, Solved, solve
from planner.errors import NotPossible
from planner.explaining import causes, remedies
from planner.explaining.clash_text import Teller
from planner.explaining.remedies import RowChange
from planner.office.office import Office
from planner.office.sheets import BY_NAME
from planner.planning.basis import basis_for, issued_facts, keeps
from planner.problem.period import Issued, Period
from planner.store import Store, Transaction, audit, jobs
from planner.store.roster import drafts, offices
from planner.store.roster.bases import Basis
from planner.words import Lang, Words

SECONDS = 20.0
FACTS = 0.75
"""How much of the time goes to clashes and ways, before their price."""
ROUND = 2.0
"""Seconds to start the last pricing and to judge what it found."""
WAYS = 6
"""How many ways out are priced."""


@dataclass(frozen=True)
class Inputs:
    """What a month would be planned from now: office, period, what is issued, and whether that is to be kept."""

    office: Office
    period: Period
    issued: Issued
    keep: bool

    def basis(self, office: Office | None = None) -> Basis:
        """The problem and book, of this office or of another in its place."""
        return basis_for(office or self.office, self.period, self.issued, keep=self.keep)


def inputs(transaction: Transaction, month: str, now: datetime) -> Inputs:
    """The inputs of a month's draft, or of the whole month where there is none."""
    draft = drafts.latest(transaction, month)
    period = Period.month(month)
    if draft is not None:
        period = Period(date.fromisoformat(draft.first), date.fromisoformat(draft.last), draft.duties)
    return Inputs(
        offices.load(transaction),
        period,
        issued_facts(transaction, now),
        draft is not None and keeps(transaction, draft),
    )


def explained(
    store: Store,
    month: str,
    now: datetime,
    by: str,
    *,
    seconds: float = SECONDS,
    tell: Callable[[Words], None] = lambda words: None,
) -> dict[str, Any]:
    """Why a month has no full roster, kept in the store so that a way can be applied."""
    document = work_out(store, month, now, seconds=seconds, tell=tell)
    with store.write() as transaction:
        jobs.record_done(transaction, month, {"task": "explain"}, document, now.isoformat(), by)
    return document


def work_out(
    store: Store,
    month: str,
    now: datetime,
    *,
    seconds: float = SECONDS,
    tell: Callable[[Words], None] = lambda words: None,
    cancel: Cancel | None = None,
) -> dict[str, Any]:
    """Clashes and ways out with their price, texts in both languages; `ground` names the inputs they are about."""
    began = monotonic()
    with store.read() as transaction:
        given = inputs(transaction, Period.month(month).text, now)
    basis = given.basis()
    found = causes.causes(given.office, given.period, given.issued, basis.problem, basis.book)
    teller = Teller(basis, found)
    with ThreadPoolExecutor(2) as pool:
        pricing = _Pricing(given, teller, began + seconds - ROUND, cancel or Cancel())
        asked: list[Future[dict[str, Any] | None]] = []
        answer = explain(
            basis.problem,
            basis.book,
            [one.fact for one in found.values()],
            seconds=seconds * FACTS,
            most=WAYS,
            tell=lambda clash: tell(teller.clash(clash)),
            offer=lambda way: asked.append(pool.submit(pricing.price, way)),
            cancel=cancel,
        )
        ways = sorted((row for one in asked if (row := one.result()) is not None), key=_easiest)
    return {
        "clash": [
            {
                "facts": [teller.fact(one) for one in clash.facts],
                "ids": list(clash.facts),
                "slots": list(clash.slots),
                "text": asdict(teller.clash(clash)),
            }
            for clash in answer.clashes
        ],
        "told": [asdict(one) for one in teller.told(answer.clashes)],
        "ways": ways,
        "complete": answer.complete,
        "ground": list(basis.ground()),
    }


def in_one(document: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """An explanation in one language, its ways numbered, without the rows behind them."""

    def said(row: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value[lang] if name in ("text", "to") else value
            for name, value in row.items()
            if name not in ("before", "after", "ids")
        }

    return {
        "clash": [{**said(one), "facts": [said(fact) for fact in one["facts"]]} for one in document["clash"]],
        "ways": [
            {"k": number, **said(one), "changes": [said(change) for change in one["changes"]]}
            for number, one in enumerate(document["ways"], 1)
        ],
        "told": [one[lang] for one in document["told"]],
        "complete": document["complete"],
    }


def apply_way(store: Store, month: str, number: int, now: datetime, by: str) -> list[Words]:
    """Put a way of the last explanation into the inputs of the next plan; what is issued stays. Raises NotPossible."""
    with store.write() as transaction:
        last = jobs.latest(transaction, Period.month(month).text, "explain")
        ways = last.result.get("ways", []) if last else []
        if not 1 <= number <= len(ways):
            raise NotPossible(
                f"没有第 {number} 条出路；请先运行 explain {month}" if not ways else f"只有 {len(ways)} 条出路",
                f"there is no way {number}: run explain {month} first"
                if not ways
                else f"there are only {len(ways)} ways",
            )
        some = tuple(_change(one) for one in ways[number - 1]["changes"])
        office = offices.load(transaction)
        offices.save(transaction, office, remedies.apply_changes(office, some))
        texts = [Words(**one["text"]) for one in ways[number - 1]["changes"]]
        audit.record(transaction, now, by, "way out", {"month": month, "changes": [one.zh for one in texts]})
        return texts


def _change(row: dict[str, Any]) -> RowChange:
    kind = BY_NAME[row["sheet"]].row
    before = msgspec.convert(row["before"], kind) if row["before"] else None
    return RowChange(
        row["sheet"],
        row["row"],
        before,
        tuple(msgspec.convert(one, kind) for one in row["after"]),
        Words("", ""),
        Words("", ""),
    )


class _Pricing:
    """Plans the month with a way out applied, as long as there is time."""

    def __init__(self, given: Inputs, teller: Teller, deadline: float, cancel: Cancel) -> None:
        self._given, self._teller, self._deadline, self._cancel = given, teller, deadline, cancel
        self._took = 0.0

    def price(self, way: WayOut) -> dict[str, Any] | None:
        """The way with its proved price; None if it gives no full month after all, or time is out."""
        began = monotonic()
        if self._cancel.wanted.is_set() or (self._took and began + self._took > self._deadline):
            return None
        for tried in (way, WayOut(way.facts)):
            some = remedies.row_changes(self._given.office, self._teller.slots, self._teller.causes, tried)
            basis = self._given.basis(remedies.apply_changes(self._given.office, some))
            solved = solve(basis.problem, basis.book, Effort(max(ROUND, self._deadline - monotonic())))
            self._took = max(self._took, monotonic() - began)
            if solved.status in ("optimal", "feasible"):
                return _way(self._teller, some, solved)
        return None


def _easiest(row: dict[str, Any]) -> tuple[Any, ...]:
    """Proved ways first, then by changes, with whole months served, by people to phone and cost."""
    fewer = any(change["sheet"] == "重点时期" for change in row["changes"])
    return not row["proved"], len(row["changes"]), fewer, len(row["people"]), row["cost"]


def _way(teller: Teller, some: tuple[RowChange, ...], solved: Solved) -> dict[str, Any]:
    office = teller.basis.office
    softened = {cause.fact.clause for cause in teller.causes.values() if any(cause.row == one.before for one in some)}
    hit = {
        str(key)
        for finding in solved.findings
        if finding.clause in softened
        for name, key in zip(teller.basis.book.clauses[finding.clause].rule.keys, finding.key, strict=True)
        if name == "who"
    }
    phoned = list(dict.fromkeys(who for one in some for who in one.people))
    people = phoned + sorted(hit - set(phoned))
    text = Words(
        "；".join(dict.fromkeys(one.text.zh for one in some)), "; ".join(dict.fromkeys(one.text.en for one in some))
    )
    return {
        "changes": [
            {
                "sheet": one.sheet,
                "row": one.line,
                "to": asdict(one.to),
                "text": asdict(one.text),
                "before": msgspec.to_builtins(one.before) if one.before else None,
                "after": [msgspec.to_builtins(row) for row in one.after],
            }
            for one in some
        ],
        "people": [_person(office, who, who in phoned) for who in people],
        "cost": solved.cost,
        "proved": solved.proved,
        "text": asdict(text),
    }


def _person(office: Office, who: str, phone: bool) -> dict[str, Any]:
    rows = office.people.get(who[2:], []) if who.startswith("p:") else []
    numbers = [one for one in (rows[-1].mobile, rows[-1].office_phone) if one] if rows and phone else []
    return {"id": who.partition(":")[2], "name": office.name(who), "phone": phone, "phones": numbers}
