"""Names of log-ins: none that could be taken for another, for the program, or for a person; cause and cure are said."""

import pytest

from planner.access import logins
from planner.access.actors import ACTORS
from planner.access.log_in_names import looks, refuse_name
from planner.errors import NotPossible, Refused
from planner.office.office import Office
from planner.office.sheets import Person
from planner.store import Store
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home

OFFICE = Office().with_rows("人员", (Person(id="L01", name="王建国", pools=("带班领导",)),))
TAKEN = ("clerk", "李姐", "o1", "Zhao")


def refused(name, person=""):
    """The fault that a name is refused with; None for a good one."""
    try:
        refuse_name(name, OFFICE, person, TAKEN)
    except Refused as found:
        (fault,) = found.faults
        return fault
    return None


@pytest.mark.parametrize(
    ("name", "why", "cure"),
    [
        ("clock", "操作日志里留给", "换一个"),
        ("Clock", "操作日志里留给", "换一个"),
        ("c1ock", "操作日志里留给", "换一个"),
        ("office", "操作日志里留给", "换一个"),
        ("系统", "操作日志里留给", "换一个"),
        ("办公室", "操作日志里留给", "换一个"),
        ("command line", "操作日志里留给", "换一个"),
        ("сlerk", "“с”是俄文字母", "英文字母"),
        ("сору", "“с”是俄文字母", "英文字母"),
        ("αlpha", "“α”是希腊字母", "英文字母"),
        ("ᴄlerk", "“ᴄ”是别的文字里的字母", "英文字母"),
        ("ꓚLERK", "“ꓚ”是别的文字里的字母", "英文字母"),
        ("clerkབོད", "“བ”是别的文字里的字母", "英文字母"),
        ("ｃlerk", "全角", "请写成“clerk”"),
        ("Clerk", "和已有的“clerk”一样", "分清"),
        ("cIerk", "和已有的“clerk”一样", "分清"),
        ("clérk", "和已有的“clerk”一样", "分清"),
        ("zhao", "和已有的“Zhao”一样", "分清"),
        ("Ol", "和已有的“o1”一样", "分清"),
        ("a\nb", "看不见的字符（第 2 个）", "汉字、字母和数字"),
        ("a\x00b", "看不见的字符（第 2 个）", "汉字、字母和数字"),
        ("cle\u200brk", "看不见的字符（第 4 个）", "汉字、字母和数字"),
        ("krelc\u202e", "看不见的字符（第 6 个）", "汉字、字母和数字"),
        ("\udcff", "看不见的字符（第 1 个）", "汉字、字母和数字"),
        ("p:L01", "不能有“:”", "汉字、字母和数字"),
        ("a/b", "不能有“/”", "汉字、字母和数字"),
        ("<b>", "不能有“<”", "汉字、字母和数字"),
        ("=cmd()", "不能有“=”", "汉字、字母和数字"),
        (" clerk2", "开头或末尾", "开头和结尾"),
        ("..", "开头或末尾", "开头和结尾"),
        ("李  姐", "两个空格", "开头和结尾"),
        ("长" * 61, "61 个字符", "60"),
        ("L01", "王建国的人员编号", "对应人员"),
    ],
)
def test_a_name_that_could_be_taken_for_another_is_refused_with_cause_and_cure(name, why, cure):
    fault = refused(name)
    assert why in fault.cause.zh and cure in fault.cure.zh and fault.cause.en and fault.cure.en


NAMES = ["wang", "王建国", "李姐2", "zhang.san@example.gov", "J. Li", "བོད", "ئەخمەت", "h-07", "9527"]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_people_have_are_taken(name):
    assert refused(name) is None


def test_an_id_may_name_the_log_in_of_its_own_person():
    assert refused("L01", "L01") is None


@pytest.mark.parametrize("actor", [name for key, one in ACTORS.items() for name in (key, one.zh, one.en)])
def test_whoever_else_acts_in_the_log_is_nobody_s_name(actor):
    assert "操作日志里留给" in refused(actor).cause.zh


def test_what_looks_alike_is_one():
    assert looks("OIl01") & looks("ollol") and not looks("li") & looks("il")


@pytest.mark.engines
def test_no_log_in_is_made_under_such_a_name(tmp_path):
    store = Store(issued_home(tmp_path / "home"))

    def add(name):
        with store.write() as transaction:
            logins.add(transaction, offices.load(transaction), name, "auditor", "", "correct horse", NOW, "test")

    add("clerk")
    for name in ("сlerk", "clock", "p:L01", "H01", "a\nb"):
        with pytest.raises(Refused):
            add(name)
    with pytest.raises(NotPossible):
        add("clerk")
    with store.read() as transaction:
        assert [one.name for one in users.every(transaction)] == ["clerk"]
