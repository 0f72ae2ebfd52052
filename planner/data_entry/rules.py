"""The rule sheet on the site: each clause as a sentence whose values can be changed, and the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, replace
from datetime import datetime

from constraints.rules import CATALOGUE
from planner.data_entry.rows import row_mark
from planner.effect.effect import ClauseRemark, all_remarks, clause_effect
from planner.effect.sentences import HEADERS
from planner.errors import NotPossible, Refused
from planner.office import clause_text
from planner.office.cells.wordings import ForceCell
from planner.office.clauses import rule_class, rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.store import Store, Transaction, audit, cache
from planner.store.roster import offices
from planner.words import Lang


@dataclass(frozen=True)
class ClauseValue:
    """A value of a clause: its name, what it says now, the words to choose from if it is a choice."""

    name: str
    said: str
    choices: tuple[str, ...]
    required: bool
    label: str = ""
    """Its name in the reader's language."""
    shown: tuple[str, ...] = ()
    """The choices in the reader's language, in their order."""


@dataclass(frozen=True)
class ClauseView:
    """A clause as the page shows it; `mark` tells whether it is still the one that was shown."""

    number: int
    mark: str
    name: str
    about: str
    scope: str
    sentence: tuple[str | ClauseValue, ...]
    """Words, and the values where they stand among them."""
    force: str
    authority: str
    note: str
    remarks: tuple[str, ...]
    """What is without effect in it, and what it leaves out."""


@cache.kept(2, cache.OFFICE, by=lambda transaction, office: ())
def remarks(transaction: Transaction, office: Office) -> tuple[ClauseRemark, ...]:
    """What there is to know about the clauses of the office as they stand."""
    return all_remarks(office)


def clause_views(office: Office, lang: Lang, known: tuple[ClauseRemark, ...] | None = None) -> list[ClauseView]:
    """Every clause of the rule sheet, in its order; `known` are the `remarks` where somebody has them already."""
    known = all_remarks(office) if known is None else known
    return [
        _view(office, number, row, lang, tuple(one.words.say(lang) for one in known if one.number == number))
        for number, row in enumerate(office.of(ClauseRow), 1)
    ]


def unused(office: Office, lang: Lang) -> list[tuple[str, str, bool]]:
    """(name, what it means, whether it holds even so) of the rules that no clause names."""
    named = {rule_class(row.rule).code for row in office.of(ClauseRow)}
    return [
        (rule.zh if lang == "zh" else rule.en, _about(rule, lang), rule.standing)
        for rule in CATALOGUE
        if rule.code not in named
    ]


def _about(rule: type, lang: Lang) -> str:
    return str(rule.about_zh) if lang == "zh" else " ".join((rule.__doc__ or "").split())  # type: ignore[attr-defined]


def _view(office: Office, number: int, row: ClauseRow, lang: Lang, said: tuple[str, ...]) -> ClauseView:
    rule = rule_class(row.rule)
    made = rule_from_row(row)
    sentence = tuple(
        one
        if isinstance(one, str)
        else ClauseValue(
            one.zh,
            clause_text.value_words(one, getattr(made, one.name)),
            tuple(one.choices or ()),
            one.default is MISSING,
            one.zh if lang == "zh" else one.name.replace("_", " "),
            tuple(one.choices or ()) if lang == "zh" else tuple(map(str, (one.choices or {}).values())),
        )
        for one in clause_text.pieces(rule, lang)
    )
    return ClauseView(
        number,
        row_mark(row),
        rule.zh if lang == "zh" else rule.en,
        _about(rule, lang),
        clause_text.scope_words(office, row, lang),
        sentence,
        ForceCell().show(row.force),
        row.authority,
        row.note,
        said,
    )


def amend(
    store: Store, number: int, seen: str, values: Mapping[str, str], force: str, authority: str, now: datetime, by: str
) -> None:
    """Give a clause other values, force or authority; the next plan goes by it.

    `number` counts clauses from 1, `seen` is the mark of the clause that was shown, `values` parameter → what was
    typed. Raises NotPossible where the clause is another by now, Refused where a value does not fit.
    """
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = office.of(ClauseRow)
        if not 1 <= number <= len(rows) or row_mark(rows[number - 1]) != seen:
            raise NotPossible("这一条已被别人改过，请重新打开", "somebody else changed this clause: open the page anew")
        row = rows[number - 1]
        text = "；".join(f"{name}={value.strip()}" for name, value in values.items() if value.strip())
        changed = replace(row, parameters=text, force=ForceCell().read(force, None), authority=authority.strip())
        after = office.with_rows("规则", (*rows[: number - 1], changed, *rows[number:]))
        _without_fault(after, changed)
        if (
            clause_text.sentence(office, changed, "zh") == clause_text.sentence(office, row, "zh")
            and changed.authority == row.authority
        ):
            return
        offices.save(transaction, office, after)
        audit.record(
            transaction,
            now,
            by,
            "rule",
            {"was": clause_text.sentence(office, row, "zh"), "is": clause_text.sentence(office, changed, "zh")},
        )


def _without_fault(after: Office, row: ClauseRow) -> None:
    """Raise Refused where a clause of the office as it would be cannot be read, or has no effect."""
    rule_from_row(row)
    wrong = clause_effect(after, (row,)).faults
    if wrong:
        raise Refused(*(one.fault.at(sheet="规则", cell=HEADERS.get(one.cell, "规则")) for one in wrong))
