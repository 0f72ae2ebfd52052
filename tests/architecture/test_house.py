"""The house stands as it is drawn: style, types, arrows, sizes, first lines, the catalogue."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from constraints.rules import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
SOURCES = sorted(path for name in ("constraints", "planner", "web") for path in (ROOT / name).rglob("*.py"))


def _run(*command):
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)


def test_ruff_finds_nothing():
    done = _run("ruff", "check", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout


def test_every_line_is_laid_out_by_the_formatter():
    done = _run("ruff", "format", "--check", ".")
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_mypy_strict_finds_nothing():
    done = _run("mypy")
    assert done.returncode == 0, done.stdout


def test_the_import_contracts_are_kept():
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_holds_and_stays_small(path):
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree) or text.startswith("#")
    assert text.count("\n") <= 250
    assert [line for line in text.splitlines() if len(line) > 120] == []
    long = [
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 50
    ]
    assert long == []


MACROS = {"macros.html", "parts.html", "charts.html"}
"""Where macros stand: the site's own, the parts that pages are made of, charts."""


def test_a_template_has_short_lines_and_every_macro_stands_where_macros_stand():
    assert TEMPLATES
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 120
    ]
    assert long == []
    assert {path.name for path in TEMPLATES if re.search(r"{%-?\s*macro\b", path.read_text("utf-8"))} <= MACROS


def test_judging_loads_no_solver_and_no_database():
    code = "import sys, constraints.judge, constraints.solve; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not re.search(r"'(ortools|highspy|sqlalchemy|flask|pandas)'", done.stdout)


def test_nothing_is_loaded_from_another_host():
    shown = [*(ROOT / "web").rglob("*.html"), *(ROOT / "web").rglob("*.css")]
    assert [
        path.name
        for path in shown
        if re.search(r"(src|href)=[\"']https?://|url\(\s*[\"']?https?://", path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_a_rule_has_the_form_that_people_and_tests_rely_on(rule):
    holes_zh, holes_en = (set(re.findall(r"{(\w+)}", text)) for text in (rule.say_zh, rule.say_en))
    own = {name for name, *_ in rule.parameters()}
    assert rule.zh and rule.en and rule.about_zh and rule.__doc__
    assert holes_zh - {"amount", "far"} <= set(rule.keys) | own
    assert holes_en - {"amount", "far"} <= set(rule.keys) | own
    assert holes_zh & set(rule.keys) == holes_en & set(rule.keys)


def test_every_rule_file_is_in_the_catalogue():
    files = {path.stem for path in (ROOT / "constraints" / "rules").glob("*.py")} - {"__init__"}
    assert files == {rule.__module__.rpartition(".")[2] for rule in CATALOGUE}
