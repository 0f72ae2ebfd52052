"""Keys and tags are joined and split in one place, and read as they were written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.office.ids import Tag, as_person, as_sort, as_unit, as_village, bare, is_person, is_unit, untagged
from planner.office.keys import OrderKey, SlotKey
from planner.problem.build import period_slots
from planner.problem.period import Period
from planner.samples.district import sample

IDS = st.text(st.characters(exclude_characters="|", exclude_categories=("C", "Z")), min_size=1, max_size=8)
KEYS = st.builds(
    SlotKey, IDS, IDS, st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.just("") | IDS.map("v:{}".format), st.booleans()
)


@given(KEYS)
def test_a_slot_s_key_reads_back_as_it_was(key):
    assert SlotKey.of(str(key)) == key


@pytest.mark.parametrize(
    ("key", "id"),
    [
        (SlotKey("RX", "RX-1", date(2026, 12, 1)), "RX|RX-1|20261201"),
        (SlotKey("ZF", "ZF-1", date(2026, 12, 10), "v:V001"), "ZF|ZF-1|20261210|v:V001"),
        (SlotKey("JF", "JF-1", date(2026, 12, 6), extra=True), "JF|JF-1|x20261206"),
    ],
)
def test_ids_are_those_that_stores_and_calendars_hold(key, id):
    assert str(key) == id


@pytest.mark.slow
def test_every_slot_of_an_office_has_the_key_of_its_duty_and_day():
    for slot in period_slots(sample("full", 1, date(2026, 12, 1)), Period.month("2026-12")):
        key = SlotKey.of(slot.id)
        assert (key.duty, key.nominal.toordinal(), key.site) == (slot.duty, slot.nominal, slot.site)


@pytest.mark.parametrize("id", ["", "RX", "RX|RX-1", "RX|RX-1|tomorrow"])
def test_what_is_no_slot_has_no_key(id):
    with pytest.raises(ValueError, match=r"."):
        SlotKey.of(id)


def test_an_order_s_key_reads_back_as_it_was():
    key = OrderKey("pin", "2026-12-01", "JF", "上午", ("接访领导", ""))
    assert (str(key), OrderKey.of(str(key))) == ("pin|2026-12-01|JF|上午|接访领导|", key)


@given(IDS)
def test_a_tag_is_put_on_and_taken_off(id):
    tagged = {Tag.PERSON: as_person(id), Tag.UNIT: as_unit(id), Tag.VILLAGE: as_village(id)}
    assert {tag: untagged(one) for tag, one in tagged.items()} == {tag: (tag, id) for tag in tagged}
    assert {bare(one) for one in tagged.values()} == {id}
    assert [is_person(as_sort(sort, id)) for sort in ("person", "unit")] == [True, False]
    assert [is_unit(as_sort(sort, id)) for sort in ("person", "unit")] == [False, True]
