"""One name, one meaning: what is defined twice across the packages, and the few that are meant."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for name in ("constraints", "planner", "web")
    for path in (ROOT / name).rglob("*.py")
    if "migrations" not in path.parts
)
BORDER = "web/api/"
"""The API's types bear the names that its file publishes."""

MEANT = {
    "main": "where a process begins",
    "now": "the present moment: in a zone, of a request",
    "today": "the date of that moment",
    "register": "what a part of the site does to the application",
    "search": "an engine's answer to a form",
    "run": "a search for as long as it may take",
    "add": "the store: a new row",
    "get": "the store: one row",
    "every": "the store: all rows",
    "latest": "the store: the newest row",
    "standing": "the store: the rows that still hold",
    "change": "the store: columns set",
    "put": "the store: rows in place of older ones",
    "agree": "those asked agree: the deed, and its row",
    "take_back": "an entry is taken back: the deed, and its row",
    "tick": "a reminder is ticked: the deed, and its row",
    "withdraw": "a version is withdrawn: the deed, and its row",
    "ended": "what is over: a subscription, the jobs of a task",
    "note": "what is written beside: the note on a month, a reminder that was given",
}


def _marked(node):
    """Whether it is a view, an operation of the API or a command."""
    words = ("blueprint", "operation", "command", "group", "click")
    return any(word in ast.dump(one) for one in node.decorator_list for word in words)


def _aliases(node):
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [one.id for one in targets if isinstance(one, ast.Name) and one.id[0].isupper() and not one.id.isupper()]


@cache
def defined():
    """Public name → the files that define a class, a type or a function of it."""
    found = defaultdict(list)
    for path in SOURCES:
        place = str(path.relative_to(ROOT))
        for node in ast.parse(path.read_text("utf-8")).body:
            published = isinstance(node, ast.ClassDef) and place.startswith(BORDER)
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not published and not _marked(node):
                found[node.name].append(place)
            for name in _aliases(node):
                found[name].append(place)
    return {name: places for name, places in found.items() if not name.startswith("_")}


@pytest.mark.slow
def test_a_name_is_defined_once_or_meant_to_be_shared():
    twice = {name for name, places in defined().items() if len(places) > 1 and not name.endswith("_command")}
    assert twice == {name for name in MEANT if len(defined()[name]) > 1}


@pytest.mark.slow
def test_no_meant_name_is_out_of_use():
    assert [name for name in MEANT if len(defined().get(name, ())) < 2] == []


def test_nothing_is_called_by_what_it_is_not():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service"}
    assert [str(path) for path in SOURCES if path.stem in vague] == []
