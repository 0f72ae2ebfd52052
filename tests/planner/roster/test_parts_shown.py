"""Where the parts of a slot are seen: in feeds, on papers, where one asks who is on duty, in accounts and new plans."""

from datetime import date

import icalendar
import pytest

from planner.changing import asking, instruction, swap, swap_undo
from planner.changing.movement import Instruction
from planner.feeds.calendar_file import render
from planner.feeds.standby import public
from planner.issuing.verify import verify
from planner.issuing.withdrawal import withdraw
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.planning.new_notice import _hits
from planner.roster import fairness
from planner.roster.entered_afterwards import slots_entered_afterwards
from planner.roster.issued import issued_lines
from planner.roster.lines import turns_of
from planner.roster.on_duty import on_duty
from planner.store.messages.feeds import Feed, FeedKind
from planner.store.people.instructions import InstructionKind
from planner.store.people.offers import Hop
from planner.store.roster import drafts, offices, versions
from planner.store.roster.standing import Standing
from planner.store.row_ids import NO_FEED
from tests.fixtures.office_at_work import NOW, issued, planned
from tests.fixtures.small_offices import at, month_issued, weekly, with_office
from tests.fixtures.weeks import december, parts, someone, week, weeks

pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path):
    return weeks(tmp_path / "home")


def handed(store, slot, who, to, first, last, now=NOW):
    hops = (Hop(december(store, slot, first, last), who, to),)
    made = asking.offer_hops(store, hops, now, asking.OFFICE, "zh")
    return swap.accept(store, made.id, asking.OFFICE, frozenset(), now, "zh")


def events(store, who="", day=date(2026, 11, 25)):
    """UID → (SEQUENCE, first day, end, status) in the feed of a person (tagged), or in the public one."""
    feed = Feed(NO_FEED, FeedKind.PERSON, who[2:], "", "", None) if who else public("ZB")
    with store.read() as transaction:
        data = render(transaction, offices.load(transaction), feed, day).data
    return {
        str(one["UID"]): (
            int(one["SEQUENCE"]), f"{one['DTSTART'].dt:%m%d %H:%M}", f"{one['DTEND'].dt:%m%d %H:%M}", str(one["STATUS"])
        )
        for one in icalendar.Calendar.from_ical(data).walk("VEVENT")
        if f"{one['DTSTART'].dt:%m%d}" in {f"12{day:02}" for day in range(7, 14)}
    }  # fmt: skip


def test_the_giver_s_entry_is_shortened_under_its_uid_and_the_taker_s_is_new(store):
    slot, mine = week(store)
    other = next(who for who in someone(store, mine) if not events(store, who))
    [(own, before)] = events(store, mine).items()
    assert before == (0, "1207 08:30", "1214 08:30", "CONFIRMED")
    done = handed(store, slot, mine, other, 11, 13)
    assert events(store, mine) == {own: (1, "1207 08:30", "1211 08:30", "CONFIRMED")}
    [(new, after)] = events(store, other).items()
    assert new != own and after == (0, "1211 08:30", "1214 08:30", "CONFIRMED")
    assert sorted(one[1:3] for one in events(store).values()) == [
        ("1207 08:30", "1211 08:30"),
        ("1211 08:30", "1214 08:30"),
    ]
    swap_undo.undo_now(store, done.id, "误会", NOW, "zh")
    assert events(store, mine) == {own: (2, "1207 08:30", "1214 08:30", "CONFIRMED")}
    assert events(store, other) == {new: (1, "1211 08:30", "1214 08:30", "CANCELLED")}
    handed(store, slot, mine, other, 11, 13)
    assert events(store, other)[new][0] == 2 and events(store, other)[new][3] == "CONFIRMED", "the same UID again"


def test_whoever_takes_the_first_days_has_the_first_uid_and_the_giver_a_new_one(store):
    slot, mine = week(store)
    other = next(who for who in someone(store, mine) if not events(store, who))
    [own] = events(store, mine)
    handed(store, slot, mine, other, 7, 8)
    assert events(store, other) == {own: (0, "1207 08:30", "1209 08:30", "CONFIRMED")}
    later = {uid: one for uid, one in events(store, mine).items() if uid != own}
    assert [one[1:] for one in later.values()] == [("1209 08:30", "1214 08:30", "CONFIRMED")]
    assert events(store, mine)[own][3] == "CANCELLED"


def paper(store, wanted):
    with store.read() as transaction:
        return next(iter(sheets(Standing.read(transaction), wanted, NOW)))


