"""Turns from the workbook: by list or by rank, with columns, leave, festivals, weeks, units, and what was before."""

from constraints.judge import findings
from constraints.problem.roster import Roster
from tests.fixtures.turn_office import LEAVE, LIST, NAMES, SHEETS, book_of, clause, named, office_with, problem_of, said

BACKWARDS = [LIST, *(["ZB", "", number, name, ""] for number, name in enumerate(reversed(NAMES), 1))]


def first(found, count):
    return [found[day] for day in sorted(found)][:count]


def test_by_rank_day_by_day_and_round_again(tmp_path):
    found = named(office_with(tmp_path, clause(duties="总值班")), "2026-12")
    assert first(found, 10) == [*NAMES, "赵一", "钱二"] and len(found) == 31


def test_by_the_list_of_the_sheet_where_there_is_one(tmp_path):
    office = office_with(tmp_path, clause(duties="ZB"), 轮值=BACKWARDS)
    assert first(named(office, "2026-12"), 9) == [*reversed(NAMES), "王八"]
    by_rank = office_with(tmp_path, clause("顺序=排序", duties="ZB"), 轮值=BACKWARDS)
    assert first(named(by_rank, "2026-12"), 2) == ["赵一", "钱二"]


def test_a_list_with_gaps_in_its_numbers_and_fewer_people(tmp_path):
    rows = [LIST, ["ZB", "", 30, "孙三", ""], ["ZB", "", 10, "王八", ""], ["ZB", "", 20, "赵一", ""]]
    assert first(named(office_with(tmp_path, clause(duties="ZB"), 轮值=rows), "2026-12"), 4) == [
        "王八",
        "赵一",
        "孙三",
        "王八",
    ]


def test_whoever_is_away_changes_places_with_the_next_who_can(tmp_path):
    leave = [LEAVE, ["钱二", "2026-12-02", "2026-12-03", "休假"], ["孙三", "2026-12-02", "", "外出"]]
    office = office_with(tmp_path, clause(duties="ZB"), 请假外出=leave)
    assert first(named(office, "2026-12"), 5) == ["赵一", "李四", "孙三", "钱二", "周五"]
    assert said(office, "2026-12", 2) == "轮到李四（钱二请假，对调至4日）"
    assert said(office, "2026-12", 2, "en") == "李四's turn (钱二 is away, swapped to 4 Dec)"
    assert said(office, "2026-12", 2, private=False) == "轮到李四（钱二另有安排，对调至4日）"
    assert said(office, "2026-12", 3) == "轮到孙三"


def test_a_meeting_excludes_and_is_told_as_what_it_is(tmp_path):
    leave = [LEAVE, ["钱二", "2026-12-02", "", "区内会议"], ["甲书记", "2026-12-07", "", "培训"]]
    office = office_with(tmp_path, clause(duties="ZB"), clause(duties="周带班"), 请假外出=leave)
    assert said(office, "2026-12", 2) == "轮到孙三（钱二另有公务，对调至3日）"
    assert named(office, "2026-12", "DB")[7] == "甲书记", "whoever leads in charge may be at a meeting"


def test_whoever_waits_comes_first_and_whoever_is_skipped_loses_the_turn(tmp_path):
    leave = [LEAVE, ["钱二", "2026-12-02", "2026-12-04", "外出"]]
    waits = office_with(tmp_path, clause("缺席=顺延", duties="ZB"), 请假外出=leave)
    assert first(named(waits, "2026-12"), 6) == ["赵一", "孙三", "李四", "周五", "钱二", "吴六"]
    assert said(waits, "2026-12", 2) == "轮到孙三（钱二请假，顺延至5日）"
    skipped = office_with(tmp_path, clause("缺席=跳过", duties="ZB"), 请假外出=leave)
    assert first(named(skipped, "2026-12"), 9) == ["赵一", *NAMES[2:], "赵一", "钱二"]
    assert said(skipped, "2026-12", 2) == "轮到孙三（钱二请假，本轮轮空）"


def test_weekends_and_festivals_have_turns_of_their_own_which_may_have_lists(tmp_path):
    columns = clause("分列=工作日/双休日/假期、法定节日", duties="ZB")
    rows = [LIST, *(["ZB", "", number, name, "双休日"] for number, name in enumerate(("吴六", "郑七"), 1))]
    office = office_with(tmp_path, columns, 轮值=rows)
    found = named(office, "2026-10")
    assert [found[day] for day in range(1, 8)] == [*NAMES[:7]], "the days off around National Day go by rank"
    assert [found[day] for day in (8, 9, 10, 12, 13)] == [*NAMES[:5]], "the tenth is a Saturday, and a workday"
    assert [found[day] for day in (11, 17, 18, 24)] == ["吴六", "郑七", "吴六", "郑七"]


def test_leaders_take_weeks_by_rank(tmp_path):
    leave = [LEAVE, ["乙镇长", "2026-12-16", "2026-12-18", "外出"]]
    office = office_with(tmp_path, clause(duties="周带班"), 请假外出=leave)
    assert named(office, "2026-12", "DB") == {7: "甲书记", 14: "丙委员", 21: "乙镇长", 28: "甲书记"}
    assert named(office, "2027-01", "DB")[4] == "甲书记", "nothing of December is issued or served"


def test_one_person_serves_a_whole_weekend_and_main_and_deputy_are_the_next_two(tmp_path):
    found = named(office_with(tmp_path, clause(duties="周末值班")), "2026-12", "ZM")
    assert found == {5: "赵一、钱二", 12: "孙三、李四", 19: "周五、吴六", 26: "郑七、王八"}


