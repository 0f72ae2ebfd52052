"""The notice's own words: all twelve years as they were worded, what is copied along, and what contradicts itself."""

import re
import time
from datetime import date, timedelta

import pytest

from planner.calendar.notice.reading import read_pasted
from planner.calendar.notice.settling import settled
from planner.calendar.workdays import FOLDER, built_in, notice_text
from planner.errors import Refused
from tests.fixtures.holiday_notices import AMENDING, BODIES, notice_words, web_page


def read(text, year=2027, standing=None):
    return settled(read_pasted(text, year, standing), year, "通知.txt")


def faults(text, year=2027, standing=None):
    with pytest.raises(Refused) as caught:
        read(text, year, standing)
    return [one.cause.zh for one in caught.value.faults]


def changed(old, new, year=2027):
    words = notice_words(year)
    assert words.count(old) == 1
    return words.replace(old, new)


def days(year, *spans):
    """Every day of some spans as month-day, also of the year before."""
    found = []
    for span in spans:
        first, _, last = span.partition("~")
        day, end = (date.fromisoformat(one if len(one) > 5 else f"{year}-{one}") for one in (first, last or first))
        while day <= end:
            found.append(day)
            day += timedelta(days=1)
    return found


@pytest.mark.parametrize("year", sorted(built_in()))
def test_each_year_s_notices_read_as_they_were_worded_are_what_the_program_has(year):
    words = notice_words(year) + AMENDING.get(year, "")
    assert read(words, year).notice == built_in()[year]
    assert notice_text(read(words, year).notice) + "\n" == FOLDER.joinpath(f"{year}.json").read_text("utf-8")


@pytest.mark.parametrize("year", [2016, 2019, 2023, 2024, 2026])
def test_a_page_copied_with_its_menus_and_links_says_the_same(year):
    assert read(web_page(year) + AMENDING.get(year, ""), year).notice == built_in()[year]


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}),
        lambda text: re.sub(r"(\d+)(年|月|日|天)", "\\1 \\2 \u3000", text),
        lambda text: text.replace("月", "月\n").replace("、", "\n、"),
        lambda text: text.replace("至", "—").replace("（", "(").replace("）", ")").replace("：", ":"),
        lambda text: text.replace("周", "星期"),
        lambda text: (
            "<html><head><style>p{}</style><script>x<1</script></head><body><p>"
            + text.replace("\n", "</p>\n<p>")
            + "</p></body></html>"
        ),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("2025年11月4日", "二〇二五年十一月四日"),
        lambda text: text.replace("共9天", "共九天"),
        lambda text: re.sub("[一二三四五六七]、(?=元旦|春节|清明|劳动|端午|中秋|国庆)", "", text),
        lambda text: text.replace("〔", "［").replace("〕", "］"),
    ],
)
def test_line_breaks_blanks_wide_digits_and_other_signs_make_no_difference(written):
    assert read(written(notice_words(2026)), 2026).notice == built_in()[2026]


def test_the_notice_of_2027_reads_with_its_number_days_and_make_up_days():
    found = read(notice_words(2027))
    assert found.notes == ()
    assert found.notice.numbers == (("国办发明电〔2026〕9号", "2026-11-10"),)
    spans = ("01-01~01-03", "02-05~02-12", "04-03~04-05", "05-01~05-05", "06-09", "09-15", "10-01~10-07")
    assert list(found.notice.off) == days(2027, *spans)
    assert list(found.notice.work) == days(2027, "01-31", "02-20", "05-08", "09-26", "10-10")
    assert {name for day, name in found.notice.off.items() if day.month == 2} == {"春节"}


def test_a_notice_that_changes_one_holiday_keeps_the_others_and_both_numbers():
    base = read(notice_words(2019), 2019).notice
    assert len([day for day in base.off if day.month == 5]) == 1
    assert read(AMENDING[2019], 2019, base).notice == built_in()[2019]
    assert read(AMENDING[2019], 2019, built_in()[2019]).notice == built_in()[2019], "read twice it changes nothing"
    assert faults(AMENDING[2019], 2019) == [
        "“关于调整2019年劳动节假期安排的通知”：它只改动 2019 年的通知，而那份通知还没有装入"
    ]
    longer = read(notice_words(2020), 2020).notice
    assert read(AMENDING[2020], 2020, longer).notice == built_in()[2020]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("10月10日（周日）上班", "10月10日（周六）上班", "2027-10-10 写的是周六，实际是周日"),
        ("共8天", "共7天", "写的是 7 天，从2月5日（周五）到2月12日（周五）读到 8 天"),
        ("2月20日（周六）上班", "2月30日（周六）上班", "没有“2月30日(周六)”这一天"),
        ("至7日（周四）放假调休，共7天", "至", "“至”后面没有日期，话没有说完"),
        ("6月9日（周三）放假1天，不调休", "6月9日（周三）", "没有读到端午节哪天放假"),
        ("5月8日（周六）上班", "5月5日（周三）上班", "5月5日（周三）既放假又上班，另见"),
        ("1月1日（周五）至3日（周日）", "1月3日至1日", "2027-01-03 至 2027-01-01 不成一段假期"),
    ],
)
def test_what_contradicts_itself_is_named_in_its_own_words(old, new, said):
    found = faults(changed(old, new))
    assert said in found[0], found


