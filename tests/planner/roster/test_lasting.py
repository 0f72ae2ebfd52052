"""Slots that last: N days of N times 24 hours, shown wherever they run, said with the day on which they end."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.notifying.wording import change_wording
from planner.office.sheets import Post
from planner.pages import notice
from planner.pages.month.month_desk import desk
from planner.pages.my_duties import own_duties
from planner.paper.catalogue import printed, sheets
from planner.paper.gathering import WantedPaper
from planner.planning.new_notice import _differs
from planner.problem.sites import span
from planner.roster.issued import issued_lines, running_into
from planner.roster.lines import day_span, times
from planner.roster.on_duty import on_duty
from planner.store.held_slot import Held
from planner.store.messages.messages import DutyChange
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.words import span_words, until_words
from tests.fixtures.office_at_work import NOW, run
from tests.fixtures.paper_words import words
from tests.fixtures.small_offices import at, month_issued, rows_of, weekly, with_office

CLOCKS = some.integers(0, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Weeks from Monday 08:30 to Monday 08:30, December and January issued; one begins on 28 December."""
    store = with_office(tmp_path_factory.mktemp("office"), weekly(7))
    month_issued(store, "2026-12")
    month_issued(store, "2027-01")
    return store


def who_from(store, day):
    """The name of whoever's week begins on a day."""
    with store.read() as transaction:
        lines = [
            line
            for month in ("2026-12", "2027-01")
            for line in issued_lines(transaction, offices.load(transaction), month)
        ]
    return next(line.people[0].name for line in lines if line.day == day)


@given(some.integers(1, 62), CLOCKS, CLOCKS, some.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_days_of_one_clock_are_so_many_times_24_hours(days, begin, end, day):
    post = Post(duty="D", shift="S", post="P", begin=begin, finish=end, pools=(), need=1, span=days)
    start, stop = span(post, day)
    same = span(Post(**{**vars(post), "finish": begin}), day)
    assert same == (start, start + timedelta(days=days))
    assert start == datetime.combine(day, time.fromisoformat(begin)) and stop.time() == time.fromisoformat(end)
    assert timedelta(days=days - 1) < stop - start <= timedelta(days=days), "the last day is used, and never two more"
    assert (stop.date() - day).days == (days - 1 if end > begin else days)


@given(some.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), some.integers(1, 62 * 1440), some.integers(0, 70))
def test_a_span_is_said_so_that_its_end_can_be_told(start, minutes, back):
    start = start.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=minutes)
    for lang in ("zh", "en"):
        said = span_words(start, end, lang)
        apart = (end.date() - start.date()).days
        told = ("次日", "+1 ")[lang == "en"] in said or f"{end.month}月{end.day}日" in said or f"{end:%-d %b}" in said
        assert told == (apart > 0) and said.startswith(f"{start:%H:%M}") and said.endswith(f"{end:%H:%M}")
        day = end.date() - timedelta(days=back)
        assert (until_words(end, day, lang) == f"{end:%H:%M}") == (back == 0)


