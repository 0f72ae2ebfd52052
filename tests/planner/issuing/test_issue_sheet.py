"""The sheet before an issue says what the issue does: what differs, who is told, what it needs, what forbids it."""

import pytest

from constraints.problem.roster import Roster
from planner.errors import NotPossible
from planner.issuing.issue_sheet import issue_sheet, next_reference
from planner.issuing.publish import Order, publish, sign
from planner.issuing.seen import SeenNoMore
from planner.planning.basis import draft_of
from planner.planning.by_hand.choosing import choices_for
from planner.planning.by_hand.editing import put_in_cell
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store.roster import drafts, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with
from tests.fixtures.swaps import pairs
from tests.fixtures.tiny_office import tiny


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", tiny())


def sheet(store, now=NOW):
    with store.read() as transaction:
        return issue_sheet(Standing.read(transaction), MONTH, now, "zh")


def adjusted(store):
    """A month that is issued, and a draft of it in which one place has somebody else; (slot, out, into)."""
    planned(store)
    publish(store, MONTH, Order("陆主任", "云办发〔2026〕12号"), NOW, "clerk", "zh")
    slot, out = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("E|"))
    by_hand(store, Period.month(MONTH), Roster(pairs(store)), NOW, "zh")
    with store.write() as transaction:
        draft = draft_of(transaction, MONTH)
        able = choices_for(transaction, draft, slot, out, "zh")
        into = next(one.who for one in able if not one.on_it and not one.broken)
        put_in_cell(transaction, draft, slot, out, into, NOW, "clerk", "zh")
    return slot, out, into


@pytest.mark.parametrize(
    ("last", "year", "following"),
    [
        ("云办发12号", 2026, "云办发13号"),
        ("云办发〔2026〕12号", 2026, "云办发〔2026〕13号"),
        ("云办发〔2026〕12号", 2027, "云办发〔2027〕1号"),
        ("云政办值[2026]099号", 2026, "云政办值[2026]100号"),
        ("值班 7", 2027, "值班 8"),
        ("云办发〔2026〕", 2026, ""),
        ("区长签批", 2026, ""),
        ("", 2026, ""),
    ],
)
def test_the_number_after_another_is_the_next_and_a_new_year_begins_with_one(last, year, following):
    assert next_reference(last, year) == following


def test_a_first_issue_names_its_duties_and_changes_nothing(store):
    planned(store)
    found = sheet(store)
    assert (found.first, found.changed, found.told, found.refused, found.needs_reason) == (
        ("值班", "听班"),
        (),
        (),
        False,
        False,
    )
    assert (found.signer, found.number, found.today, found.late) == ("", "", NOW.date(), 0)


def test_an_adjustment_shows_each_place_with_who_was_and_who_will_be_there_and_what_each_is_told(store):
    _, out, into = adjusted(store)
    found = sheet(store)
    [place] = found.changed
    assert (place.duty, place.post, place.old, place.new, place.otherwise) == (
        "听班",
        "备勤 备勤员",
        (f"人{out[2:]}",),
        (f"人{into[2:]}",),
        None,
    )
    assert (found.signer, found.number, found.first) == ("陆主任", "云办发〔2026〕13号", ())
    assert {name for name, _ in found.told} >= {f"人{out[2:]}", f"人{into[2:]}"}


def test_what_the_sheet_shows_is_what_the_issue_does(store):
    adjusted(store)
    found = sheet(store)
    done = publish(store, MONTH, Order("主任", reason="工作需要"), NOW, "clerk", "zh", seen=found.seen)
    assert [one.number for one in done.issued] == [2] and len(done.issued[0].changed) == len(found.changed)


def test_the_sheet_says_whether_it_is_what_was_sent_for_signature(store):
    planned(store)
    assert sheet(store).locked_as_it_is is None
    sign(store, MONTH, NOW, "clerk")
    assert sheet(store).locked_as_it_is is True and len(sheet(store).codes) == 2
    with store.write() as transaction:
        draft = draft_of(transaction, MONTH)
        slot, who = min(draft.roster.pairs)
        drafts.replace_roster(transaction, draft, draft.roster.without((slot, who)), draft.result)
    assert sheet(store).locked_as_it_is is False and sheet(store).refused
    with pytest.raises(NotPossible, match="no longer what was sent"):
        publish(store, MONTH, Order("主任", reason="试"), NOW, "clerk", "zh")


def test_an_open_place_asks_for_a_reason(store):
    planned(store)
    assert not sheet(store).needs_reason
    with store.read() as transaction:
        roster = draft_of(transaction, MONTH).roster
    by_hand(store, Period.month(MONTH), roster.without(min(roster.pairs)), NOW, "zh")
    found = sheet(store)
    assert found.needs_reason and found.draft.result.open[0].missing == 1
    assert found.draft.result.open[0].lacking.zh.endswith("缺 1 人")


def test_an_issue_of_what_was_not_seen_is_refused_and_nothing_is_written(store):
    planned(store)
    seen = sheet(store).seen
    with store.read() as transaction:
        roster = draft_of(transaction, MONTH).roster
    by_hand(store, Period.month(MONTH), roster, NOW, "zh")
    for deed in (
        lambda: publish(store, MONTH, Order("主任"), NOW, "clerk", "zh", seen=seen),
        lambda: sign(store, MONTH, NOW, "clerk", seen=seen),
    ):
        with pytest.raises(SeenNoMore):
            deed()
    with store.read() as transaction:
        assert versions.every(transaction) == []
    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh", seen=sheet(store).seen)


def test_what_others_issued_meanwhile_is_seen_anew(store):
    adjusted(store)
    seen = sheet(store).seen
    with store.read() as transaction:
        before = draft_of(transaction, MONTH)
    publish(store, MONTH, Order("主任", duties=("听班",)), NOW, "other", "zh")
    with store.read() as transaction:
        assert draft_of(transaction, MONTH).id == before.id, "the other duty is still to be issued"
    assert sheet(store).seen != seen


def test_the_day_of_the_signature_is_kept_and_cannot_be_ahead(store):
    planned(store)
    day = NOW.date()
    with pytest.raises(NotPossible, match="still to come"):
        publish(store, MONTH, Order("主任", signed_on=day.replace(day=day.day + 1)), NOW, "clerk", "zh")
    publish(store, MONTH, Order("主任", signed_on=day.replace(day=day.day - 1)), NOW, "clerk", "zh")
    with store.read() as transaction:
        assert {one.signed_on for one in versions.current(transaction, MONTH)} == {"2026-11-24"}


def test_what_has_begun_is_counted(store):
    planned(store)
    found = sheet(store, NOW.replace(month=12, day=3, hour=12))
    assert found.late == len({slot for slot, _ in found.draft.roster.pairs if slot[-8:] <= "20261202"}) + 2
