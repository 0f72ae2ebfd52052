"""`calendar YEAR --load`: four forms of a notice and standard input, looked at or loaded, and what is refused."""

import io
import json

import pytest
import xlsxwriter

from planner.commands.__main__ import run_command
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.holiday_notices import notice_words, public_form, web_page
from tests.fixtures.office_at_work import NOW, issued_home, run

NEIGHBOURS = public_form(2027, [f"2027-10-0{day}" for day in range(1, 8)], ["2027-09-26", "2027-10-10"])
VISIT = {"duty": "ZF", "nominal": "2027-10-10", "was": "2027-10-11", "date": "2027-10-10"}
"""The visit of the 10th, a Sunday, is held on it once that is a make-up workday."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return issued_home(tmp_path_factory.mktemp("notice") / "home")


@pytest.fixture
def says(home, capsys, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())

    def said(*arguments):
        code = run_command(["--lang", "zh", *map(str, arguments), "--home", str(home)])
        out = capsys.readouterr()
        return code, out.out + out.err

    return said


def looked_at(says, file, year=2027):
    code, told = says("calendar", year, "--load", file, "--dry-run", "--json")
    assert code == 0, told
    return json.loads(told)


def sheet(path, rows, name="放假"):
    book = xlsxwriter.Workbook(path)
    tab = book.add_worksheet(name)
    for number, row in enumerate([("日期", "名称", "安排"), *rows]):
        tab.write_row(number, 0, row)
    book.close()
    return path


def test_each_form_of_a_notice_is_read_and_nothing_is_loaded_by_looking(home, says, tmp_path):
    words, page, form = tmp_path / "通知.txt", tmp_path / "page.html", tmp_path / "2027.json"
    words.write_bytes(notice_words(2027).encode("gb18030"))
    wide = tmp_path / "wide.txt"
    wide.write_bytes(notice_words(2027).encode("utf-16"))
    page.write_text(f"<html><body><p>{web_page(2027)}</p></body></html>", "utf-8")
    form.write_text(json.dumps(NEIGHBOURS), "utf-8")
    rows = [(one["date"], one["name"], "放假" if one["isOffDay"] else "上班") for one in NEIGHBOURS["days"]]
    table, parts = sheet(tmp_path / "安排.xlsx", rows, "Sheet1"), tmp_path / "holidays2027.csv"
    parts.write_text("\n".join(",".join(row) for row in [("日期", "名称", "安排"), *rows]), "utf-8-sig")
    pasted = tmp_path / "pasted.txt"
    pasted.write_text(parts.read_text("utf-8-sig").replace(",", "\t"), "utf-8")
    found = {file.name: looked_at(says, file) for file in (words, wide, page, form, table, parts, pasted)}
    assert found["通知.txt"]["notices"] == [{"number": "国办发明电〔2026〕9号", "date": "2026-11-10"}]
    assert (
        found["通知.txt"]["off"] == found["page.html"]["off"] == found["wide.txt"]["off"]
        and len(found["通知.txt"]["off"]) == 28
    )
    assert found["2027.json"]["notices"] == [{"number": NEIGHBOURS["papers"][0], "date": ""}]
    assert found["安排.xlsx"]["notices"] == [{"number": "安排.xlsx", "date": ""}]
    for name in ("安排.xlsx", "holidays2027.csv", "pasted.txt"):
        assert found[name]["off"] == found["2027.json"]["off"] == {f"2027-10-0{day}": "国庆节" for day in range(1, 8)}
        assert found[name]["work"] == {"2027-09-26": "国庆节", "2027-10-10": "国庆节"}
    assert all(VISIT in one["moves"] and one["loaded"] is False for one in found.values())
    with Store(home).read() as transaction:
        assert offices.load(transaction).notices == {}


def test_a_notice_is_said_holiday_by_holiday_with_weekdays_and_notes(says, tmp_path):
    file = tmp_path / "通知.txt"
    file.write_text(notice_words(2027).replace("2月20日（周六）", "2月19日（周五）"), "utf-8")
    code, told = says("calendar", 2027, "--load", file, "--dry-run")
    lines = told.split("\n")
    assert code == 0 and lines[0] == "2027 年：依据 国办发明电〔2026〕9号（2026-11-10）"
    assert "春节　放假 2月5日（周五）至2月12日（周五），共 8 天　上班 1月31日（周日）" in lines
    assert "国庆节　放假 10月1日（周五）至10月7日（周四），共 7 天　上班 9月26日（周日）、10月10日（周日）" in lines
    assert "注意：2月19日（周五）本来就上班，不算调休" in lines
    assert "注意：放假占 18 个工作日，调休上班 4 天，净放 14 天，法定为 13 天，请核对有没有漏写的日子" in lines
    assert "双休日 → 工作日　1月31日（周日）、5月8日（周六）、9月26日（周日）、10月10日（周日）" in lines
    assert lines[-2] == "只是预览，没有装入"
    assert any(one.endswith("　10月10日（周日）　10月11日（周一） → 10月10日（周日）") for one in lines)
    code, told = says("calendar", 2027, "--load", file, "--dry-run", "--lang", "en")
    assert "only a preview, nothing was loaded" in told and "note: Fri 19 Feb is a workday anyway" in told


@pytest.mark.slow
def test_what_is_loaded_is_kept_in_our_form_and_named_as_the_base(tmp_path):
    home = issued_home(tmp_path / "home")
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(NEIGHBOURS), "utf-8")
    loaded = json.loads(run(home, "calendar", "2027", "--load", str(file), "--json").stdout)
    assert loaded["loaded"] is True and VISIT in loaded["moves"]
    with Store(home).read() as transaction:
        assert json.loads(offices.load(transaction).notices[2027]) == {
            key: loaded[key] for key in ("year", "notices", "off", "work")
        }
    shown = run(home, "calendar", "2027").stdout
    assert f"2027 年：依据 {NEIGHBOURS['papers'][0]}\n" in shown
    again = run(home, "calendar", "2027", "--load", str(file), "--dry-run").stdout
    assert "注意：与现在的依据相同" in again and "没有变化" in again
    file.write_text(notice_words(2027), "utf-8")
    other = run(home, "calendar", "2027", "--load", str(file), "--dry-run").stdout
    assert f"注意：装入后代替现在的依据：{NEIGHBOURS['papers'][0]}" in other


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("通知.txt", notice_words(2026), "通知.txt：通知是 2026 年的，不是 2027 年的。"),
        (
            "通知.txt",
            notice_words(2027).replace("共8天", "共7天"),
            "写的是 7 天，从2月5日（周五）到2月12日（周五）读到 8 天",
        ),
        ("a.json", '{"year":2027,\n"days":[,]}', "a.json：JSON 在第 2 行第 9 个字符处断了。"),
        (
            "b.csv",
            "日期,名称,安排\n2027-01-01,元旦,放假\n2027-01-01,元旦,上班",
            "b.csv 放假 A3：1月1日（周五）既放假又上班",
        ),
        ("b.csv", "日期,名称,安排\n2027-01-01,元旦,加班\n明天,元旦,放假", "b.csv 放假 C2"),
        ("b.csv", "日期,名称,安排\n2028-01-01,元旦,放假", "b.csv：通知是 2028 年的，不是 2027 年的。"),
        ("b.csv", "名称,安排\n元旦,放假", "b.csv 放假 A1：缺少必填列：日期"),
        ("c.docx", b"PK\x03\x04\x00word/document.xml", "c.docx：不是文字文件。请打开文件，复制其中的通知全文贴上"),
        ("d.pdf", b"%PDF-1.7\x00\x01", "d.pdf：不是文字文件。"),
        ("e.txt", "", "e.txt：文件是空的。"),
        ("f.txt", b"x" * (5 << 20), "f.txt：文件超过 4 MiB。"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_place_cause_and_cure(says, tmp_path, name, data, said):
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    code, told = says("calendar", 2027, "--load", file)
    assert code == 2 and said in told, told


def test_a_file_that_is_not_there_is_refused_and_looking_needs_a_file(says, tmp_path):
    code, told = says("calendar", 2027, "--load", tmp_path / "x.json")
    assert code == 2 and "x.json：找不到文件。" in told
    assert says("calendar", 2027, "--dry-run")[0] == 2


def test_standard_input_is_read(says, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(notice_words(2027).encode())))
    assert looked_at(says, "-")["notices"] == [{"number": "国办发明电〔2026〕9号", "date": "2026-11-10"}]