@pytest.mark.slow
def test_each_month_s_papers_have_what_runs_in_it(store, tmp_path):
    first = who_from(store, date(2026, 12, 28))
    with store.read() as transaction:
        [sheet] = sheets(Standing.read(transaction), WantedPaper("month", "2027-01"), NOW)
        [own] = [one for one in versions.current(transaction, "2027-01")]
        assert [row[:2] for row in sheet.page.rows] == [
            ("12月28日—1月4日", "周一—周一"),
            ("1月4日—1月11日", "周一—周一"),
            ("1月11日—1月18日", "周一—周一"),
            ("1月18日—1月25日", "周一—周一"),
            ("1月25日—2月1日", "周一—周一"),
        ]
        assert sheet.page.rows[0][3] == first and own.code in sheet.margin and "上月印发的表为准" in sheet.foot
        for kind in ("pdf", "docx", "xlsx"):
            said = words(kind, printed(Standing.read(transaction), WantedPaper("month", "2027-01"), kind, NOW)).replace(
                "\n", ""
            )
            assert "12月28日—1月4日" in said and "1月25日—2月1日" in said, kind
        who = next(line.people[0].tagged for line in running_into(transaction, offices.load(transaction), "2027-01"))
        [page] = sheets(Standing.read(transaction), WantedPaper("person", "2027-01", who=who), NOW)
        assert page.page.rows[0][:3] == ("2026年12月28日—1月4日", "周一—周一", "08:30—1月4日08:30")
        [card] = sheets(Standing.read(transaction), WantedPaper("card", "2027-01"), at("2027-01-02T12:00"))
        assert card.page.rows[0][:2] == ("12月28日—1月4日", "08:30—1月4日08:30")
        [feast] = sheets(Standing.read(transaction), WantedPaper("festival", "2027-01"), NOW)
        assert [row[0] for row in feast.page.rows] == ["12月28日—1月4日"]
        handed = sheets(Standing.read(transaction), WantedPaper("handover", "2027-01"), NOW)[0].page.rows
        assert handed[0][0] == "12月28日—1月4日" and handed[0][4] == first and handed[0][7] == handed[1][4]
    run(store.home, "export", "2027-01", "--to", str(tmp_path / "a.txt"))
    text = (tmp_path / "a.txt").read_text("utf-8")
    assert f"12月28日（周一）：班08:30—1月4日08:30 值班员 {first}" in text and own.code in text


def test_pages_have_what_runs_too(store):
    first = who_from(store, date(2026, 12, 28))
    with store.read() as transaction:
        office = offices.load(transaction)
        [grid] = desk(Standing.read(transaction), "2027-01", NOW, "zh").grids
        assert grid.rows[0].day == date(2026, 12, 28) and grid.rows[0].cells[0][0].people[0].name == first
        assert sum(times for _, times in grid.balance) == 4, "what another month planned counts there"
        [table] = notice.month(transaction, office, "2027-01", date(2027, 1, 2))
        assert table.items[0].people[0].name == first and table.items[0].time == "12月28日08:30—1月4日08:30"
        for day, found in ((date(2027, 1, 3), first), (date(2027, 1, 4), who_from(store, date(2027, 1, 4)))):
            [board] = notice.board(transaction, office, day)
            assert [one.people[0].name for one in board.today] == [found]
        [mine] = own_duties(
            Standing.read(transaction),
            [running_into(transaction, offices.load(transaction), "2027-01")[0].people[0].id],
            at("2027-01-02T12:00"),
        )[:1]
        assert times(mine.line) == "08:30—1月4日08:30" and day_span(mine.line)[0] == "12月28日—1月4日"


@pytest.mark.slow
def test_on_duty_now_says_the_day(store):
    said = run(store.home, "now", now="2027-01-02T12:00").stdout
    assert "至1月4日08:30" in said and who_from(store, date(2026, 12, 28)) in said
    said = run(store.home, "--lang", "en", "now", now="2027-01-02T12:00").stdout
    assert "4 Jan 08:30" in said or "至1月4日08:30" in said
    assert "至08:30" in run(store.home, "now", now="2027-01-04T08:00").stdout


def test_somebody_is_on_duty_at_every_moment_and_on_the_sheet_of_its_month(store):
    with store.read() as transaction:
        shown = {
            month: {row[3] for row in sheets(Standing.read(transaction), WantedPaper("month", month), NOW)[0].page.rows}
            for month in ("2026-12", "2027-01")
        }
        for hours in range(0, 24 * 50, 13):
            moment = at("2026-12-08T00:00") + timedelta(hours=hours)
            [line] = on_duty(transaction, offices.load(transaction), moment)
            assert line.people[0].name in shown[f"{moment:%Y-%m}"]


