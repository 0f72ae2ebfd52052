"""docs/security.md has every requirement of ASVS 5.0 at levels 1 and 2 once, with a test that is there or a reason."""

import re
from collections import Counter
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from planner.access import hashing, passwords, slowing
from planner.data_entry import waiting
from planner.settings import SETTINGS
from planner.store.record import anchored
from planner.workbook.opening import guard
from tests.fixtures.named_tests import is_a_test
from web.shell import limits

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
REQUIREMENTS = dict(
    line.split() for line in (ROOT / "tests" / "fixtures" / "asvs-5.0.txt").read_text("ascii").splitlines()
)
"""Number of a requirement → its level, L1 or L2, of the Application Security Verification Standard 5.0.0."""
MET, NOT_APPLICABLE, NOT_MET = "met", "not applicable", "not met"


def rows(page=PAGE):
    """(number, level, asks, status, what is here, tests) of every row of the chapters' tables."""
    found = []
    for line in page.splitlines():
        if re.match(r"\| V\d+\.\d", line):
            cells = [one.strip() for one in line.strip("|").split(" | ")]
            number, _, level = cells[0].partition(" ")
            status, _, here = cells[2].partition(": ")
            found.append((number, level, cells[1], status, here, [one for one in cells[3].split("<br>") if one != "–"]))
    return found


def untrue(row):
    """What a row says that is not so."""
    number, level, asks, status, here, tests = row
    wrong = [one for one in tests if not is_a_test(one)]
    if REQUIREMENTS.get(number) != level:
        wrong.append("its level")
    if not asks or len(asks) > 100 or not here:
        wrong.append("its words")
    if status not in (MET, NOT_APPLICABLE, NOT_MET) or bool(tests) != (status == MET):
        wrong.append("its status")
    return wrong


def test_every_requirement_of_both_levels_stands_there_once():
    numbers = [row[0] for row in rows()]
    assert len(numbers) == 253 and numbers == list(REQUIREMENTS), "each once, in the order of the standard"


def test_every_row_has_its_level_its_status_and_tests_that_are_there():
    assert {row[0]: wrong for row in rows() if (wrong := untrue(row))} == {}


def test_a_row_that_says_what_is_not_so_is_found():
    test = "tests/architecture/test_security_page.py::test_a_row_that_says_what_is_not_so_is_found"
    sound = f"| V1.1.1 L2 | asks | met: here | {test} |"
    assert [untrue(row) for row in rows(sound)] == [[]]
    for changed, wrong in (
        (sound.replace("L2", "L1"), "its level"),
        (sound.replace("V1.1.1", "V1.1.9"), "its level"),
        (sound.replace("met: here", "partly: here"), "its status"),
        (sound.replace(test, "–"), "its status"),
        (sound.replace("met: here", "not met: here"), "its status"),
        (sound.replace("asks", "asks" * 40), "its words"),
        (sound.replace("_is_found |", "_is_lost |"), test.replace("_is_found", "_is_lost")),
    ):
        assert [untrue(row) for row in rows(changed)] == [[wrong]], changed


def test_the_table_of_chapters_counts_the_rows():
    def counted(chapter):
        mine = [row for row in rows() if chapter in (0, int(row[0][1:].partition(".")[0]))]
        by_level, by_status = Counter(row[1] for row in mine), Counter(row[3] for row in mine)
        return [by_level["L1"], by_level["L2"], len(mine), *(by_status[one] for one in (MET, NOT_APPLICABLE, NOT_MET))]

    said = {}
    for chapter, numbers in re.findall(r"^\| (?:V(?=\d+ ))?(all|\d+)[^|]* \| ([\d| ]+) \|$", PAGE, re.M):
        said[0 if chapter == "all" else int(chapter)] = [int(one) for one in numbers.split(" | ")]
    assert said == {chapter: counted(chapter) for chapter in range(18)}


def test_what_is_not_met_is_said_at_the_top():
    (top,) = re.findall(r"^\*\*Not met\*\*.*$", PAGE, re.M)
    assert re.findall(r"\((\d+\.\d+\.\d+)\)", top) == [row[0][1:] for row in rows() if row[3] == NOT_MET]


def test_the_page_says_what_the_standard_wants_to_be_written_down():
    headings = set(re.findall(r"^## (.*)$", PAGE, re.M))
    bold = set(re.findall(r"\*\*(.*?)\*\*", PAGE))
    meant = {one for row in rows() for one in re.findall(r"“([^”]+)”", row[4])}
    assert len(meant) > 8 and meant - headings - bold == set()
    asked = {"Parts, and where trust ends", "Data", "Packages", "Limits", "What leaves the machine", "What is logged"}
    assert asked <= headings


def test_the_page_says_what_the_code_does():
    hasher = PasswordHasher()
    said = [
        f"{passwords.LEAST} to {passwords.MOST} characters",
        ", ".join(passwords.USUAL),
        f"up to {slowing.LONGEST} seconds, {slowing.LONGEST_KNOWN} at an address from which the holder came in within "
        f"{slowing.RIGHT_KEPT.days} days",
        f"Beyond {slowing.NAMES} names",
        f"{slowing.LOCK_AFTER} wrong passwords in a row lock a name at that address for "
        f"{slowing.LOCKED.total_seconds() // 60:.0f} minutes",
        f"One thread in {hashing.PART}",
        f"{limits.STRANGER >> 10} KiB of a stranger, {limits.FORM >> 20} MiB of a form, {limits.UPLOAD >> 20} MiB of",
        f"{limits.BY_ADDRESS.at_once} pages at once and {limits.BY_ADDRESS.a_second:.0f} a second",
        f"{limits.BY_ACCOUNT.at_once} seconds of processor time at once and {limits.BY_ACCOUNT.a_second} a second",
        f"unpacked {guard.MAX_UNPACKED >> 20} MiB in all and {guard.MAX_PART >> 20} MiB a part, "
        f"{guard.MAX_RATIO} times larger by unpacking, {guard.MAX_MEMBERS:,} parts",
        f"argon2id ({hasher.memory_cost >> 10} MiB, {hasher.time_cost} passes, {hasher.parallelism} lanes)",
        f"kept {anchored.KEPT.days} days",
        {3600: "waits in the home for an hour"}[waiting.KEPT_SECONDS],
        *(f"`{one.name}`" for one in SETTINGS if one.secret),
    ]  # fmt: skip
    assert [one for one in said if one not in PAGE] == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("docs/running.md", ("TLS 1.2 and 1.3", "sslmode=verify-full", "account of its own", "host name of its own")),
        ("docs/zh/it.md", ("TLS 1.2", "sslmode=verify-full", "专用的帐号", "专用的域名")),
    ],
)
def test_what_is_left_to_whoever_installs_it_is_said(page, words):
    text = (ROOT / page).read_text("utf-8")
    assert [one for one in words if one not in text] == []
