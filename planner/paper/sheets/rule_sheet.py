"""The rule sheet: every clause in force as one sentence, with its authority, for the meeting that decides them."""

from __future__ import annotations

from planner.office import clause_text
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.paper.sheet import Page, PaperSheet
from planner.roster.check_code import text_code


def rule_page(office: Office) -> Page:
    """The clauses in the order of the rule sheet."""
    return Page(
        ("序号", "条款", "依据", "备注"),
        (6, 74, 36, 24),
        tuple(
            (str(number), clause_text.sentence(office, row, "zh"), row.authority, row.note)
            for number, row in enumerate(office.of(ClauseRow), 1)
        ),
    )


def rule_code(office: Office) -> str:
    """The check code of the clauses as they stand."""
    return text_code("\n".join("\t".join(row) for row in rule_page(office).rows))


def rule_sheet(office: Office, day: str) -> PaperSheet:
    """The clauses as they stand on a day."""
    return PaperSheet(
        "编排规则",
        f"{office.settings['单位名称']}值班编排规则",
        rule_page(office),
        margin=f"编排规则　校验码 {rule_code(office)}",
        date=day,
    )