def test_posts_of_one_shift_are_staffed_by_the_unit_whose_turn_it_is(tmp_path):
    office = office_with(tmp_path, clause("单位=是", duties="周末值班"))
    assert named(office, "2026-12", "ZM") == {5: "1办、1办", 12: "2办、2办", 19: "3办、3办", 26: "1办、1办"}
    problem = problem_of(office, "2026-12")
    [main, deputy] = [turn.slot for turn in problem.turns][:2]
    book = book_of(office, "2026-12")
    ours = Roster(frozenset({(main, "p:1"), (deputy, "p:4")}))
    mixed = Roster(frozenset({(main, "p:1"), (deputy, "p:2")}))

    def broken(roster):
        return [one.key for one in findings(problem, book, roster) if one.rule == "rotation"]

    assert broken(ours) == [] and broken(mixed) == [(deputy,)]


def test_units_go_on_behind_the_one_whose_people_served_last(tmp_path):
    head = ["事项*", "日期*", "岗位", "人员或单位*"]
    past = [head, ["ZM", "2026-11-28", "主班", "赵一"], ["ZM", "2026-11-28", "副班", "李四"]]
    leave = [LEAVE, ["钱二", "2026-12-05", "", "休假"], ["周五", "2026-12-06", "", "休假"]]
    office = office_with(tmp_path, clause("单位=是", duties="周末值班"), 值班历史=past, 请假外出=leave)
    found = named(office, "2026-12", "ZM")
    assert [found[day].split("、")[0] for day in (5, 12, 19)] == ["3办", "2办", "1办"], "one of the second is too few"


def test_units_take_weeks(tmp_path):
    office = office_with(tmp_path, clause(duties="单位值周"))
    assert named(office, "2026-12", "DW") == {7: "1办", 14: "2办", 21: "3办", 28: "1办"}


def test_the_eve_goes_round_over_the_years(tmp_path):
    head = ["事项*", "日期*", "人员或单位*"]
    past = [head, ["ZB", "2024-02-09", "钱二"], ["ZB", "2025-01-28", "孙三"], ["ZB", "2026-02-16", "李四"]]
    past += [["ZB", "2027-01-31", "王八"]]
    office = office_with(tmp_path, clause(duties="ZB", days="除夕"), 值班历史=past)
    assert named(office, "2027-02") == {5: "周五"}


def test_it_goes_on_behind_the_last_row_of_the_history(tmp_path):
    past = [["事项*", "日期*", "人员或单位*"], ["ZB", "2026-11-29", "吴六"], ["ZB", "2026-11-30", "李四"]]
    office = office_with(tmp_path, clause(duties="ZB"), 值班历史=past)
    assert first(named(office, "2026-12"), 2) == ["周五", "吴六"]


def test_an_order_uses_no_turn_and_one_to_leave_out_swaps_it(tmp_path):
    head = ["事项*", "起始日期*", "人员或单位*", "方式"]
    pins = [head, ["ZB", "2026-12-02", "王八", ""], ["ZB", "2026-12-03", "钱二", "不排"]]
    office = office_with(tmp_path, clause(duties="ZB"), 指定=pins)
    assert first(named(office, "2026-12"), 4) == ["赵一", "", "孙三", "钱二"]
    assert said(office, "2026-12", 2) == "指定王八，不占轮次"
    assert said(office, "2026-12", 3) == "轮到孙三（钱二另有指定，对调至4日）"


def test_duties_named_in_one_cell_share_an_order_and_clauses_of_their_own_do_not(tmp_path):
    shared = office_with(tmp_path, clause(duties="总值班、周末值班"))
    main, weekend = named(shared, "2026-12"), named(shared, "2026-12", "ZM")
    assert [main[day] for day in (4, 5, 6, 7)] == ["李四", "周五", "王八", "赵一"] and weekend[5] == "吴六、郑七"
    apart = office_with(tmp_path, clause(duties="总值班"), clause(duties="周末值班"))
    assert named(apart, "2026-12", "ZM")[5] == "赵一、钱二"


def test_nobody_of_the_order_can_and_the_order_waits(tmp_path):
    rows = [LIST, ["ZB", "", 1, "赵一", ""], ["ZB", "", 2, "钱二", ""]]
    leave = [LEAVE, ["赵一", "2026-12-02", "", "外出"], ["钱二", "2026-12-02", "", "外出"]]
    office = office_with(tmp_path, clause(duties="ZB"), 轮值=rows, 请假外出=leave)
    found = named(office, "2026-12")
    assert [found[day] for day in (1, 2, 3, 4)] == ["", "", "赵一", "钱二"], (
        "the night of the first runs into the second"
    )
    assert said(office, "2026-12", 2) == "轮值名单中无人能值"


def test_a_clause_that_begins_or_ends_gives_turns_on_its_days_alone(tmp_path):
    rows = [LIST, *(["ZB", "", number, name, ""] for number, name in enumerate(("王八", "郑七"), 1))]
    ends = clause("顺序=排序", duties="ZB", last="2026-12-03")
    begins = clause("顺序=轮值", duties="ZB", first="2026-12-05")
    found = named(office_with(tmp_path, ends, begins, 轮值=rows), "2026-12")
    assert first(found, 6) == ["赵一", "钱二", "孙三", "王八", "郑七", "王八"] and 4 not in found


def test_every_other_week_counts_from_the_day_on_which_the_duty_began(tmp_path):
    duties = [
        [*row, since] for row, since in zip(SHEETS["值班事项"], ("起始日期", "2026-11-23", "", "", ""), strict=True)
    ]
    found = named(office_with(tmp_path, clause(duties="ZB", days="隔周周二"), 值班事项=duties), "2026-12")
    assert found == {8: "赵一", 22: "钱二"}
