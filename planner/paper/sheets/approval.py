"""呈批单: the sheet that goes round with a locked draft, with its codes and a line for each who signs."""

from __future__ import annotations

from collections.abc import Sequence

from planner.office.office import Office
from planner.paper.sheet import Imprint, Page, PaperSheet
from planner.paper.sheets.imprint import below_title
from planner.roster.check_code import check_code
from planner.roster.lines import Line
from planner.store.record import Head

SIGNERS = ("拟稿", "核稿", "会签", "办公室主任", "分管领导", "签发")


def approval_sheet(
    office: Office, month: str, lines: Sequence[Line], imprints: dict[str, Imprint], unmet: Sequence[str], head: Head
) -> PaperSheet:
    """项目 | 内容: what is sent for signature, the sentences of `unmet`, and six places to sign.

    At the foot stands the head of the record, by which `verify` finds later whether what came before it was changed.
    """
    year, number = month.split("-")
    title = f"{office.settings['单位名称']}{year}年{int(number)}月值班安排"
    each = [(duty.name, [line for line in lines if line.slot.duty == duty.id]) for duty in office.duties.values()]
    attached = [
        f"{at}. {name}安排表　校验码 {check_code(mine)}"
        for at, (name, mine) in enumerate((one for one in each if one[1]), 1)
    ]
    one = next(iter(imprints.values()))
    rows = (
        ("标题", title),
        ("附件", "\n".join(attached)),
        ("未能满足的要求", "\n".join(unmet) or "无"),
        *((who, "\n\n　　　　　　　　　　　　　　　　年　　月　　日") for who in SIGNERS),
        ("印发文号", one.reference or "\n"),
    )
    return PaperSheet(
        "呈批单",
        f"{title}呈批单",
        Page(("项目", "内容"), (20, 100), rows),
        below_title(one),
        one.locked,
        f"存证码　{head.printed()}",
        margin=one.status,
        date=one.date,
    )
