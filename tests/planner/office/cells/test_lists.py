"""Lists in a cell are split by strong separators always, by weak ones where all between them is known."""

import pytest

from planner.errors import Refused
from planner.office.cells.kinds import ManyCell, RefCell, RefsCell
from planner.office.cells.lists import loose_pieces, split

KNOWN = {
    "王二",
    "张三",
    "李和平",
    "夜班",
    "白班",
    "接访领导",
    "主班",
    "A组",
    "B组",
    "教育/文化",
    "John Smith",
    "P01",
    "P02",
}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王二、张三", ("王二", "张三")),
        ("王二;张三；夜班,白班，主班", ("王二", "张三", "夜班", "白班", "主班")),
        ("王二\n张三", ("王二", "张三")),
        ("王二 张三", ("王二", "张三")),
        ("王二　　张三", ("王二", "张三")),
        ("王 二", ("王二",)),
        ("王 二 张 三", ("王二", "张三")),
        ("夜班/白班", ("夜班", "白班")),
        ("夜班 / 白班", ("夜班", "白班")),
        ("接访领导+主班", ("接访领导", "主班")),
        ("王二和张三", ("王二", "张三")),
        ("李和平", ("李和平",)),
        ("李和平和王 二", ("李和平", "王二")),
        ("王二及张三与夜班", ("王二", "张三", "夜班")),
        ("A组 B组", ("A组", "B组")),
        ("教育/文化", ("教育/文化",)),
        ("教育/文化/夜班", ("教育/文化", "夜班")),
        ("John Smith", ("John Smith",)),
        ("John Smith/P01 P02", ("John Smith", "P01", "P02")),
        ("P01 P01、P01", ("P01",)),
        ("王二 赵六", ("王二赵六",)),
        ("夜班/中班", ("夜班/中班",)),
        ("夜班/中班、王二 张三", ("夜班/中班", "王二", "张三")),
        ("、、", ()),
    ],
)
def test_a_list_is_split_where_every_piece_is_known(text, names):
    assert split(text, KNOWN.__contains__) == names


def test_a_list_of_thousands_of_pieces_is_split_at_once():
    asked = []
    assert split("张三 " * 3000, lambda name: asked.append(name) or name == "张三") == ("张三",)
    assert len(asked) < 20_000


def test_a_list_keeps_the_blanks_that_may_part_it():
    assert ManyCell().read(" 王二　张三、 夜班 ", None) == ("王二 张三", "夜班")
    assert RefsCell().read("王 二,王 二", None) == ("王 二",)
    assert RefCell().read("王二  张三", None) == "王二 张三"
    assert loose_pieces("王二 赵六/钱七") == ("王二", "赵六", "钱七")


@pytest.mark.parametrize("text", ["、、", "，；", " 、 "])
def test_a_list_of_nothing_but_separators_is_refused(text):
    with pytest.raises(Refused) as caught:
        ManyCell().read(text, None)
    assert caught.value.faults[0].cause.zh == f"“{text.strip()}”里没有内容"
