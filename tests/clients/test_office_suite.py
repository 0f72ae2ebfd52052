"""LibreOffice opens the papers and the workbook: A4 landscape, Chinese text, one page a short table."""

import re
import subprocess

import pytest

from planner.office.office import Office
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.store import Store
from planner.store.roster.standing import Standing
from planner.workbook.read import read_workbook
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run


def convert(file, kind, to):
    subprocess.run(
        ["soffice", "--headless", "--convert-to", kind, str(file), "--outdir", str(to)],
        check=True,
        capture_output=True,
        timeout=180,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return issued_home(tmp_path_factory.mktemp("issued") / "home")


def test_the_papers_print_on_a4_landscape_with_their_text(home, tmp_path):
    file = tmp_path / "a.xlsx"
    run(home, "export", MONTH, "--to", str(file))
    convert(file, "pdf", tmp_path)
    facts = subprocess.run(["pdfinfo", str(tmp_path / "a.pdf")], capture_output=True, text=True, check=True).stdout
    width, height = (float(one) for one in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", facts).groups())
    assert (round(width), round(height)) == (842, 595)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in ("云川区人民政府办公室2026年12月领导接访安排表", "带班领导", "冬月", "校验码", "第1版"):
        assert words in text, words
    assert re.search(r"第 ?1 ?页\s+共 ?\d+ ?页", text)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_each_duty_s_month_prints_whole_on_one_page_where_it_fits_and_repeats_its_header_where_not(
    home, tmp_path, kind
):
    for duty, one_page in (("JF", True), ("JT", True), ("RX", True), ("ZB", True), ("ZX", True), ("ZF", False)):
        file = tmp_path / f"{duty}.{kind}"
        assert run(home, "export", MONTH, "--duty", duty, "--to", str(file)).returncode == 0
        convert(file, "pdf", tmp_path)
        pages = (
            subprocess.run(
                ["pdftotext", "-layout", str(tmp_path / f"{duty}.pdf"), "-"], capture_output=True, text=True, check=True
            )
            .stdout.rstrip("\f")
            .split("\f")
        )
        with Store(home).read() as transaction:
            [sheet] = sheets(Standing.read(transaction), WantedPaper("month", MONTH, duty), NOW)
        squeezed = re.sub(r"\s", "", "".join(pages))
        assert one_page <= (len(pages) == 1), duty
        assert all(
            re.sub(r"\s", "", sheet.page.header[0] + sheet.page.header[1]) in re.sub(r"\s", "", page) for page in pages
        ), duty
        assert all(
            part in squeezed for row in sheet.page.rows for cell in row for part in cell.split("\n") if len(part) < 6
        ), "nothing is cut"


def test_a_workbook_saved_again_by_libreoffice_reads_the_same(home, tmp_path):
    book = tmp_path / "out.xlsx"
    run(home, "export", "--workbook", str(book))
    again = tmp_path / "again"
    again.mkdir()
    convert(book, "xlsx", again)
    assert read_workbook(again / "out.xlsx", Office()).office.rows == read_workbook(book, Office()).office.rows
