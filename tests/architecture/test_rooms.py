"""The rooms stand as they are drawn: few files each, a plan in each, no circle, no way up; planted ones are caught."""

import ast
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("constraints", "planner", "web")
MOST = 14
SOURCES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts)


def modules(folder):
    return [path for path in folder.glob("*.py") if path.stem != "__init__"]


def rooms():
    return sorted({path.parent for path in SOURCES})


def lint(root):
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)


def test_no_room_has_more_than_fourteen_files_but_the_rules():
    crowded = {str(room.relative_to(ROOT)): len(modules(room)) for room in rooms() if len(modules(room)) > MOST}
    assert set(crowded) == {"constraints/rules"}


@pytest.mark.parametrize("room", rooms(), ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_says_what_is_in_it(room):
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
    assert text
    assert len(text.splitlines()) <= 12
    if room.parent in (ROOT / "constraints", ROOT / "planner") and room.name != "rules":
        assert "In it" in text
        assert "Comes in" in text
        assert "Goes out" in text
        assert "May ask" in text


def test_most_files_are_short():
    assert median(path.read_text("utf-8").count("\n") for path in SOURCES) <= 100


PLANTED = {
    "a circle of two rooms": ("planner/roster/lines.py", "import planner.pages.desk"),
    "a circle that only types close": (
        "constraints/measure/rule.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from constraints.model.board import Board",
    ),
    "a circle of two files of a room": ("planner/judging/in_force.py", "from planner.judging.verdict import Verdict"),
    "a way up": ("constraints/judge.py", "from planner.words import Words"),
    "one audience that knows another": ("web/officials/swaps.py", "from web.clerks import month"),
    "a rule that knows another": ("constraints/rules/gap.py", "from constraints.rules.rest import Rest"),
    "a page that knows a solver": ("web/clerks/month.py", "import ortools"),
    "a room that no layer names": ("planner/attic/__init__.py", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize(("place", "line"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_arrow_is_caught(tmp_path, place, line):
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file = tmp_path / place
    file.parent.mkdir(exist_ok=True)
    with file.open("a") as stream:
        stream.write(f"\n{line}\n")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout or "attic" in done.stdout


@pytest.mark.slow
def test_nothing_is_kept_by_the_address_of_an_object():
    calls = Counter(
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id"
    )
    assert calls == {}


def borrowed(text):
    """The test modules that a module's text imports, as statements or within functions."""
    named = [
        [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        if isinstance(node, ast.ImportFrom)
        else [one.name for one in node.names]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return {name for names in named for name in names if name and name.rpartition(".")[2].startswith("test_")}


@pytest.mark.slow
def test_no_test_module_imports_another():
    found = {str(path.relative_to(ROOT)): borrowed(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("*.py")}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "text",
    [
        "import tests.web.test_ways",
        "from tests.web import test_ways",
        "from tests.web.test_ways import Way",
        "def f():\n    from .test_ways import Way",
    ],
)
def test_a_test_module_that_imports_another_is_caught(text):
    assert {name.rpartition(".")[2] for name in borrowed(text)} == {"test_ways"}
