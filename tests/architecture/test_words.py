"""What an office would not say is said nowhere: no page, paper, message, command or manual has it."""

import re

import pytest

from planner.launch import ROOT

SAID = (
    *(path for name in ("constraints", "planner", "web") for path in sorted((ROOT / name).rglob("*.py"))),
    *sorted((ROOT / "web" / "templates").rglob("*.html")),
    *sorted((ROOT / "docs" / "zh").rglob("*.md")),
)
NOT_SAID = {
    "费用": "扣分（越低越好）",
    "可行，未证明最优": "可用，可能还有更好的排法",
    "必须条款不能全部满足": "有 N 处硬性要求未满足",
    "下界": "仍在改进",
    "差距 ": "仍在改进",
    "评判": "需留意的问题",
    "偏离公平份额": "比应值次数多（少）N 次",
    "人受规则限制": "the name of the rule",
    "出路": "解决办法",
    "'进度'": "本月排班状态",
    "算重排方案": "生成调整方案",
    "请假待补": "请假空岗待补",
    "不改了": "取消",
    "新增一行": "新增",
    "先看变化": "预览",
    "将要发生的变化": "本次导入将作如下变更",
    "删除工作簿里没有的行": "同时删除表中未列出的记录（慎用）",
    "'撤下'": "取消安排",
    "'排上'": "改由此人值班",
    "处处可用": "不限网络",
    "来得及的": "日历已可自动更新，无需另行告知",
    "没有待办": "暂无待办事项",
    "已谢绝或收回": "对方已谢绝 / 已收回",
    "会使这些方面变差": "不影响生效，但请注意",
    "今天是": "2026年11月28日 星期六",
    "的指示未落实": "指定的人选未落实",
    "会标为过时": "what came of it, and where to go",
    "编排前'": "排班准备",
    "变动通知": "变动告知",
    "'印发稿'": "第1版",
}
"""What was said once → what is said instead."""
WORDED = re.compile(r"#.*|\"\"\"[^\"]*\"\"\"")
"""What nobody but those who read the code sees."""


def found_in(text: str, phrase: str) -> bool:
    return phrase in WORDED.sub("", text)


@pytest.mark.parametrize("phrase", NOT_SAID)
def test_what_an_office_would_not_say_is_said_nowhere(phrase):
    found = [str(path.relative_to(ROOT)) for path in SAID if found_in(path.read_text("utf-8"), phrase)]
    assert found == [], NOT_SAID[phrase]


def test_a_phrase_would_be_found_in_a_sentence_and_is_not_looked_for_in_comments():
    assert found_in('said("费用 80")', "费用") and not found_in('"""费用"""  # 费用', "费用")
