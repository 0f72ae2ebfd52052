"""Entries as lines: any text comes back whole and makes no property of its own.

No line is too long or cut inside a character.
"""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from planner.feeds.entry import CalendarEntry, serialise

STAMP, START, END = datetime(2026, 11, 26, 1, tzinfo=UTC), datetime(2026, 12, 1, 17), datetime(2026, 12, 2, 8)
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\x85")
    | st.sampled_from('\n,;\\:"N'),
    max_size=220,
)
NAMES = [
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DTSTAMP",
    "UID",
    "SEQUENCE",
    "CATEGORIES",
    "DESCRIPTION",
    "LAST-MODIFIED",
    "LOCATION",
    "STATUS",
    "TRANSP",
]


def written(summary, location="", description=""):
    return serialise(
        CalendarEntry(summary, location, description, "领导接访", START, END, "CONFIRMED", True),
        "a@dangzhi",
        3,
        STAMP,
        "Asia/Shanghai",
    )


def values(text):
    """Name → value, unfolded, with escapes undone by RFC 5545 3.3.11."""
    found = {}
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        found[name.partition(";")[0]] = re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value)
    return found


@pytest.mark.slow
@given(TEXT, TEXT, TEXT)
@example("BEGIN:VEVENT\nEND:VEVENT", "C:\\New, folder; 1", "㐂䶮" * 90)
@example("\\" * 74 + "\n", "👨‍👩‍👧" * 12, "\\n")
def test_any_text_comes_back_whole_and_makes_no_property(summary, location, description):
    text = written(summary, location, description)
    found = values(text)
    assert (found["SUMMARY"], found.get("LOCATION", ""), found.get("DESCRIPTION", "")) == (
        summary,
        location,
        description,
    )
    assert [name for name in found if name not in ("BEGIN", "END")] == [
        name for name in NAMES if (name != "LOCATION" or location) and (name != "DESCRIPTION" or description)
    ]
    assert "\n" not in text.replace("\r\n", "")


@given(TEXT, TEXT)
def test_no_line_is_too_long_and_none_is_cut_inside_a_character_or_an_escape(summary, description):
    for line in written(summary, "", description).encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        escapes = re.sub(rb"\\\\", b"", line)
        assert not escapes.endswith(b"\\")


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\\\u2028\u2029\x85")
        | st.just("\n"),
        min_size=1,
        max_size=200,
    )
)
def test_a_second_parser_reads_the_same(summary):
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{written(summary, '二楼', '同班：张三')}END:VCALENDAR\r\n"
    (event,) = Calendar.from_ical(whole.encode()).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"]), str(event["description"])) == (summary, "二楼", "同班：张三")
    assert (event["dtstart"].dt.replace(tzinfo=None), event["dtend"].dt.replace(tzinfo=None)) == (START, END)
    assert (event["dtstart"].params["TZID"], event["sequence"], event["dtstamp"].dt, event["last-modified"].dt) == (
        "Asia/Shanghai",
        3,
        STAMP,
        STAMP,
    )
