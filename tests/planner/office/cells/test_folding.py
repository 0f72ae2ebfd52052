"""Text is folded in one place, and what a program has spoilt on the way is found."""

from datetime import date, datetime, time, timedelta

import pytest

from planner.office.cells.folding import as_typed, comparable, fold, garbled_from, look_alike


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｌ０１", "L01"),
        ("Ａ－1", "A-1"),
        ("A‑1", "A-1"),
        ("L\u00ad01", "L01"),
        ("L\U000e0041\U000e007f01", "L01"),
        ("张\ufeff三", "张三"),
        ("\u202e张三\u202c", "张三"),
        ("张\u200d三\ufe0f", "张三"),
        ("⼀中", "一中"),
        ("⻢云⻓", "马云长"),
        ("豈", "豈"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提‧艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提∙艾力", "买买提·艾力"),
        ("٣组", "3组"),
        ("某局（筹）", "某局（筹）"),
        ("①班", "①班"),
        ("王　伟", "王 伟"),
    ],
)
def test_what_looks_the_same_is_stored_the_same(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


def test_names_are_looked_up_without_blanks_and_with_one_sort_of_brackets():
    assert comparable("张 三 （教育局）") == comparable("张三(教育局)") == "张三(教育局)"
    assert comparable("John Smith") == "John Smith"


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("寮犱笁", "张三"),
        ("鐜嬩紵", "王伟"),
        ("寮犱笁涓?", "张三"),
        ("ÕÅÈý", "张三"),
        ("å¼\xa0ä¸‰", "张三"),
        ("张三", None),
        ("濮阳宓", None),
        ("爨龑", None),
        ("Müller", None),
        ("créée", None),
        ("联通", None),
    ],
)
def test_text_in_a_wrong_encoding_is_known_by_what_it_was(text, before):
    assert garbled_from(text) == before


@pytest.mark.parametrize(
    ("text", "found"),
    [("Р01", ("Р", "P")), ("ΑB1", ("Α", "A")), ("班А", ("А", "A")), ("Иван", None), ("αβ", None), ("L01", None)],
)
def test_letters_that_look_like_latin_ones_are_found(text, found):
    assert look_alike(text) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.1, "12.1"),
        (12.0, "12"),
        (True, "TRUE"),
        (date(2026, 12, 1), "2026-12-01"),
        (datetime(2026, 12, 1), "2026-12-01"),
        (datetime(2026, 12, 1, 14, 30), "2026-12-01 14:30"),
        (time(8, 30), "08:30"),
        (time(8, 30, 45), "08:30:45"),
        (timedelta(hours=32), "32:00"),
        ("２天", "２天"),
        ("a\tb\nc\x01", "a\tb↵c□"),
        ("长" * 50, "长" * 40 + "…"),
    ],
)
def test_a_cell_is_quoted_as_it_stands(value, text):
    assert as_typed(value) == text
