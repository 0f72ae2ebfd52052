"""The rule sheet on the site: each clause as a sentence whose values can be changed, and the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, replace
from datetime import datetime

from constraints.measure.parameter import Parameter
from constraints.measure.rule import Rule
from planner.data_entry import rows
from planner.data_entry.entering import entered, row_mark
from planner.data_entry.rule_history import RULES, clause_change, note_clause
from planner.effect.effect import ClauseRemark, all_remarks
from planner.errors import NotPossible, Refused
from planner.office import clause_text
from planner.office.cells.policies import ForceCell
from planner.office.clauses import rule_class, rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.store import Store, Transaction, cache
from planner.store.roster import offices
from planner.words import Lang, Words
from planner.workbook.write import typed, typed_index


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


def about(rule: type[Rule], lang: Lang) -> str:
    """What a rule means and how it counts."""
    return str(rule.about_zh) if lang == "zh" else " ".join((rule.__doc__ or "").split())


def _view(office: Office, number: int, row: ClauseRow, lang: Lang, said: tuple[str, ...]) -> ClauseView:
    rule = rule_class(row.rule)
    return ClauseView(
        number,
        row_mark(row),
        rule.zh if lang == "zh" else rule.en,
        about(rule, lang),
        clause_text.scope_words(office, row, lang),
        sentence_fields(rule, rule_from_row(row), lang),
        ForceCell().show(row.force),
        row.authority,
        row.note,
        said,
    )


def sentence_fields(rule: type[Rule], made: Rule | None, lang: Lang) -> tuple[str | ClauseValue, ...]:
    """The sentence of a rule with its values as fields, filled with those of `made`, else with the defaults."""

    def said(one: Parameter) -> str:
        value = getattr(made, one.name) if made else None if one.default is MISSING else one.default
        return clause_text.value_words(one, value)

    return tuple(
        one
        if isinstance(one, str)
        else ClauseValue(
            one.zh,
            said(one),
            tuple(one.choices or ()),
            one.default is MISSING,
            one.zh if lang == "zh" else one.name.replace("_", " "),
            tuple(one.choices or ()) if lang == "zh" else tuple(map(str, (one.choices or {}).values())),
        )
        for one in clause_text.pieces(rule, lang)
    )


def amend(
    store: Store, number: int, seen: str, values: Mapping[str, str], force: str, authority: str, now: datetime, by: str
) -> None:
    """Give a clause other values, force or authority; the next plan goes by it.

    `number` counts clauses from 1, `seen` is the mark of the clause that was shown, `values` parameter → what was
    typed. Raises NotPossible where the clause is another by now, Refused where a value does not fit.
    """
    said = {"parameters": written_values(values), "force": force, "authority": authority.strip()}
    with store.read() as transaction:
        clauses = offices.load(transaction).of(ClauseRow)
    if number <= len(clauses) and _same_values(clauses[number - 1], said["parameters"]):
        del said["parameters"]  # as it was typed it stays
    rows.save_entry(store, RULES, number - 1, seen, said, now, by)


def _same_values(row: ClauseRow, parameters: str) -> bool:
    try:
        return rule_from_row(replace(row, parameters=parameters)) == rule_from_row(row)
    except Refused:
        return False


def written_values(values: Mapping[str, str]) -> str:
    """Values of a clause, by the names of its parameters, as the rule sheet writes them."""
    return "；".join(f"{name}={value.strip()}" for name, value in values.items() if value.strip())


def typed_clause(office: Office, row: ClauseRow) -> dict[str, str]:
    """The cells of a clause as people would type them, by the names of their columns."""
    cells = typed(typed_index(office), RULES, row)
    return {column.name: text for column, text in zip(RULES.columns, cells, strict=True)}


def restore(store: Store, number: int | None, seen: str, change: int, now: datetime, by: str) -> None:
    """Make clause `number` from 0 what a clause was before a change, by its number in the log; None adds it again.

    Raises NotPossible where the clause is not as `seen` any more, Refused where it can no longer stand as it was.
    """
    with store.write() as transaction:
        office = offices.load(transaction)
        row = clause_change(transaction, change).before
        if row is None:
            raise NotPossible(Words("在那以前还没有这一条"))
        if number is None and row in office.of(ClauseRow):
            raise NotPossible(Words("这一条已经在规则里"))
        entry = entered(office, RULES, number, seen, typed_clause(office, row))
        offices.save(transaction, office, entry.after)
        note_clause(transaction, office, (entry.old if isinstance(entry.old, ClauseRow) else None, row), now, by)