def test_messages_say_on_which_day_a_slot_ends():
    facts = {"what": "总值班 班", "place": "", "start": "2027-01-04T08:30:00+08:00", "end": "2027-01-11T08:30:00+08:00"}
    from planner.office.office import Office

    said = change_wording(Office(), "p:P1", {"s": DutyChange(None, facts, False)}, "zh")
    assert "1月4日（周一）08:30—1月11日08:30 总值班 班" in said
    said = change_wording(Office(), "p:P1", {"s": DutyChange(None, facts, False)}, "en")
    assert "08:30–11 Jan 08:30" in said


@pytest.mark.slow
def test_a_weekly_leader_stands_on_each_day_of_a_daily_table(tmp_path):
    rows = rows_of(
        [{"编号": "ZB", "名称": "总值班", "日历": "每天"}],
        [
            {"事项": "ZB", "岗位": "带班领导", "连续天数": "7", "占用": "可兼", "适用": "每周一", "值班序列": "带班"},
            {"事项": "ZB", "岗位": "值班员"},
        ],
        [{"编号": f"P{n}", "姓名": f"员{n}", "单位": "U1", "值班序列": "值班员"} for n in range(4)]
        + [{"编号": f"L{n}", "姓名": f"领{n}", "单位": "U1", "职务": "县长", "值班序列": "带班"} for n in range(3)],
        规则=[{"规则": "均衡", "要求": "一般"}],
    )
    store = with_office(tmp_path, rows)
    month_issued(store, "2026-12")
    month_issued(store, "2027-01")
    with store.read() as transaction:
        lines = [
            line
            for month in ("2026-12", "2027-01")
            for line in issued_lines(transaction, offices.load(transaction), month)
        ]
        [sheet] = sheets(Standing.read(transaction), WantedPaper("month", "2027-01"), NOW)
        [report] = sheets(Standing.read(transaction), WantedPaper("report", "2027-01"), NOW)
    leads = {line.day: line.people[0].name for line in lines if line.slot.post == "带班领导"}
    assert sheet.page.rows[0][0] == "12月28日—1月4日" and sheet.page.rows[0][3].startswith(leads[date(2026, 12, 28)])
    for row in sheet.page.rows[1:]:
        month, day = (int(part) for part in row[0].removesuffix("日").split("月"))
        today = date(2027, month, day)
        [leader] = [name for begin, name in leads.items() if begin <= today < begin + timedelta(days=7)]
        assert row[3].startswith(leader) and row[4] == "县长" and row[-2], row
    assert [row[2] for row in report.page.rows] == [leads[date(2026, 12, 28)]] * 3 and all(
        row[6] for row in report.page.rows
    )


@pytest.mark.slow
def test_issued_versions_keep_the_ends_they_were_issued_with(tmp_path, monkeypatch):
    def old(post, day):
        begin = datetime.combine(day, time.fromisoformat(post.begin))
        end = datetime.combine(day + timedelta(days=post.span - 1), time.fromisoformat(post.finish))
        return begin, end if end > begin else end + timedelta(days=1)

    store = with_office(tmp_path, weekly(7))
    with monkeypatch.context() as patched:
        patched.setattr("planner.problem.sites.span", old)
        month_issued(store, "2026-12")
    with store.read() as transaction:
        [was] = versions.current(transaction, "2026-12")
        ends = {line.slot.id: line.end for line in issued_lines(transaction, offices.load(transaction), "2026-12")}
        assert all(end.isoweekday() == 7 for end in ends.values())
        held = next(iter(versions.in_force(transaction).slots.values()))
        later = Held(held.slot.__class__(**{**vars(held.slot), "end": held.slot.end + 1440}))
        assert _differs(held, later) is None, "a notice moves days, not ends"
    assert "全部无误" in run(store.home, "verify").stdout
    month_issued(store, "2026-12")
    with store.read() as transaction:
        [now] = versions.current(transaction, "2026-12")
        assert now.number == 2 and was.code != now.code
        assert {line.end for line in issued_lines(transaction, offices.load(transaction), "2026-12", "ZB", 1)} == set(
            ends.values()
        )
        assert all(
            line.end.isoweekday() == 1 for line in issued_lines(transaction, offices.load(transaction), "2026-12")
        )
    assert "全部无误" in run(store.home, "verify").stdout
