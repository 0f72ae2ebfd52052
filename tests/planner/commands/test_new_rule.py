"""rules new: the skeleton stands as it is, its tests say what is missing, and what the docs write passes."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from planner.commands.planning.new_rule import with_rule
from planner.launch import ROOT

PARTS = ("constraints", "planner", "web", "tests", "pyproject.toml", "requirements.txt")
RULE = "constraints/rules/birthday.py"
TESTS = "tests/constraints/rules/test_birthday.py"
CATALOGUE = "constraints/rules/__init__.py"
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the tree."""
    folder = tmp_path_factory.mktemp("tree")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def made(tree):
    """What the command says of the rule it has written there."""
    done = python(tree, "-m", "planner.commands", "rules", "new", "birthday", "--zh", "生日不值班", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def python(tree, *words, **more):
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", **more}
    return subprocess.run([sys.executable, *words], cwd=tree, env=environment, capture_output=True, text=True)


def outcome_of_its_tests(tree, *words):
    return python(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", TESTS, *words)


def test_two_places_are_touched_besides_its_tests(tree, made):
    assert made["files"] == [RULE, CATALOGUE, TESTS]
    changed = [
        path.relative_to(tree).as_posix()
        for path in tree.rglob("*")
        if path.is_file()
        and not ((ROOT / path.relative_to(tree)).exists() and same(path, ROOT / path.relative_to(tree)))
    ]
    assert sorted(changed) == sorted(made["files"])
    before = (ROOT / CATALOGUE).read_text("utf-8").splitlines()
    more = [line for line in (tree / CATALOGUE).read_text("utf-8").splitlines() if line not in before]
    assert more == ["from constraints.rules.birthday import Birthday", "    Birthday,"]


def same(one, other):
    return one.read_bytes() == other.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("-m", "ruff", "check", "--no-cache", RULE, TESTS, CATALOGUE),
        ("-m", "ruff", "format", "--no-cache", "--check", RULE, TESTS, CATALOGUE),
        ("-m", "mypy", RULE, CATALOGUE),
        ("-c", CONTRACTS),
    ],
    ids=lambda words: " ".join(words[1:3]) if words[0] == "-m" else "contracts",
)
def test_the_skeleton_stands_in_the_house_as_it_is(tree, made, words):
    done = python(tree, *words)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_its_tests_say_what_is_to_be_written(tree, made):
    done = outcome_of_its_tests(tree)
    assert done.returncode == 1
    assert "write these in the file of the rule" in done.stdout
    assert "birthday.places is to be written: a Place for each thing" in done.stdout


@pytest.mark.slow
def test_what_the_docs_write_of_it_passes(tree, made):
    text = (ROOT / "docs" / "adding-a-rule.md").read_text("utf-8")
    kept = {name: (tree / name).read_text("utf-8") for name in (RULE, TESTS, "tests/fixtures/dense.py")}
    written = dict(re.findall(r"^`([\w/.]+)`\n\n```python\n(.*?)```$", text, re.M | re.S))
    assert set(written) == {RULE, TESTS}
    for name, content in written.items():
        (tree / name).write_text(content, "utf-8")
    (drawn,) = re.findall(r"`PARAMETERS` \| `(.*?)` \|", text)
    dense = tree / "tests" / "fixtures" / "dense.py"
    dense.write_text(
        dense.read_text("utf-8").replace("PARAMETERS = {\n", "PARAMETERS = {\n    " + drawn + "\n"), "utf-8"
    )
    try:
        done = outcome_of_its_tests(tree)
        assert done.returncode == 0, done.stdout
        done = python(tree, "-m", "mypy", RULE)
        assert done.returncode == 0, done.stdout
        done = python(tree, "-m", "ruff", "check", "--no-cache", "constraints", "tests/constraints", "tests/fixtures")
        assert done.returncode == 0, done.stdout
    finally:
        for name, content in kept.items():
            (tree / name).write_text(content, "utf-8")


@pytest.mark.slow
def test_names_that_cannot_be_are_refused_and_nothing_is_written(tree, made):
    before = sorted((tree / "constraints" / "rules").iterdir())
    for words in (("Gap",), ("gap",), ("class",), ("place",), ("rest2",), ("x" * 31,), ("another", "--zh", "间隔")):
        done = python(tree, "-m", "planner.commands", "rules", "new", *words)
        assert done.returncode == 2, words
    assert sorted((tree / "constraints" / "rules").iterdir()) == before


@pytest.mark.slow
def test_the_longest_name_is_within_the_width(tree, made):
    name = "longest_name_that_a_rule_may_x"
    files = [f"constraints/rules/{name}.py", f"tests/constraints/rules/test_{name}.py", CATALOGUE]
    kept = (tree / CATALOGUE).read_text("utf-8")
    assert python(tree, "-m", "planner.commands", "rules", "new", name).returncode == 0
    try:
        done = python(tree, "-m", "ruff", "check", "--no-cache", *files)
        assert done.returncode == 0, done.stdout
        done = python(tree, "-m", "ruff", "format", "--no-cache", "--check", *files)
        assert done.returncode == 0, done.stdout
    finally:
        (tree / CATALOGUE).write_text(kept, "utf-8")
        for file in files[:2]:
            (tree / file).unlink()


def test_the_catalogue_stays_in_order():
    text = (ROOT / CATALOGUE).read_text("utf-8")
    more = with_rule(with_rule(text, "zeal"), "gape").splitlines()
    imports = [line for line in more if line.startswith("from constraints.rules.")]
    assert imports == sorted(imports, key=lambda line: line.split()[1])
    assert more[more.index(")") - 2 : more.index(")")] == ["    Zeal,", "    Gape,"]


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "word"), [("zh", "已安装的软件包不能添加"), ("en", "in a clone of the repository")])
def test_an_installed_package_says_that_it_cannot(tmp_path, lang, word):
    for name in ("constraints", "planner"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    done = python(tmp_path, "-m", "planner.commands", "rules", "new", "birthday", "--lang", lang)
    assert done.returncode == 1
    assert word in done.stderr
    assert not (tmp_path / "constraints" / "rules" / "birthday.py").exists()
