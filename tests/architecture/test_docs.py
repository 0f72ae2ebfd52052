"""The pages stand together: a short README, links that lead somewhere, every decision dated and in the index."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("2*.md"))


def test_the_readme_is_short_and_begins_in_chinese():
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= 120
    assert "机关办公室" in lines[2]
    assert "docs/zh/" in lines[3]


def test_the_picture_is_one_and_small():
    picture = (ROOT / "docs" / "month.png").read_bytes()
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
