"""What the product is made of is written down, with its licences, and every file of it is known by its hash."""

import re

from planner.launch import ROOT
from tests.fixtures import icons
from tests.fixtures.bill_of_materials import BILL, SERVED, TABLE, bill, packages, table, unhashed

ANEW = "python3 -m tests.fixtures.bill_of_materials"
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "ZPL-2.1",
    "Zlib",
}
"""Licences that let an office use and pass on what is under them, as its own product is under another."""


def test_the_bill_of_materials_is_that_of_the_packages_that_are_pinned():
    assert BILL.read_text("utf-8") == bill(), ANEW
    assert TABLE.read_text("utf-8") == table(), ANEW
    assert bill() == bill()


def test_every_package_is_under_a_licence_that_an_office_may_take():
    asked = {one.name: set(re.split(r" (?:OR|AND) ", one.licence)) for one in packages()}
    assert {name: words - ALLOWED for name, words in asked.items() if words - ALLOWED} == {}


def test_every_file_of_every_package_is_known_by_its_hash():
    assert unhashed() == []


GRID = ("month_grid.js", "month_cells.js", "month_drag.js")
"""The scripts of the month's matrix."""


def test_every_file_of_somebody_else_that_browsers_get_is_in_the_bill():
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "web" / "templates").rglob("*.html"))
    handed_out = set(re.findall(r"url_for\('htmx\.static', filename='([^']+)'\)", pages))
    handed_out |= {"bootstrap.min.css"} if "bootstrap.load_css()" in pages else set()
    handed_out |= {"bootstrap-icons.svg"} if "icons.svg" in pages else set()
    assert "load_js" not in pages and "render_icon" not in pages
    assert {path.rpartition("/")[2] for _, path in SERVED} == handed_out
    kept = {path.name for path in (ROOT / "web" / "static").rglob("*") if path.is_file()}
    ours = {"site.css", "desk.css", "month.css", "icons.svg", "search.js", "print.js", "sheets.js", *GRID}
    assert kept == ours, "what is not ours needs a line in SERVED"


def test_the_sprite_has_the_symbols_that_pages_use_and_no_others():
    assert icons.SPRITE.read_text("utf-8") == icons.sprite(), "python -m tests.fixtures.icons"
    assert "check-lg" in icons.used() and len(icons.used()) < 100
