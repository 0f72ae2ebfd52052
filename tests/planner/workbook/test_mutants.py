"""Thousands of spoiled files: each is read or refused with its place, within its time, and never breaks the reader."""

import io
import random
import re
import resource
import time
import zipfile
from datetime import datetime
from datetime import time as clock

import pytest

from planner.errors import Refused
from planner.office.office import Office
from planner.office.sheets import Unit
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook
from tests.fixtures.workbook_files import PEOPLE, POSTS, WHOLE, read, xlsx
from tests.profile import rounds

MUTANTS = rounds(500, 1_000, 20_000)
PARTS = 10
"""The mutants are parted among so many tests, so that several processes share them."""
NASTY = (
    "", "0", "-1", "1e999", "1e308", "NaN", "inf", "9" * 400, "0.1", "46357.6", "2958466", "-46357", "TRUE", "#REF!",
    "#SPILL!", "#N/A", "=A1", "十十", "二月三十日", "2月30日", "24:01", "99:99", "12月28日—1月3日", "、、", "，；", "|",
    "a\tb", "a&#10;b", "\u202e甲", "\u200b", "\ue000", "寮犱笁", "ÕÅÈý", "张??", "长" * 10_001, "٣", "Ⅷ", "㊤", "𠮷",
    "&#x85;", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=-1", "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2", "每月99日", "U1（U2）",
    "期间=月；最少=1", "次数", "1/2/3/4", "4小时", "_x000D_", "_xD800_", "&lt;b&gt;", "1-3、10", "p:1", "%",
    "50%", "二三",
)  # fmt: skip
EDITS = (
    (rb'r="[A-Z]+\d+"', (b'r="A1"', b'r="XFE9999999"', b'r="1A"', b'r=""', b'r="ZZZ1"')),
    (
        rb'<row r="\d+"',
        (b'<row r="0"', b'<row r="-5"', b'<row r="99999999999"', b'<row r="x"', b'<row hidden="1" r="2"'),
    ),
    (rb' t="\w+"', (b' t="s"', b' t="b"', b' t="e"', b' t="d"', b' t="n"', b' t="str"', b' t="zz"', b"")),
    (rb' s="\d+"', (b' s="999999"', b' s="-1"', b' s="x"', b' s="1"')),
    (
        rb"<v>[^<]*</v>",
        (b"<v/>", b"<v></v>", b"<f>A1</f>", b"<v>x</v>", b"<v>-1</v>", b"<v>99999999</v>", b"<v>1<v>2</v></v>"),
    ),
    (
        rb"</(?:row|c|v|t|si|sheetData|sheet|is)>",
        (b"", b"</x>", b"<!-- -->", b"]]>", b"&bad;",
                                                     b"<![CDATA[<v>1</v>]]>"),
    ),
    (rb'numFmtId="\d+"', (b'numFmtId="14"', b'numFmtId="46"', b'numFmtId="9"', b'numFmtId="x"', b'numFmtId="999"')),
    (rb'ref="[A-Z0-9:]+"', (b'ref="A1:XFD1048576"', b'ref="B2:B3"', b'ref=""', b'ref="A9:A1"')),
    (rb'name="[^"]*"', ('name="人员"'.encode(), b'name=""', 'name="人员 "'.encode(), b'name="people"')),
    (
        rb'Target="[^"]*"',
        (b'Target="../../x"', b'Target=""', b'Target="styles.xml"',
                          b'Target="worksheets/sheet1.xml"'),
    ),
    (rb'(?:r:id|Id)="[^"]*"', (b'r:id="rId99"', b"")),
    (rb"<\?xml[^>]*\?>", (b"", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE a []>", b"\0", b"\xff")),
    (rb"xmlns=", (b"xmlns:x=", b"x=")),
)  # fmt: skip


def formatted(book):
    page = book["请假外出"]
    page["B2"].number_format = "yyyy-mm-dd"
    page.merge_cells("A2:A3")
    page.row_dimensions[3].hidden = False
    book["人员"]["A2"].number_format = "000"
    book["岗位"]["D2"].number_format = "h:mm"


def shared_texts(path):
    """A workbook as the program writes it, which keeps its texts in a part of their own."""
    write_workbook(path, read(xlsx(path, WHOLE)))
    return path


def undated(data):
    """The same workbook without the moment of its making, so that a seed gives the same mutant at any time."""

    def change(members):
        return {
            name: re.sub(rb"20\d\d-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", one) for name, one in members.items()
        }

    return repacked(data, change)


def books(folder):
    """Three hand-overs: a workbook with dates, merged cells and formats, a plain one, and text."""
    absences = [
        ["人员", "起", "止", "类别"],
        ["张三", datetime(2026, 12, 1), 46358, "休假"],
        [None, "12月5日", "", "外出"],
    ]
    people = [PEOPLE[0], [7, *PEOPLE[1][1:]], PEOPLE[2]]
    posts = [POSTS[0], ["JF", "上午", "接访领导", clock(8, 30), 0.5, "接访领导", 1]]
    rich = xlsx(folder / "a.xlsx", {**WHOLE, "人员": people, "岗位": posts, "请假外出": absences}, formatted)
    plain = shared_texts(folder / "b.xlsx")
    text = "\n".join(",".join(map(str, row)) for row in PEOPLE)
    return [
        ("a.xlsx", undated(rich.read_bytes())),
        ("b.xlsx", undated(plain.read_bytes())),
        ("人员.csv", text.encode("gb18030")),
    ]


def bytes_changed(rng, data):
    found = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)


def cut(rng, data):
    return data[: rng.randrange(1, len(data))]


def spliced(rng, data):
    first, second = sorted(rng.sample(range(len(data)), 2))
    return rng.choice((data[:first] + data[second:], data[:second] + data[first:], data[first:] + data[:first]))


def text_changed(rng, data):
    found = data.decode("gb18030")
    for _ in range(rng.choice((1, 2, 5))):
        at = rng.randrange(len(found))
        found = found[:at] + rng.choice(('"', ",", ";", "\t", "\n", "\r", "\0", "\ufeff", *NASTY)) + found[at + 1 :]
    return found.encode(rng.choice(("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig")), "replace")


def repacked(data, change):
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in change({one.filename: old.read(one) for one in old.infolist()}).items():
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # of no time
    return found.getvalue()


def members_changed(rng, data):
    def change(members):
        one, other = rng.sample(list(members), 2)
        sort = rng.choice(("drop", "swap", "cut", "empty", "spoil"))
        if sort == "drop":
            del members[one]
        elif sort == "swap":
            members[one], members[other] = members[other], members[one]
        else:
            members[one] = {"cut": cut, "empty": lambda *_: b"", "spoil": bytes_changed}[sort](rng, members[one])
        return members

    return repacked(data, change)


def markup_changed(rng, data):
    def change(members):
        for _ in range(rng.choice((1, 1, 2, 4))):
            one = rng.choice([name for name in members if "sheet" in name or "workbook" in name or "styles" in name])
            pattern, others = rng.choice(EDITS)
            places = list(re.finditer(pattern, members[one]))
            if places:
                place = rng.choice(places)
                members[one] = members[one][: place.start()] + rng.choice(others) + members[one][place.end() :]
        return members

    return repacked(data, change)


def cells_changed(rng, data):
    def change(members):
        for _ in range(rng.choice((1, 2, 4, 8))):
            one = rng.choice([name for name in members if "worksheets/" in name or "sharedStrings" in name])
            places = list(re.finditer(rb"(?<=<t>)[^<]*(?=</t>)|(?<=<v>)[^<]*(?=</v>)", members[one]))
            if places:
                place = rng.choice(places)
                members[one] = members[one][: place.start()] + rng.choice(NASTY).encode() + members[one][place.end() :]
        return members

    return repacked(data, change)


OF_BOOKS = (bytes_changed, cut, spliced, members_changed, markup_changed, markup_changed, cells_changed, cells_changed)
OF_TEXTS = (bytes_changed, cut, spliced, text_changed, text_changed)


def counted(found):
    """Sheet → the rows that an import adds to it."""
    return {one.sheet: one.added for one in found.changes}


def well_placed(fault, name):
    """Whether a fault says its file, and with a cell the sheet that the cell is in."""
    if not fault.file or not (fault.cause.zh and fault.cause.en and fault.cure.zh and fault.cure.en):
        return False
    if not fault.cell:
        return True
    return bool(fault.sheet and re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", fault.cell)) and fault.file == name


def lines_of(data):
    """How many rows a mutant of text has below its header, by its lines that say something, in any encoding."""
    text = data.decode("utf-16" if b"\0" in data else "latin-1", "replace")
    return len([line for line in re.split("[\r\n]", text) if line.strip(", \t")]) - 1


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_mutant_is_read_whole_or_refused_with_its_place(tmp_path, part):
    originals, before = books(tmp_path), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    units = Office().with_rows("单位", read(tmp_path / "b.xlsx").of(Unit))
    whole = {name: counted(read_workbook(tmp_path / name, Office())) for name in ("a.xlsx", "b.xlsx")}
    for seed in range(part, MUTANTS, PARTS):
        rng = random.Random(seed)
        name, data = rng.choice(originals)
        spoil = rng.choice(OF_TEXTS if name.endswith(".csv") else OF_BOOKS)
        path = tmp_path / name
        path.write_bytes(spoil(rng, data))
        start = time.process_time()
        try:
            found = read_workbook(path, units if name.endswith(".csv") else Office())
        except Refused as refused:
            wrong = [one for one in refused.faults if not well_placed(one, name)]
            assert not wrong, (seed, spoil.__name__, wrong)
        else:
            rows = {"人员": lines_of(path.read_bytes())} if name.endswith(".csv") else whole[name]
            assert counted(found) == rows, (seed, spoil.__name__)
        assert time.process_time() - start < 2, (seed, spoil.__name__)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10
