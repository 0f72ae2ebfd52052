"""Gaps and overlaps of what is staffed round the clock are told, at import and by check; other duties have none."""

import pytest

from planner.problem.coverage import ahead
from tests.fixtures.office_at_work import NOW, run
from tests.fixtures.small_offices import imported, rows_of, weekly


@pytest.mark.parametrize(
    ("days", "begin", "end", "calendar", "told"),
    [
        (7, "08:30", "08:30", "每周一", []),
        (6, "08:30", "08:30", "每周一", ["无人值班"]),
        (8, "08:30", "08:30", "每周一", ["重叠"]),
        (7, "08:30", "18:00", "每周一", []),
        (1, "08:30", "08:30", "每天", []),
        (1, "08:30", "08:00", "每天", ["无人值班"]),
        (2, "08:30", "08:30", "每天", ["重叠"]),
        (1, "18:00", "08:00", "每天", []),
        (1, "08:30", "08:30", "每个工作日", []),
        (2, "08:30", "08:30", "每周一", []),
    ],
)
def test_gaps_and_overlaps_of_what_is_staffed_round_the_clock_are_told(tmp_path, days, begin, end, calendar, told):
    office = imported(tmp_path, weekly(days, begin, end, calendar)).office
    said = ahead(office, NOW.date())
    assert len(said) == len(told) and all(word in one.zh for word, one in zip(told, said, strict=True)), said


@pytest.mark.parametrize(("night", "told"), [("18:00", []), ("18:30", ["无人值班"]), ("17:30", ["重叠"])])
@pytest.mark.parametrize("names", [("值班员", "值班员"), ("白班员", "夜班员")])
def test_shifts_that_relieve_each_other_are_looked_at_together(tmp_path, night, told, names):
    posts = [
        {"事项": "ZB", "班次": shift, "岗位": post, "开始时间": start, "结束时间": stop}
        for shift, post, start, stop in (("白班", names[0], "08:30", "18:00"), ("夜班", names[1], night, "08:30"))
    ]
    office = imported(tmp_path, rows_of([{"编号": "ZB", "名称": "总值班", "日历": "每天"}], posts)).office
    said = ahead(office, NOW.date())
    assert len(said) == len(told) and all(word in one.zh for word, one in zip(told, said, strict=True)), said


@pytest.mark.slow
def test_import_and_check_tell_them(tmp_path):
    from tests.fixtures.workbook_files import folder

    home = tmp_path / "home"
    done = run(home, "import", str(folder(tmp_path / "sheets", weekly(6))))
    gap = "总值班 值班员：12月6日（周日）08:30至12月7日（周一）08:30等"
    assert done.returncode == 0 and gap in done.stdout + done.stderr
    assert run(home, "plan", "2026-12", "--seconds", "5").returncode == 0
    done = run(home, "check", "2026-12")
    assert "总值班 值班员：12月13日（周日）08:30至12月14日（周一）08:30等 3 处无人值班" in done.stdout + done.stderr