def test_half_a_notice_is_refused_and_says_what_it_lacks():
    words = notice_words(2027)
    assert faults(words[: words.index("10月10日（周日）")]) == ["“9月26日(周日)、”：话没有说完：没有说放假还是上班"]
    assert [one.zh for one in read(words[: words.index("9月26日")]).notes] == [
        "没有读到落款日期，请核对有没有贴全",
        "放假占 18 个工作日，调休上班 3 天，净放 15 天，法定为 13 天，请核对有没有漏写的日子",
    ]
    assert faults(words[: words.index("四、劳动节")]) == [
        "“清明节4月3日(周六)至5日(周一)放假,共3天。”：读到这里为止，没有读到：劳动节、端午、中秋、国庆节"
    ]
    assert "没有读到：" not in "".join(faults(words[: words.index("日（周五）至7日（周四）")]))
    assert faults("今天天气很好") == ["没有读到放假安排"] == faults(words[: words.index("一、元旦")])


def test_another_year_s_notice_is_refused_and_named():
    assert faults(notice_words(2026)) == ["通知是 2026 年的，不是 2027 年的"]
    assert read(notice_words(2026) + notice_words(2027)).notice == read(notice_words(2027)).notice


def test_one_notice_pasted_twice_is_one_and_two_that_differ_are_refused():
    words = notice_words(2027)
    assert read(words + words).notice == read(words).notice
    assert faults(words + words.replace("10月10日（周日）", "10月9日（周六）")) == [
        "“关于2027年部分节假日安排的通知”：2027 年的通知贴了两份，内容不同"
    ]


NEWS = """2027年放假安排来了：
元旦：2027年1月1日（周五）至3日（周日）放假，共3天
春节：放假时间为2027年2月5日（周五）至12日（周五），共8天，1月31日（周日）、2月20日（周六）上班
清明节 四月三日至五日放假，共3天
“五一”劳动节：5月1-5日放假调休，共5天，5月8日调休上班
端午节：6月9日（星期三）放假一天，不调休
中秋节：9月15日星期三放假1天，不调休
国庆节期间放假安排：10月1日到7日放假调休，共7天，9月26日、10月10日照常上班"""


def test_the_same_days_in_a_newspaper_s_words_are_the_same_days():
    found, official = read(NEWS).notice, read(notice_words(2027)).notice
    assert (found.off, found.work) == (official.off, official.work)


def test_the_date_of_a_notice_stands_below_it_with_or_without_who_signs():
    words = notice_words(2027)
    bare = words[: words.index("节假日期间")]
    assert read(bare + "2026年11月10日").notice == read(bare + "国务院办公厅\n2026年11月10日（此件公开发布）").notice
    assert read(bare + "2026年11月10日").notice.numbers == (("国办发明电〔2026〕9号", "2026-11-10"),)
    assert read(bare + "国务院办公厅\n2026年13月10日").notice.numbers == (("国办发明电〔2026〕9号", ""),)


def test_what_is_encouraged_is_no_day_off_and_a_workday_is_no_make_up_day():
    assert date(2024, 2, 9) not in read(notice_words(2024), 2024).notice.off
    assert "不是放假，未计入" in read(notice_words(2024), 2024).notes[0].zh
    found = read(changed("至3日（周日）放假，共3天。", "至3日（周日）放假调休，共3天。1月4日（周一）上班。"))
    assert found.notice == read(notice_words(2027)).notice
    assert [one.zh for one in found.notes] == ["1月4日（周一）本来就上班，不算调休"]


def test_a_notice_against_the_law_of_statutory_days_is_read_with_a_note():
    found = read(changed("5月8日（周六）上班", "5月8日（周六）、5月9日（周日）上班"))
    assert [one.zh for one in found.notes] == [
        "放假占 18 个工作日，调休上班 6 天，净放 12 天，法定为 13 天，请核对有没有漏写的日子"
    ]
    found = read(
        changed("2月5日（农历除夕、周五）至12日（农历正月初七、周五）放假调休，共8天", "2月6日至12日放假，共7天")
    )
    assert found.notes[0].zh == "法定节日没有放假：2月5日（周五）春节"


def test_words_without_a_title_or_a_number_count_for_the_year_asked():
    found = read(BODIES[2027])
    assert found.notice.off == read(notice_words(2027)).notice.off
    assert found.notice.numbers == (("通知.txt", ""),) and found.notice.official
    assert [one.zh for one in found.notes] == ["没有读到文号，依据记为“通知.txt”"]
    assert "写的是周五，实际是周" in faults(BODIES[2027], 2028)[0]


def test_all_faults_are_named_at_once():
    words = changed("共8天", "共7天").replace("10月10日（周日）", "10月10日（周六）").replace("2月30日", "2月20日")
    assert len(faults(words)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "元旦：" * 40_000,
        "元旦、" * 60_000,
        "关于" * 50_000,
        "一、" * 60_000,
        "(" * 190_000,
        "1月" * 90_000,
        "<p" * 99_999,
        "元旦：" + "1月1日放假，与周末连休，" * 12_000,
        "1" + " " * 190_000 + "1",
    ],
)
def test_any_text_is_read_soon(text):
    began = time.monotonic()
    assert faults(text)
    assert time.monotonic() - began < 5
