"""Columns: how a row class declares its headers, kinds of cell and defaults."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any

from planner.office.cells.choices import AbsenceKind, AbsenceState, DayPart, SwapPolicy
from planner.office.cells.kinds import CellKind, ChoiceCell, DayCell, IdCell, ManyCell, NameCell, RefCell
from planner.office.cells.wordings import StartCell


def column(zh: str, kind: CellKind, en: str, *, default: Any = None, required: bool = False, note: str = "") -> Any:
    """A column as a dataclass field; all it says stands in the field's metadata.

    `en` holds the English headers with | between them, the first being the one shown; a `required` column has a star
    and no default; `note` is for the header's comment.
    """
    metadata = {"zh": zh, "kind": kind, "en": tuple(en.split("|")), "required": required, "note": note}
    return field(metadata=metadata, default=MISSING if required else default)


PEOPLE, TURNS = "人名个位", "次班个"
"""The counters that numbers of people, and of turns, may have."""
TEXT, NAME, ID, DAY, MANY, SINCE = CellKind(), NameCell(), IdCell(), DayCell(), ManyCell(), StartCell()
PERSON, UNIT, DUTY = RefCell(refers=("person",)), RefCell(refers=("unit",)), RefCell(refers=("duty",))
SWAPS = ChoiceCell(
    (
        ("自行", SwapPolicy.FREE),
        ("报备", SwapPolicy.RECORD),
        ("审批", SwapPolicy.APPROVE),
        ("不得换班", SwapPolicy.NEVER),
    ),
    also=(
        ("自行", "自行换班 可自行换班 自由换班 自由 随意"),
        ("报备", "备案 需报备 须报备 报备即可 报备后换班"),
        ("审批", "需审批 须审批 经审批 批准 需批准 须批准 经批准 审批后换班"),
        ("不得换班", "不可换班 不能换班 不许换班 不准换班 不允许换班 禁止换班 禁止 不得 不换班"),
    ),
)
HOLDS = ChoiceCell(
    (("专职", "full"), ("可兼", "shared"), ("听班", "on_call")),
    also=(
        ("专职", "专班 专岗 全职"),
        ("可兼", "兼 兼职 可兼任 可兼职 可以兼"),
        ("听班", "备勤 待命 听候 在家听班 听班制 在家待命"),
    ),
)
SEXES = ChoiceCell((("男", "male"), ("女", "female")))
WITHIN = ChoiceCell((("同时", "moment"), ("同日", "day"), ("同夜", "night")))
FORMS = ChoiceCell((("值班", "duty"), ("接访", "reception"), ("上线", "air"), ("走访", "visit"), ("分点", "sites")))
ABSENCES = ChoiceCell(
    (
        ("休假", AbsenceKind.LEAVE),
        ("外出", AbsenceKind.TRIP),
        ("区内会议", AbsenceKind.MEETING),
        ("培训", AbsenceKind.TRAINING),
    ),
    also=(
        (
            "休假",
            "年休假 年休 年假 公休 公休假 病假 事假 产假 婚假 丧假 探亲假 陪产假 护理假 育儿假 哺乳假 产检假 工伤假"
            " 请假 休息 补休 调休 轮休 放假 疗养 长假",
        ),
        (
            "外出",
            "出差 公出 因公外出 因公出差 公务外出 外出公务 外出办事 外出开会 外出会议 外出考察 考察 外出学习 外出培训"
            " 出国 出境 因公出国 因私出国 因私外出",
        ),
        ("区内会议", "会议 开会 参会 参加会议 区里会议 区内开会 县内会议 市内会议 本地会议"),
        (
            "培训",
            "学习 培训学习 学习培训 参加培训 参加学习 脱产学习 脱产培训 集中学习 集中培训 党校 党校学习 进修 轮训",
        ),
    ),
)
STATES = ChoiceCell(
    (("已批", AbsenceState.APPROVED), ("拟请", AbsenceState.INTENDED), ("撤销", AbsenceState.WITHDRAWN)),
    also=(
        ("已批", "已批准 批准 同意 已同意 准假 准 已审批 审批通过 已通过 通过 是 √ ✓ y yes"),
        ("拟请", "拟 拟请假 待批 待审批 待批准 审批中 报批中 申请 申请中 已申请 已报 未定"),
        ("撤销", "已撤销 撤回 已撤回 取消 已取消 作废 不同意 不批准 驳回 未通过 销假"),
    ),
)
PARTS = ChoiceCell(
    (("全天", DayPart.DAY), ("上午", DayPart.AM), ("下午", DayPart.PM), ("晚上", DayPart.NIGHT)),
    also=(
        ("全天", "全日 整天 一天 一整天 上午下午 下午上午 上下午 上午和下午 上午下午晚上 allday fullday"),
        ("上午", "早上 上半天 午前 morning"),
        ("下午", "下半天 午后 afternoon"),
        ("晚上", "晚间 晚 夜 夜间 夜里 夜晚 evening"),
    ),
)


@dataclass(frozen=True)
class SheetRow:
    """A row of any sheet."""


@dataclass(frozen=True)
class NamedRow(SheetRow):
    """A row that others name: it has an id and a name."""

    id: str
    name: str
