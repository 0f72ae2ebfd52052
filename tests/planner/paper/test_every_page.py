"""Every page of every paper, read back by another program, has its own title, check code and version."""

import csv
import json
import re
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from planner.paper.catalogue import PAPERS, available, printed, sheets
from planner.paper.gathering import WantedPaper
from planner.paper.presses.press import press
from planner.paper.sheet import Page, PaperSheet
from planner.roster.check_code import check_code
from planner.roster.issued import issued_lines
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.words import version_words
from tests.fixtures.office_at_work import run
from tests.fixtures.small_offices import add, at, month_issued, rows_of, with_office

pytestmark = pytest.mark.slow

LATER = at("2026-12-20T09:00")
DUTIES = [("JA", "甲事项"), ("YI", "乙事项"), ("BI", "丙事项"), ("DI", "丁事项")]
CODE = r"[A-Z2-7]{4}-[A-Z2-7]{4}"


def bare(text):
    """A text without the blanks and breaks that a page adds."""
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Four duties, December and January issued, one of them twice, and a holiday that lies in both months."""
    path = tmp_path_factory.mktemp("office")
    posts = [
        {"事项": duty, "班次": shift, "开始时间": start, "结束时间": end, "占用": hold}
        for duty, shift, start, end, hold in (
            ("JA", "班", "09:00", "10:00", "听班"),
            ("YI", "班", "10:00", "11:00", "听班"),
            ("BI", "班", "08:30", "08:30", "专职"),
            ("DI", "白班", "08:00", "18:00", "专职"),
            ("DI", "夜班", "18:00", "08:00", "专职"),
        )
    ]
    days = [{"日期": day, "名称": "年节", "安排": "放假"} for day in ("2026-12-31", "2027-01-01", "2027-01-02")]
    store = with_office(
        path,
        rows_of(
            [{"编号": id, "名称": name, "日历": "每天"} for id, name in DUTIES],
            posts,
            放假=days,
            规则=[{"规则": "均衡", "要求": "一般"}],
        ),
    )
    month_issued(store, "2026-12")
    month_issued(store, "2027-01")
    add(
        store,
        path / "more",
        {
            "指定": [
                ["事项", "起始日期", "人员或单位"],
                *(["YI", f"2026-12-{day}", f"P{1 + day % 6}"] for day in range(24, 32)),
            ]
        },
    )
    month_issued(store, "2026-12", LATER, duties=("YI",))
    with store.read() as transaction:
        assert {one.duty: one.number for one in versions.current(transaction, "2026-12")} == {
            "JA": 1,
            "YI": 2,
            "BI": 1,
            "DI": 1,
        }
    return store


def codes_of(store, *months):
    """(duty, month) → code and label of what is in force."""
    with store.read() as transaction:
        return {
            (one.duty, month): (one.code, version_words(one.number))
            for month in months
            for one in versions.current(transaction, month)
        }


def sheet_pages(kind, data):
    """For each sheet or page of a file everything that is printed on it, as second readers find it."""
    if kind == "pdf":
        return [bare(page.extract_text()) for page in PdfReader(BytesIO(data)).pages]
    if kind == "docx":
        made = Document(BytesIO(data))
        titles = [line.text for line in made.paragraphs if line.style.name == "Normal" and line.text.strip()]
        pages = []
        for section in made.sections:
            again = "".join(line.text for line in section.header.paragraphs).removesuffix("（续）")
            for foot in (section.footer, section.first_page_footer):
                assert not foot.is_linked_to_previous and again in titles
                pages.append(bare(again + "".join(line.text for line in foot.paragraphs)))
        return pages
    book, second = load_workbook(BytesIO(data)), CalamineWorkbook.from_filelike(BytesIO(data))
    assert all(sheet.print_title_rows == "$1:$3" for sheet in book), "title and codes stand on every page"
    return [
        bare(
            "".join(str(cell) for row in second.get_sheet_by_name(sheet.title).to_python() for cell in row)
            + (sheet.oddFooter.left.text or "")
        )
        for sheet in book
    ]


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("paper", ["month", "handover"])
@pytest.mark.parametrize("month", ["2026-12", "2027-01"])
def test_each_page_has_the_title_code_and_version_of_its_own_duty(store, kind, paper, month):
    codes = codes_of(store, month)
    with store.read() as transaction:
        made = sheets(Standing.read(transaction), WantedPaper(paper, month), LATER)
        pages = sheet_pages(kind, printed(Standing.read(transaction), WantedPaper(paper, month), kind, LATER))
    met = set()
    for page in pages:
        [(id, name)] = [one for one in DUTIES if re.search(f"月{one[1]}(安排表|交接班记录)", page)]
        code, label = codes[id, month]
        assert set(re.findall(CODE, page)) == {code} and label in page, (id, page[-80:])
        met.add(name)
    assert len(met) == len(made) == (2 if paper == "handover" else len(DUTIES))


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_festival_over_two_months_names_the_versions_of_its_own_duty_alone(store, kind):
    codes = codes_of(store, "2026-12", "2027-01")
    with store.read() as transaction:
        pages = sheet_pages(kind, printed(Standing.read(transaction), WantedPaper("festival", "2027-01"), kind, LATER))
    for page in pages:
        [id] = [id for id, name in DUTIES if f"假期{name}安排表" in page]
        assert set(re.findall(CODE, page)) == {codes[id, month][0] for month in ("2026-12", "2027-01")}
        assert all(
            bare(f"{month} {codes[id, month][0]} {codes[id, month][1]}") in page for month in ("2026-12", "2027-01")
        )


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_every_other_paper_names_what_it_was_taken_from(store, kind):
    codes = codes_of(store, "2026-12", "2027-01")
    with store.read() as transaction:
        for paper in ("person", "card"):
            wanted = WantedPaper(paper, "2026-12", who="p:P1" if paper == "person" else "")
            [one] = sheets(Standing.read(transaction), wanted, LATER)
            for page in sheet_pages(kind, printed(Standing.read(transaction), wanted, kind, LATER)):
                assert bare(one.title) in page
                named = re.findall(
                    f"(?:{'|'.join(name for _, name in DUTIES)})({CODE})(第1版|第1次调整（第2版）)", page
                )
                assert {tuple(two) for two in named} == {
                    codes[id, "2026-12"] for id, name in DUTIES if bare(f"{name} {codes[id, '2026-12'][0]}") in page
                } and len(named) >= 3
        for paper in ("served", "rules"):
            [one] = sheets(Standing.read(transaction), WantedPaper(paper, "2026-12"), LATER)
            for page in sheet_pages(
                kind, printed(Standing.read(transaction), WantedPaper(paper, "2026-12"), kind, LATER)
            ):
                assert bare(one.title) in page and bare(one.margin) in page
        assert set(available(Standing.read(transaction), "2026-12")) | {"person", "card", "rules", "swaps"} <= set(
            PAPERS
        )


def test_text_table_and_data_carry_each_duty_s_own_code_and_version(store, tmp_path):
    codes = codes_of(store, "2026-12")
    for kind in ("txt", "csv", "json"):
        run(store.home, "export", "2026-12", "--to", str(tmp_path / f"a.{kind}"), now="2026-12-20T09:00")
    parts = (tmp_path / "a.txt").read_text("utf-8").split("\n\n")
    for id, name in DUTIES:
        [part] = [part for part in parts if part.startswith(f"【{name}】")]
        head = part.splitlines()[0]
        assert codes[id, "2026-12"][0] in head and codes[id, "2026-12"][1] in head and len(re.findall(CODE, part)) == 1
    numbers = {"第1版": "1", "第1次调整（第2版）": "2"}
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert {(row["duty"], row["version"]) for row in rows} == {
        (id, numbers[codes[id, "2026-12"][1]]) for id, _ in DUTIES
    }
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert document["status"] == {id: codes[id, "2026-12"][1] for id, _ in DUTIES}
    with store.read() as transaction:
        for id, _ in DUTIES:
            assert (
                check_code(issued_lines(transaction, offices.load(transaction), "2026-12", id))
                == codes[id, "2026-12"][0]
            )


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_long_tables_and_long_lists_of_codes_are_whole_on_every_page(kind):
    many = [f"事项{number:02} ABCD-EF{number // 10 + 2}{number % 10 // 2 + 2} 第{number}次调整" for number in range(30)]
    made = [
        PaperSheet(
            f"表{number}",
            f"青石县第{number}号表",
            Page(("序号", "地点"), (8, 40), tuple((str(row), "区群众服务中心" * 9) for row in range(rows))),
            margin=margin,
            date="2026-12-01",
        )
        for number, rows, margin in (
            (1, 90, "校验码 AAAA-AAAA　第1版"),
            (2, 1, "校验码 BBBB-BBBB　第1次调整"),
            (3, 60, f"校验码 {'　'.join(many)}"),
            (4, 1, "校验码 DDDD-DDDD　草稿"),
        )
    ]
    pages = sheet_pages(kind, press(kind, made, "t", "a"))
    met = []
    for page in pages:
        [one] = [one for one in made if bare(one.title) in page]
        assert bare(one.margin) in page, (kind, one.title, page[-200:])
        assert sum(bare(other.margin) in page for other in made) == 1
        met.append(one.tab)
    assert list(dict.fromkeys(met)) == [one.tab for one in made] and (kind != "pdf" or len(met) > 10)


SHEETS = some.lists(
    some.tuples(some.integers(0, 45), some.integers(1, 40), some.sampled_from(["", "跨月的以上月为准。"])),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None)
@given(SHEETS)
def test_whatever_sheets_follow_each_other_no_page_has_the_words_of_another(wanted):
    made = [
        PaperSheet(
            f"表{at}",
            f"青石县第{at}号表",
            Page(("序号", "地点"), (8, 40), tuple((str(row), "区群众服务中心" * 4) for row in range(rows))),
            foot=foot,
            margin="校验码 " + "　".join(f"第{at}号表第{number}项" for number in range(codes)),
            date="2026-12-01",
        )
        for at, (rows, codes, foot) in enumerate(wanted, 1)
    ]
    met = []
    for page in sheet_pages("pdf", press("pdf", made, "t", "a")):
        [one] = [one for one in made if page.startswith(bare(one.title))]
        assert bare(one.margin) in page and set(re.findall(r"第(\d+)号表", page)) == {one.tab[1:]}
        met.append(one)
    assert list(dict.fromkeys(one.tab for one in met)) == [one.tab for one in made]
