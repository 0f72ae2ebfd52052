"""The rule sheet: every clause in force as one sentence, with its authority, for the meeting that decides them."""

from __future__ import annotations

from planner.office import clause_text
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.paper.sheet import Page, PaperSheet
from planner.roster.check_code import text_code


def rule_page(office: Office) -> Page:
    """The table of the office's clauses, in the order of the sheet 规则."""
    return Page(
        ("序号", "条款", "依据", "备注"),
        (6, 74, 36, 24),
        tuple(
            (str(number), clause_text.sentence(office, row, "zh"), row.authority, row.note)
            for number, row in enumerate(office.of(ClauseRow), 1)
        ),
    )


def rule_code(office: Office) -> str:
    """The check code of the rule sheet as the clauses stand."""
    return text_code("\n".join("\t".join(row) for row in rule_page(office).rows))


def rule_sheet(office: Office, day: str) -> PaperSheet:
    """The rule sheet; `day` is printed as its date."""
    return PaperSheet(
        "编排规则",
        f"{office.settings['单位名称']}值班编排规则",
        rule_page(office),
        margin=f"编排规则　校验码 {rule_code(office)}",
        date=day,
    )