def test_the_sheet_of_the_month_has_one_row_for_each_part_and_is_verified(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    handed(store, slot, mine, other, 10, 13)
    with store.read() as transaction:
        office = offices.load(transaction)
        names = [office.name(who) for who in (mine, other)]
        [version] = versions.current(transaction, "2026-12")
        assert verify(transaction, office) == []
    sheet = paper(store, WantedPaper("month", "2026-12"))
    rows = [(row[0], row[3]) for row in sheet.page.rows if "12月7日" in row[0] or "12月10日" in row[0]]
    assert rows == [("12月7日—12月10日", names[0]), ("12月10日—12月14日", names[1])]
    assert version.code in sheet.margin and version.number == 2
    own = paper(store, WantedPaper("person", "2026-12", who=other))
    assert any("12月10日—12月14日" in row[0] for row in own.page.rows)


def test_a_duty_by_day_is_shown_with_the_days_served_and_nobody_is_on_duty_at_night(tmp_path):
    store = with_office(tmp_path, weekly(7, end="17:30"))
    month_issued(store, "2026-12")
    slot, mine = week(store)
    other = someone(store, mine)[0]
    handed(store, slot, mine, other, 10, 13)
    with store.read() as transaction:
        office = offices.load(transaction)
        names = [office.name(who) for who in (mine, other)]
    rows = [(row[0], row[3]) for row in paper(store, WantedPaper("month", "2026-12")).page.rows]
    assert ("12月7日—12月9日", names[0]) in rows and ("12月10日—12月13日", names[1]) in rows
    assert [there(store, moment) for moment in ("2026-12-09T12:00", "2026-12-09T20:00", "2026-12-10T08:30")] == [
        [mine], [], [other]
    ]  # fmt: skip


def there(store, moment):
    with store.read() as transaction:
        lines = on_duty(transaction, offices.load(transaction), at(moment))
    return [one.tagged for line in lines for one in line.people]


def test_who_is_on_duty_now_changes_at_the_hour_of_the_hand_over(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    handed(store, slot, mine, other, 10, 11)
    moments = ("2026-12-10T08:29", "2026-12-10T08:30", "2026-12-12T08:29", "2026-12-12T08:30")
    assert [there(store, moment) for moment in moments] == [[mine], [other], [other], [mine]]


def test_both_have_served_once_and_whoever_comes_back_has_not_served_twice(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    handed(store, slot, mine, other, 9, 10)
    with store.read() as transaction:
        turns = fairness.served(
            Standing.read(transaction), date(2026, 12, 7), date(2026, 12, 13), at("2026-12-31T12:00")
        )
    assert sorted(turn.who for turn in turns) == sorted((mine, other))


def test_a_month_counts_the_parts_of_one_person_once(store):
    slot, mine = week(store)
    handed(store, slot, mine, someone(store, mine)[0], 9, 10)
    with store.read() as transaction:
        lines = issued_lines(transaction, offices.load(transaction), "2026-12")
    assert len([line for line in lines if line.people[0].tagged == mine]) == 2 and turns_of(lines)[mine] == 1


def test_the_outlook_counts_a_part_as_one_turn_for_the_taker_and_none_less_for_the_giver(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    found = handed(store, slot, mine, other, 9, 10)
    assert [(one.who, one.after - one.before) for one in found.seen.counts] == [(other, 1)]
    with store.read() as transaction:
        debts = fairness.debts(Standing.read(transaction), at("2026-12-09T09:00"))
    assert [(one.who, one.owes) for one in debts] == [(other, mine)]


def test_a_new_plan_keeps_the_parts_of_what_is_issued(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    handed(store, slot, mine, other, 10, 13)
    before = parts(store)
    planned(store, "2026-12", NOW, keep=True)
    issued(store, "2026-12", NOW)
    assert parts(store) == before == [("1207", "1210", mine), ("1210", "1214", other)]
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def test_a_new_plan_of_a_week_under_way_leaves_its_past_and_plans_its_rest(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    handed(store, slot, mine, other, 10, 13)
    now = at("2026-12-08T12:00")
    planned(store, "2026-12", now)
    with store.read() as transaction:
        draft = drafts.latest(transaction, "2026-12")
        slots = {id for id, _ in draft.roster.pairs}
    assert slot not in slots and f"{slot}-20261210" in slots
    issued(store, "2026-12", now)
    assert parts(store)[0] == ("1207", "1210", mine) and len(parts(store)) == 2
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def test_a_notice_that_changes_nothing_hits_no_part(store):
    slot, mine = week(store)
    handed(store, slot, mine, someone(store, mine)[0], 10, 13)
    with store.read() as transaction:
        standing = Standing.read(transaction)
        assert [
            hit for hit in _hits(transaction, standing.issued, standing.office, 2026, NOW) if hit.slot.startswith(slot)
        ] == []


def test_a_session_that_is_moved_takes_its_parts_along_under_their_ids(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    handed(store, slot, mine, other, 10, 13)
    wish = Instruction(InstructionKind.SESSION, slot, mine, ordered_by="主任", day=date(2026, 12, 8), reason="会议")
    instruction.give(store, wish, None, NOW, "test", "zh")
    with store.read() as transaction:
        lines = issued_lines(transaction, offices.load(transaction), "2026-12")
    found = {one.slot.id: (f"{one.start:%m%d}", f"{one.end:%m%d}") for one in lines if one.slot.turn == slot}
    assert found == {slot: ("1208", "1211"), f"{slot}-20261210": ("1211", "1215")}


def test_a_week_divided_while_it_runs_was_not_entered_afterwards(store):
    """Only its end was changed: residents see it as before, and no paper says 补登 of it."""
    slot, mine = week(store)
    now = at("2026-12-09T12:00")
    done = handed(store, slot, mine, someone(store, mine)[0], 11, 13, now)
    assert late(store) == set() and len([one for one in events(store).values() if one[3] == "CONFIRMED"]) == 2
    swap_undo.undo_now(store, done.id, "误会", now, "zh")
    assert late(store) == set()
    assert ("1207 08:30", "1214 08:30", "CONFIRMED") in {one[1:] for one in events(store).values()}
    withdraw(store, "2026-12", "ZB", "重来", now, "test")
    planned(store, "2026-12", now)
    issued(store, "2026-12", now)
    assert slot in late(store), "what came back after a withdrawal was entered afterwards"


def late(store):
    with store.read() as transaction:
        return set(slots_entered_afterwards(Standing.read(transaction)))
