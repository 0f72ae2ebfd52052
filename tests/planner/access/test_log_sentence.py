"""The log in sentences: every part in the reader's language, people, units and slots by their names."""

import re

import pytest

from planner.access.log_phrases import PHRASES, TOKENS
from planner.access.log_sentence import LogTeller
from planner.access.log_text import DEEDS, KEYS
from planner.samples.district import sample
from planner.store.audit import Deed

OFFICE = sample("small")
LEADER, CADRE = OFFICE.people["L01"][0].name, OFFICE.people["H01"][0].name


def told(action, detail, lang="zh"):
    return LogTeller(OFFICE, {"wang": "L01", "clerk": ""}, lang).tell(Deed(1, "", "clerk", action, detail))


@pytest.mark.parametrize(
    ("action", "detail", "zh", "en"),
    [
        (
            "publish",
            {"month": "2027-01", "versions": {"JF": 1, "ZB": 2}, "signed_by": "王主任", "reason": ""},
            "印发：2027年1月，领导接访第1版、总值班第2版，王主任签发",
            "issue: 2027-01, 领导接访 version 1, 总值班 version 2, signed by 王主任",
        ),
        (
            "swap offer",
            {"id": 4, "slot": "ZB|ZB-2|20270120", "from": "p:H01", "to": "p:L01", "for": ""},
            f"申请换班：1月20日（周三） 总值班 全天 主班，原由{CADRE}值班，由{LEADER}接，编号 4",
            f"swap offered: Wed 20 Jan 总值班 全天 主班, from {CADRE}, to {LEADER}, number 4",
        ),
        (
            "served",
            {"slot": "ZB|ZB-2|20270120", "planned": "p:H01", "actual": "", "confirmed_by": "主任"},
            f"补登：1月20日（周三） 总值班 全天 主班，原定{CADRE}，主任确认，实际无人到岗",
            f"entered afterwards: Wed 20 Jan 总值班 全天 主班, {CADRE} on the roster, confirmed by 主任, nobody served",
        ),
        (
            "import",
            {"file": "a.xlsx", "changes": [{"sheet": "人员", "added": 3, "changed": 0, "removed": 1}]},
            "导入：人员 新增 3 删除 1，文件 a.xlsx",
            "import: people added 3 removed 1, file a.xlsx",
        ),
        (
            "restore",
            {"entries": 12, "digest": "ab12", "until": "2027-01-05T09:00:00+08:00"},
            "从备份恢复：末条摘要 ab12，备份时日志条数 12，末条时间 2027-01-05T09:00:00+08:00",
            "restored from a backup: digest of the last ab12, entries of the log at the backup 12, "
            "the last one at 2027-01-05T09:00:00+08:00",
        ),
        (
            "backup failed",
            {"cause": {"zh": "磁盘已满", "en": "the disk is full"}},
            "夜间备份没有做成：原因 磁盘已满",
            "nightly backup failed: cause the disk is full",
        ),
        (
            "explain",
            {"month": "2027-01", "task": "explain"},
            "找排不满的原因：2027年1月，任务 找原因",
            "causes looked for: 2027-01, task causes",
        ),
        (
            "feed allow",
            {"person": "L01", "on": False},
            f"开关领导日历：{LEADER}，开 否",
            f"leader's calendar switched: {LEADER}, on no",
        ),
    ],
)
def test_an_entry_is_a_sentence(action, detail, zh, en):
    assert told(action, detail) == zh
    assert told(action, detail, "en") == en


def test_a_person_has_one_name_by_log_in_and_by_id():
    teller = LogTeller(OFFICE, {"wang": "L01", "clerk": ""}, "zh")
    assert teller.actor("wang") == teller.actor("p:L01") == LEADER and teller.who("wang") == teller.who("p:L01")
    assert [teller.actor(one) for one in ("clerk", "office", "clock", "command line")] == [
        "clerk",
        "办公室",
        "系统",
        "命令行",
    ]


def test_every_part_has_words_in_both_languages():
    assert PHRASES.keys() <= KEYS.keys()
    for words in [one.en for one in (*KEYS.values(), *PHRASES.values(), *TOKENS.values(), *DEEDS.values())]:
        assert not re.search("[\u4e00-\u9fff]", words)


def test_no_sentence_shows_a_key_an_id_or_json():
    for detail in (
        {"slot": "ZF|ZF-1|20261210|v:V001", "who": "p:L01"},
        {"slot": "XX|gone|20261210", "ring": [["ZB|ZB-2|20261201", "p:L01", "p:H01"]]},
        {"people": ["L01", "H01"], "unit": "u:" + next(iter(OFFICE.units))},
        {"texts": [{"zh": "甲", "en": "a"}], "was": {"zh": "乙", "en": "b"}, "done": True},
    ):
        for lang in ("zh", "en"):
            assert not re.search(r"[|{}\[\]\"]|[puv]:", told("edit", detail, lang)), told("edit", detail, lang)


def test_a_column_is_named_in_the_reader_s_language():
    assert told("register", {"sheet": "人员", "key": ["L01", "None"], "changed": ["手机", "-"]}, "en").endswith(
        "changed: mobile, the whole row"
    )
