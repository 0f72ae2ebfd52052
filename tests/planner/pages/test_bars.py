"""A bar is as long as what it counts, and says in words what it shows."""

import re

import pytest
from flask import Flask, render_template_string

from planner.launch import ROOT
from planner.pages.lookup.chart import ChartRow

KINDS = {"workday": "工作日", "weekend": "双休日"}


@pytest.mark.parametrize(
    ("total", "share", "more"), [(5, 5.2, 0), (6, 5.2, 1), (5, 3.4, 2), (2, 3.4, -1), (0, 0.0, 0), (3, None, None)]
)
def test_more_and_fewer_are_counted_to_the_nearest_whole_one(total, share, more):
    assert ChartRow("p:G01", "王磊", {"workday": total}, share).more == more


def drawn(*rows, **more):
    app = Flask("web", root_path=str(ROOT / "web"))
    app.jinja_env.globals.update(_=lambda pattern, **arguments: pattern % arguments)
    page = "{% from 'charts.html' import bars with context %}{{ bars('主班', rows, kinds, **more) }}"
    with app.app_context():
        return render_template_string(page, rows=rows, kinds=KINDS, more=more)


def test_bars_are_stacked_in_the_order_of_the_kinds_and_end_where_the_count_does():
    found = drawn(ChartRow("a", "王磊", {"weekend": 1, "workday": 4}, 5.2), ChartRow("b", "郑海波", {}, 3.0))
    assert re.findall(r'aria-label="([^"]*)"', found) == ["王磊：工作日 4，双休日 1", "郑海波：没有"]
    assert re.findall(r'<rect class="(k\d)" x="([\d.]+)" y="1"\s+width="([\d.]+)"', found) == [
        ("k1", "0", "79"),
        ("k2", "80", "19"),
    ]
    assert re.findall(r'<line class="fair" x1="([\d.]+)"', found) == ["104.0", "60.0"]
    assert re.findall(r"<td class=\"nw\">(?:<b>)?([^<]*)", found) == ["平", "少 3"]


def test_a_long_bar_fits_and_a_row_without_a_share_has_no_line():
    found = drawn(ChartRow("a", "王磊", {"workday": 40}), links={"a": "/there"})
    assert re.findall(r'width="(\d[\d.]*)" height="14"', found) == ["159.0"]
    assert 'class="fair"' not in found and "比应值" not in found and 'href="/there"' in found
