"""The rule sheet: every clause in force as one sentence, with its authority, for the meeting that decides them.

Clauses about single people stay in the office: the sheet says how many there are.
"""

from __future__ import annotations

from planner.effect.effect import all_remarks
from planner.office import clause_text
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.paper.sheet import Page, PaperSheet
from planner.problem.rule_book import personal
from planner.roster.check_code import text_code

Row = tuple[str, str, str, str]


def rule_page(office: Office) -> Page:
    """The table of the office's clauses, in the order of the sheet 规则; 备注 says what of them has no effect."""
    said = all_remarks(office)

    def noted(row: Row) -> Row:
        number, sentence, authority, note = row
        known = [one.words.zh for one in said if str(one.number) == number]
        return number, sentence, authority, "；".join([note, *known] if note else known)

    return Page(("序号", "条款", "依据", "备注"), (6, 74, 36, 24), tuple(noted(row) for row in _clauses(office)))


def _clauses(office: Office) -> list[Row]:
    return [
        (str(number), clause_text.sentence(office, row, "zh"), row.authority, row.note)
        for number, row in enumerate(office.of(ClauseRow), 1)
        if not personal(row)
    ]


def _kept_back(office: Office) -> str:
    """How many clauses are not on the sheet; '' where all are."""
    count = sum(map(personal, office.of(ClauseRow)))
    return f"另有 {count} 条涉及个人的规则，由办公室掌握。" if count else ""


def rule_code(office: Office) -> str:
    """The check code of the rule sheet as the clauses stand, whatever is remarked about them."""
    return text_code("\n".join("\t".join(row) for row in _clauses(office)))


def rule_sheet(office: Office, day: str) -> PaperSheet:
    """The rule sheet; `day` is printed as its date."""
    return PaperSheet(
        "编排规则",
        f"{office.settings['单位名称']}值班编排规则",
        rule_page(office),
        foot=_kept_back(office),
        margin=f"编排规则　校验码 {rule_code(office)}",
        date=day,
    )
