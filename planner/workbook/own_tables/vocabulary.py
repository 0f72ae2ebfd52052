"""Words of duty tables: what headers and marks usually mean, so that only what is left must be asked."""

from __future__ import annotations

import re

from planner.office.cells.folding import plain_text
from planner.office.cells.kinds import text_of
from planner.workbook.known import plain_header

DAYS = frozenset(map(plain_header, ("日期", "值班日期", "日", "号", "date", "day", "nominal_date", "原定日期")))
NOMINAL = frozenset(map(plain_header, ("nominal_date", "原定日期", "nominal date")))
WEEKDAY_HEADERS = frozenset(("星期", "周", "周几", "礼拜", "weekday"))
NUMBERS = frozenset(("序号", "编号", "排序", "no", "order"))
WORD_COLUMNS = {
    "duty": ("事项", "值班事项", "duty"),
    "shift": ("班次", "班别", "shift"),
    "post": ("岗位", "值班岗位", "post"),
    "site": ("村居", "村（社区）", "村", "社区", "site", "地点"),
    "town": ("镇街", "镇（街道）", "town"),
}
"""Field of OwnWords → the headers of its column."""
WORD_OF = {plain_header(text): name for name, texts in WORD_COLUMNS.items() for text in texts}
NAMES = frozenset(("姓名", "人员", "名字", "值班人员", "值班人", "人员或单位", "assignee", "name", "person"))
"""Headers of a column of people that say nothing of the post."""
SAID = frozenset(map(plain_header, ("date", "place", "name", "shift", "post", "nominal_date")))
"""Columns of the product's own table that do not count beside a slot, but are compared with it."""
BESIDE = re.compile(
    r"农历|阴历|节气|节假日|职务|职级|手机.*|.*电话.*|联系方式|.*号码|备注|说明|(?:.*人)?签[字名到].*|序号|编号|分管.*|.*时间|合计|"
    r"小计|总计|天数|次数|陪同单位|联系单位|单位|部门|科室|所在.*|性别|类型|补[助贴]|期数|场次|主题|内容|联系人|联络员|"
    r"slot|place|start|end|assigneetype|unit|version|"
    r"status|phone|remarks?|" + "|".join(sorted(WEEKDAY_HEADERS))
)
"""Headers of what stands beside the people."""
CLOCK = re.compile(r"[(（]?\d{1,2}[:：]\d{2}\s*[—–~～至-]+\s*(?:次日|第二天|翌日)?\s*\d{1,2}[:：]\d{2}[)）]?")
"""Times behind the words of a shift: 夜班（18:00—次日08:00）."""
TELEPHONE = re.compile(r"[\d\s+\-—()（）/、转]{5,}")
MARKS = {"白班": "白日d", "夜班": "夜n", "早班": "早", "中班": "中", "晚班": "晚", "全天": "全"}
SHIFT_OF_MARK = {mark: shift for shift, marks in MARKS.items() for mark in marks}
ON = frozenset("班值√✓✔☑●○◎★☆■▲1是yv") | {"值班", "在岗", "上班"}
"""Marks that say that somebody is on duty, and not of which shift."""
OFF = frozenset("休假会下—-－–/×x0否无空o") | {
    *(
        "休息",
        "年假",
        "年休",
        "年休假",
        "病假",
        "事假",
        "公休",
        "补休",
        "调休",
        "轮休",
        "产假",
        "婚假",
        "丧假",
        "探亲假",
    ),
    *("请假", "出差", "外出", "学习", "培训", "会议", "下夜", "下夜班", "off"),
}
"""Marks that say that somebody is not."""
SHIFTS = ("白班", "夜班", "早班", "中班", "晚班", "全天", "上午", "下午", "大夜", "小夜")
GENERIC = re.compile(r"(值班|在岗|当班)?(人员?|员|同志)?")


def folded_heading(text: str) -> str:
    """A word folded for comparing: full-width forms, case, blanks and brackets gone."""
    return re.sub(r"[\s()\[\]·:：/、|_-]+", "", plain_text(text).lower())


def core(text: str) -> str:
    """What a heading is about, without the words for people: 值班人员 and 值班员 give 值班, 带班领导 gives 带班."""
    return re.sub(r"(人员|人|员|领导|干部|同志)$", "", folded_heading(text)) or folded_heading(text)


def without_times(text: str) -> str:
    """A header or a word without the times that stand behind it."""
    return CLOCK.sub("", text).strip() or text


def is_mark(text: str) -> bool:
    """Whether a cell holds a mark of a grid and not a name."""
    word = folded_heading(text) or plain_text(text).lower()
    return (
        word in ON or word in OFF or word in SHIFT_OF_MARK or word.removesuffix("班") in SHIFT_OF_MARK or len(word) == 1
    )


def marks_in(cell: object) -> tuple[str, ...]:
    """The marks in a cell of a grid: one, or several with something between them: 白、夜."""
    text = text_of(cell)
    if not text or is_mark(text):
        return (text,) if text else ()
    return tuple(dict.fromkeys(part for part in re.split(r"[、;；,，\n/／+＋\s]+", text) if part))


def is_off(mark: str) -> bool:
    """Whether a mark says that somebody is not on duty."""
    return plain_text(mark).lower() in OFF


def says_nothing(heading: str) -> bool:
    """Whether a heading says only that people are on duty, not where: 值班人员, 姓名, √."""
    word = folded_heading(heading) or plain_text(heading).lower()
    return word in ON or word in NAMES or GENERIC.fullmatch(word) is not None


def beside(header: str) -> bool:
    """Whether a header is of what stands beside the people: 星期, 电话, 备注."""
    return BESIDE.fullmatch(plain_header(header)) is not None
