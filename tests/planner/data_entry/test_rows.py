"""The register: sheets changed row by row, read as a workbook is; what is wrong is named, what others name stays."""

import pytest

from planner.data_entry.rows import BY_ADDRESS, fields, remove, save_entry, sheet_entries
from planner.errors import NotPossible, Refused
from planner.office.sheets import SHEETS, AbsenceRow, Person, Setting
from planner.store import Store, audit
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def sheet(store, name):
    with store.read() as transaction:
        return sheet_entries(transaction, offices.load(transaction), BY_ADDRESS[name])


def typed(store, name, number):
    with store.read() as transaction:
        return {one.name: one.text for one in fields(transaction, offices.load(transaction), BY_ADDRESS[name], number)}


def test_every_row_of_every_sheet_saved_as_it_is_changes_nothing(store):
    with store.read() as transaction:
        before = offices.load(transaction)
    for address, kind in BY_ADDRESS.items():
        rows = sheet(store, address)
        for one in (*rows[:2], *rows[-1:]):
            save_entry(store, kind, one.number, one.mark, typed(store, address, one.number), NOW, "clerk")
    with store.read() as transaction:
        assert offices.load(transaction).rows == before.rows
        assert "register" not in audit.kinds(transaction)[1]


def test_a_person_is_renamed_in_place_and_the_log_names_the_column_alone(store):
    rows = sheet(store, "people")
    said = typed(store, "people", 3) | {"name": "欧阳新名", "mobile": "13900001111"}
    save_entry(store, BY_ADDRESS["people"], 3, rows[3].mark, said, NOW, "clerk")
    with store.read() as transaction:
        office = offices.load(transaction)
        assert office.of(Person)[3].name == "欧阳新名" and len(office.of(Person)) == len(rows)
        [deed] = audit.page(transaction, 0, 1)
    assert (deed.action, deed.detail["changed"]) == ("register", ["姓名", "手机"]) and "13900001111" not in str(
        deed.detail
    )


def test_a_new_leave_is_read_as_people_type_it(store):
    name = typed(store, "people", 0)["name"]
    save_entry(
        store,
        BY_ADDRESS["absences"],
        None,
        "",
        {"who": name, "start": "２０２６．１２．９", "kind": "外出", "part": "上午"},
        NOW,
        "clerk",
    )
    with store.read() as transaction:
        row = offices.load(transaction).of(AbsenceRow)[-1]
    assert (str(row.start), row.part, row.kind, row.state, row.who[:2]) == (
        "2026-12-09",
        "am",
        "trip",
        "approved",
        "p:",
    )


@pytest.mark.parametrize(
    ("name", "said", "cell"),
    [
        ("absences", {"who": "没有这个人", "start": "2026-12-09", "kind": "外出"}, "人员"),
        ("absences", {"start": "2026-12-09", "kind": "外出"}, "人员"),
        ("absences", {"who": "L01", "start": "2月30日", "kind": "外出"}, "起"),
        ("absences", {"who": "L01", "start": "2026-12-09", "kind": "旅游"}, "类别"),
        ("absences", {"who": "L01", "start": "2026-12-09", "end": "2026-12-01", "kind": "外出"}, "止"),
        ("rules", {"rule": "没有的规则", "force": "必须"}, "规则"),
        ("settings", {"key": "时区", "value": "Mars/Base"}, "值"),
        ("duties", {"name": "新事项", "calendar": "每逢初八九"}, "日历"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell_and_nothing_is_kept(store, name, said, cell):
    before = sheet(store, name)
    with pytest.raises(Refused) as caught:
        save_entry(store, BY_ADDRESS[name], None, "", said, NOW, "clerk")
    assert cell in {one.cell for one in caught.value.faults} and all(
        one.cure.zh and one.cure.en for one in caught.value.faults
    )
    assert sheet(store, name) == before


def test_a_second_row_of_the_same_key_is_refused_and_an_id_stays(store):
    first = typed(store, "settings", 0)
    with pytest.raises(Refused, match="same"):
        save_entry(store, BY_ADDRESS["settings"], None, "", first | {"value": "另一个"}, NOW, "clerk")
    rows = sheet(store, "duties")
    save_entry(
        store,
        BY_ADDRESS["duties"],
        0,
        rows[0].mark,
        typed(store, "duties", 0) | {"id": "OTHER", "place": "新址"},
        NOW,
        "clerk",
    )
    with store.read() as transaction:
        duty = next(iter(offices.load(transaction).duties.values()))
    assert (duty.id, duty.place) == (rows[0].cells[0], "新址")


def test_two_clerks_on_one_row_do_not_overwrite_each_other(store):
    one = sheet(store, "people")[0]
    save_entry(store, BY_ADDRESS["people"], 0, one.mark, typed(store, "people", 0) | {"title": "甲"}, NOW, "clerk")
    with pytest.raises(NotPossible):
        save_entry(store, BY_ADDRESS["people"], 0, one.mark, typed(store, "people", 0) | {"title": "乙"}, NOW, "other")
    with pytest.raises(NotPossible):
        remove(store, BY_ADDRESS["people"], 0, one.mark, NOW, "other")
    with pytest.raises(NotPossible):
        save_entry(store, BY_ADDRESS["people"], 99999, "x", {}, NOW, "other")


def test_what_others_name_cannot_be_removed_and_what_nobody_names_can(store):
    unit_row = sheet(store, "units")[0]
    with pytest.raises(NotPossible, match="人员") as caught:
        remove(store, BY_ADDRESS["units"], 0, unit_row.mark, NOW, "clerk")
    assert "停用" in caught.value.words.zh
    settings = sheet(store, "settings")
    remove(store, BY_ADDRESS["settings"], len(settings) - 1, settings[-1].mark, NOW, "clerk")
    with store.read() as transaction:
        assert len(offices.load(transaction).of(Setting)) == len(settings) - 1


def test_every_sheet_has_an_address():
    assert len(BY_ADDRESS) == len(SHEETS)


def test_what_a_form_does_not_have_stays_and_what_it_has_empty_is_emptied(store):
    rows = sheet(store, "people")
    before = typed(store, "people", 3)
    said = {"name": before["name"], "pools": before["pools"], "mobile": "139", "title": "局长"}
    save_entry(store, BY_ADDRESS["people"], 3, rows[3].mark, said, NOW, "clerk")
    one = sheet(store, "people")[3]
    save_entry(store, BY_ADDRESS["people"], 3, one.mark, {"title": ""}, NOW, "clerk")
    assert typed(store, "people", 3) == before | {"mobile": "139", "title": ""}
