"""The pages stand together: a short README, links that lead somewhere, every decision dated and in the index."""

import re
from pathlib import Path

import pytest

from tests.fixtures.named_tests import is_a_test

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("2*.md"))


def test_the_readme_is_short_and_begins_in_chinese():
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= 120
    assert "机关办公室" in lines[2]
    assert "docs/zh/" in lines[3]


def test_the_picture_of_the_readme_is_of_a_desk_and_small():
    picture = (ROOT / "docs" / "pictures" / "month-desk-zh.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert (int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")) == (1366, 768)
    assert len(picture) <= 200_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_every_decision_has_its_date_what_was_chosen_and_a_line_in_the_index():
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    listed = re.findall(r"^\* \[(.*)\]\((.*)\)$", index, re.M)
    assert [name[:10] for _, name in listed] == sorted((one.name[:10] for one in DECISIONS), reverse=True)
    assert {name for _, name in listed} == {one.name for one in DECISIONS}
    for title, name in listed:
        text = (ROOT / "docs" / "decisions" / name).read_text("utf-8")
        assert text.startswith(f"# {title} ({name[:10]})\n"), name
        assert "given up" in text.lower(), name


def untrue(row):
    """What a row of the list of assertions says that is not so."""
    cells = [one.strip() for one in row.strip("|").split("|")]
    if len(cells) != 4 or not all(cells):
        return ["it has not its four cells"]
    said, where, _, tests = cells
    files = [one for one in where.split("<br>") if (ROOT / one).is_file()]
    text = "\n".join((ROOT / one).read_text("utf-8") for one in files)
    words = [one.strip() for one in re.split(r" / |…", said) if one.strip()]
    return [
        *(one for one in where.split("<br>") if one not in files),
        *(one for one in words if one not in text),
        *(one for one in tests.split("<br>") if not is_a_test(one)),
    ]


def test_every_assertion_is_where_it_is_said_to_be_and_has_a_test():
    page = (ROOT / "docs" / "assertions.md").read_text("utf-8")
    heads = ("| what is said |", "|---|")
    rows = [line for line in page.splitlines() if line.startswith("|") and not line.startswith(heads)]
    assert len(rows) > 100 and len(rows) == len(set(rows))
    assert {row: wrong for row in rows if (wrong := untrue(row))} == {}


def test_a_row_whose_words_file_or_test_is_gone_is_found():
    file, test = "planner/commands/planning/show.py", "tests/planner/commands/test_said.py::test_all_is_well"
    sound = f"| 全部无误 | {file} | verify | {test}_only_while_log_and_rosters_are |"
    assert untrue(sound) == []
    assert untrue(sound.replace("全部无误", "一切照旧")) == ["一切照旧"]
    assert untrue(sound.replace("show.py", "shown.py")) == [file.replace("show", "shown"), "全部无误"]
    assert untrue(sound.replace("only_while", "always")) == [f"{test}_always_log_and_rosters_are"]
    assert (
        untrue(sound.replace("| verify ", "")) == untrue(sound.replace("verify", " ")) == ["it has not its four cells"]
    )
