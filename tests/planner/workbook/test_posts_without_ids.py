"""A post without 编号 is known by duty, shift, post and days; a new one gets a number that is nobody else's."""

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import Refused
from planner.office.office import Office
from planner.office.sheets import Post
from planner.samples.standard import usual_duties, usual_posts, usual_settings
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import DUTIES, POSTS, SETTINGS, UNITS, folder, read
from tests.profile import rounds

HEAD = ["编号", *POSTS[0], "适用"]
USUAL = Office({"设置": usual_settings("××区人民政府办公室", 2026), "值班事项": usual_duties(), "岗位": usual_posts()})
TWO_DUTIES = [*DUTIES, ["RX", "热线", "每天", ""]]
KEYS = tuple(product(("JF", "RX"), ("上午", "白班"), ("主班", "副班"), ("", "工作日")))


def row(duty, shift, post, days="", id="", need="1"):
    return [id, duty, shift, post, "08:30", "11:30", "甲", need, days]


def posts_of(tmp_path, rows, office=Office()):
    tmp_path.mkdir(exist_ok=True)
    sheets = {"设置": SETTINGS, "单位": UNITS, "值班事项": TWO_DUTIES, "岗位": [HEAD, *rows]}
    return {one.id: (one.duty, one.shift, one.post) for one in read(folder(tmp_path / "book", sheets), office).of(Post)}


def test_two_posts_of_a_new_duty_get_two_numbers(tmp_path):
    rows = [row("RX", "白班", "主班"), row("RX", "白班", "副班"), row("RX", "夜班", "主班")]
    assert posts_of(tmp_path, rows) == {
        "RX-1": ("RX", "白班", "主班"),
        "RX-2": ("RX", "白班", "副班"),
        "RX-3": ("RX", "夜班", "主班"),
    }


def test_a_number_that_the_file_writes_further_down_is_not_given_away(tmp_path):
    rows = [row("RX", "白班", "主班"), row("RX", "夜班", "主班", id="RX-1")]
    assert posts_of(tmp_path, rows) == {"RX-2": ("RX", "白班", "主班"), "RX-1": ("RX", "夜班", "主班")}


def test_a_sheet_with_one_new_post_leaves_the_others_as_they_are(tmp_path):
    before = USUAL
    sheet = {"岗位": [HEAD, row("RX", "中班", "话务员")]}
    after = read(folder(tmp_path / "book", sheet), before)
    assert after.of(Post)[: len(before.of(Post))] == before.of(Post)
    assert [(one.id, one.shift) for one in after.of(Post)[len(before.of(Post)) :]] == [("RX-3", "中班")]


def test_an_id_that_moves_to_another_post_is_not_taken_for_the_old_one_too(tmp_path):
    sheet = {"岗位": [HEAD, row("RX", "中班", "话务员", id="RX-1"), row("RX", "白班", "话务员", "全部")]}
    after = {one.id: one.shift for one in read(folder(tmp_path / "book", sheet), USUAL).of(Post)}
    assert {id: shift for id, shift in after.items() if id.startswith("RX")} == {
        "RX-1": "中班",
        "RX-2": "夜班",
        "RX-3": "白班",
    }


def test_a_copy_of_a_post_that_lost_its_number_is_the_same_post(tmp_path):
    before = posts_of(tmp_path, [row("RX", "白班", "主班"), row("RX", "白班", "副班")])
    rows = [row("RX", "白班", "主班", id="RX-1"), row("RX", "白班", "主班"), row("RX", "白班", "副班", id="RX-2")]
    assert posts_of(tmp_path / "again", rows) == before


def test_a_copy_that_says_otherwise_is_refused(tmp_path):
    rows = [row("RX", "白班", "主班", id="RX-1"), row("RX", "白班", "主班", need="2")]
    with pytest.raises(Refused) as caught:
        posts_of(tmp_path, rows)
    assert [one.cause.zh for one in caught.value.faults] == ["与第 2 行重复但内容不同"]


@settings(max_examples=rounds(25, 100, 2_000), deadline=None)
@given(st.lists(st.sampled_from(KEYS), unique=True, min_size=1), st.lists(st.sampled_from(KEYS), unique=True))
def test_posts_that_a_file_does_not_name_never_change_and_a_second_reading_changes_nothing(first, second):
    with TemporaryDirectory() as place:
        _twice(Path(place), first, second)


def _twice(place, first, second):
    sheets = {"设置": SETTINGS, "单位": UNITS, "值班事项": TWO_DUTIES, "岗位": [HEAD, *(row(*key) for key in first)]}
    before = read(folder(place / "first", sheets))
    assert len({one.id for one in before.of(Post)}) == len(first)
    more = folder(place / "second", {"岗位": [HEAD, *(row(*key, need="2") for key in second)]})
    after = read(more, before)
    ids = {(one.duty, one.shift, one.post, one.days): one for one in after.of(Post)}
    named = {(duty, shift, post, days or "全部") for duty, shift, post, days in second}
    for one in before.of(Post):
        key = one.duty, one.shift, one.post, one.days
        assert ids[key].id == one.id and (key in named or ids[key] == one)
    assert len({one.id for one in after.of(Post)}) == len(after.of(Post)) == len({*first, *second})
    assert read_workbook(more, after).changes == ()
