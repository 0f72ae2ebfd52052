"""Papers: the same sheet as .xlsx, .docx and .pdf, A4 landscape, in rank order, with its code; odd names stay text."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader

from planner.errors import NotPossible
from planner.issuing.publish import sign
from planner.office.sheets import Person
from planner.paper.catalogue import PAPERS, available, printed, sheets
from planner.paper.gathering import WantedPaper
from planner.paper.presses import fonts
from planner.paper.presses.press import KINDS, press
from planner.paper.sheet import Page, PaperSheet
from planner.problem.festivals import festivals
from planner.store import Store, record
from planner.store.record import Head
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home, planned, run
from tests.fixtures.paper_words import words
from tests.fixtures.swaps import accepted, asked, clean_swap

ODD = (
    "=cmd|'/c calc'!A1",
    "<img src=x onerror=alert(1)>",
    '&L&"Arial"张三',
    "BEGIN:VEVENT",
    "+8613800000000",
    "@SUM(A1)",
    "𠮷田",
    "a\x0bb",
)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_says_what_the_sheet_says(store, kind):
    with store.read() as transaction:
        wanted = sheets(Standing.read(transaction), WantedPaper("month", MONTH, "JF"), NOW)
        said = words(kind, printed(Standing.read(transaction), WantedPaper("month", MONTH, "JF"), kind, NOW)).replace(
            "\n", ""
        )
    [one] = wanted
    assert one.title in said and one.page.header == (
        "日期",
        "星期",
        "接访领导",
        "职务",
        "分管工作",
        "时间",
        "地点",
        "陪同单位",
        "备注",
    )
    for row in one.page.rows:
        for text in row:
            for part in text.split("\n"):
                assert part in said, part


def test_a_pdf_is_a4_landscape_with_its_header_and_code_on_each_page(store):
    rows = tuple((str(number), "区群众服务中心" * 9) for number in range(120))
    one = PaperSheet(
        "长", "很长的一张表", Page(("序号", "地点"), (8, 40), rows), margin="校验码 ABCD-EFGH", date="2026-12-01"
    )
    reader = PdfReader(BytesIO(press("pdf", [one], "t", "a")))
    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (842, 595)
        assert "序号" in text and "校验码 ABCD-EFGH" in text and f"第 {number} 页　共 {len(reader.pages)} 页" in text
    everything = "".join(page.extract_text() for page in reader.pages)
    assert [int(one) for one in re.findall(r"(\d+)\s*区群", everything)] == list(range(120)), "nothing is cut"


@pytest.mark.slow
def test_a_month_stands_on_one_page_where_it_fits(store):
    with store.read() as transaction:
        for duty in ("JF", "RX"):
            assert (
                len(
                    PdfReader(
                        BytesIO(printed(Standing.read(transaction), WantedPaper("month", MONTH, duty), "pdf", NOW))
                    ).pages
                )
                == 1
            ), duty
            book = openpyxl.load_workbook(
                BytesIO(printed(Standing.read(transaction), WantedPaper("month", MONTH, duty), "xlsx", NOW))
            )
            sheet = book.active
            setup = sheet.page_setup
            assert sheet.sheet_properties.pageSetUpPr.fitToPage and {setup.fitToHeight, setup.fitToWidth} == {None}, (
                "one by one, which is what a file says by saying nothing"
            )
            assert (setup.orientation, setup.paperSize) == ("landscape", 9)
            assert sheet.print_title_rows == "$1:$3"


def test_a_document_names_official_fonts_and_repeats_its_header(store):
    with store.read() as transaction:
        made = Document(BytesIO(printed(Standing.read(transaction), WantedPaper("month", MONTH), "docx", NOW)))
    named = {
        run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for table in made.tables
        for row in table.rows
        for cell in row.cells
        for line in cell.paragraphs
        for run in line.runs
    }
    titles = {
        line.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))
        for line in made.paragraphs
        if line.runs and "安排表" in line.text
    }
    assert named == {"黑体", "仿宋_GB2312"} and titles == {"方正小标宋简体"}
    assert {section.orientation for section in made.sections} == {WD_ORIENT.LANDSCAPE} and len(made.sections) == len(
        made.tables
    )
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in made.tables)


@pytest.mark.parametrize("kind", KINDS)
def test_odd_names_stay_text_in_every_kind_of_file(kind):
    rows = tuple((name, "备注") for name in ODD)
    one = PaperSheet(ODD[2], ODD[1], Page(("姓名", "备注"), (30, 20), rows), margin=ODD[2], date="1")
    data = press(kind, [one, replace(one, tab=ODD[2])], ODD[0], ODD[1])
    said = words(kind, data)
    for name in ODD[:-1]:
        assert name in said.replace("\n", "") or name in said, name
    if kind == "xlsx":
        book = openpyxl.load_workbook(BytesIO(data))
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
        assert len({sheet.title for sheet in book}) == 2


def test_people_stand_in_rank_order_on_paper(store):
    with store.read() as transaction:
        office = offices.load(transaction)
        rank = {rows[-1].name: office.rank["p:" + id] for id, rows in office.people.items()}
        [one] = sheets(Standing.read(transaction), WantedPaper("month", MONTH, "JF"), NOW)
        several = [[rank[name] for name in row[2].split("\n")] for row in one.page.rows if "\n" in row[2]]
        served = sheets(Standing.read(transaction), WantedPaper("served", MONTH), NOW.replace(month=12, day=31))[0]
    assert all(one == sorted(one) for one in several)
    ranks = [rank[row[0]] for row in served.page.rows if row[0] in rank]
    assert len(ranks) > 10 and ranks == sorted(ranks)


@pytest.mark.slow
def test_a_festival_is_printed_apart_and_reported_with_telephones(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    planned(store, "2027-01")
    issued(store, "2027-01")
    with store.read() as transaction:
        office = offices.load(transaction)
        from planner.problem.period import Period

        [festival] = festivals(office, Period.month("2027-01").first, Period.month("2027-01").last)
        assert (festival.name, str(festival.first), str(festival.last)) == ("元旦", "2027-01-01", "2027-01-03")
        tables = sheets(Standing.read(transaction), WantedPaper("festival", "2027-01"), NOW)
        assert {row[0] for one in tables for row in one.page.rows} == {"1月1日", "1月2日", "1月3日"}
        [report] = sheets(Standing.read(transaction), WantedPaper("report", "2027-01"), NOW)
        assert report.page.header[:6] == ("单位", "日期", "带班领导", "职务", "办公电话", "手机")
        lines = {line for row in report.page.rows for line in row[2].split("\n")}
        phones = {rows[-1].name: rows[-1].mobile for rows in office.people.values()}
        assert all(row[5] == phones[row[2]] for row in report.page.rows) and len(report.page.rows) == 3 == len(lines)
        codes = {one.code for one in versions.current(transaction, "2027-01")}
        assert any(code in report.margin for code in codes)


def test_a_handover_log_hands_each_shift_to_the_next(store):
    with store.read() as transaction:
        logs = sheets(Standing.read(transaction), WantedPaper("handover", MONTH), NOW)
    for one in logs:
        taken = [(row[6], row[7]) for row in one.page.rows]
        assert len(taken) > 20 and all(after == following for (_, after), (following, _) in pairwise(taken))
        assert all(giver for giver, _ in taken)
    assert "领导接访" not in "".join(one.title for one in logs), "single sessions hand over to nobody"


@pytest.mark.slow
def test_an_approval_sheet_carries_the_code_that_the_issue_will_have(store):
    planned(store, "2027-01")
    sign(store, "2027-01", NOW, "test")
    with store.read() as transaction:
        [one] = sheets(Standing.read(transaction), WantedPaper("approval", "2027-01"), NOW)
        with pytest.raises(NotPossible):
            sheets(Standing.read(transaction), WantedPaper("approval", MONTH), NOW)
    assert one.marked and one.under == "送审稿　未经签发不得外传"
    assert [row[0] for row in one.page.rows] == [
        "标题",
        "附件",
        "未能满足的要求",
        "拟稿",
        "核稿",
        "会签",
        "办公室主任",
        "分管领导",
        "签发",
        "印发文号",
    ]
    issued(store, "2027-01")
    with store.read() as transaction:
        codes = {version.code for version in versions.current(transaction, "2027-01")}
        typed = Head.parse(one.foot.removeprefix("存证码　"))
        assert record.broken(transaction, typed) == []
        assert [trouble.what.name for trouble in record.broken(transaction, replace(typed, digest="0" * 24))] == [
            "REWRITTEN"
        ]
    assert codes and all(code in one.page.rows[1][1] for code in codes)


@pytest.mark.slow
def test_what_a_month_has_to_print_follows_how_far_it_is(store):
    planned(store, "2027-01")
    with store.read() as transaction:
        assert available(Standing.read(transaction), "2027-02") == {}
        assert set(available(Standing.read(transaction), MONTH)) == {"month", "handover", "served"}
        assert available(Standing.read(transaction), "2027-01") == {
            "month": [True],
            "handover": [True],
            "festival": [True],
            "report": [True],
            "approval": [True],
        }
        for kind, sides in available(Standing.read(transaction), "2027-01").items():
            assert sheets(Standing.read(transaction), WantedPaper(kind, "2027-01", draft=sides[0]), NOW), kind


def test_without_any_chinese_font_a_pdf_is_refused_with_its_cure(store, monkeypatch):
    monkeypatch.setattr(fonts, "_known", lambda names: iter(()))
    with store.read() as transaction, pytest.raises(NotPossible, match="fonts-noto-cjk"):
        printed(Standing.read(transaction), WantedPaper("month", MONTH), "pdf", NOW)


@pytest.mark.slow
def test_the_command_writes_every_paper_in_every_kind(store, tmp_path):
    accepted(store, asked(store, *clean_swap(store)).id)
    for paper in sorted(set(PAPERS) - {"festival", "report", "approval", "served"}):
        for kind in KINDS:
            file = tmp_path / f"{paper}.{kind}"
            done = run(
                store.home,
                "export",
                MONTH,
                "--paper",
                paper,
                *(["--person", "L01"] if paper == "person" else []),
                "--to",
                str(file),
            )
            assert done.returncode == 0 and len(words(kind, file.read_bytes())) > 20, (paper, kind, done.stderr)
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows(
                "人员", tuple(replace(row, name=ODD[1]) if row.id == "L01" else row for row in office.of(Person))
            ),
        )
    file = tmp_path / "odd.pdf"
    assert run(store.home, "export", MONTH, "--paper", "person", "--person", "L01", "--to", str(file)).returncode == 0
    assert ODD[1] in words("pdf", file.read_bytes()).replace("\n", "")
    refused = run(store.home, "export", MONTH, "--paper", "report", "--to", str(tmp_path / "r.pdf"))
    assert refused.returncode == 1 and "没有可打印的节日值班报备表" in refused.stderr + refused.stdout
