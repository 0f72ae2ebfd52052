"""Every path that any command takes, in every way in which a path can be impossible: a sentence, and nothing is done.

Commands and their paths are found from the commands themselves.
"""

import os
import re
from pathlib import Path

import click
import pytest

from planner.commands.__main__ import main, run_command
from planner.commands.paths import PathType, PathUse
from planner.commands.shared import NUMBER
from planner.launch import ROOT

EVERY = set(PathUse)
FILES = {PathUse.READ_FILE, PathUse.WRITE_FILE}
MADE = {PathUse.WRITE_FILE, PathUse.WRITE}
CASES = {
    "a NUL": ("a\0b.xlsx", EVERY),
    "another encoding": ("\udcc8\udccb.xlsx", EVERY),
    "empty": ("", EVERY),
    "a name too long": ("名" * 90 + ".xlsx", EVERY),
    "a path too long": ("/".join(["d" * 200] * 30) + "/x.xlsx", EVERY),
    "under a file": ("{here}/file.txt/x.xlsx", EVERY),
    "a link to itself": ("{here}/loop.xlsx", EVERY),
    "under a link to itself": ("{here}/loop.xlsx/x.xlsx", EVERY),
    "a folder": ("{here}/folder.xlsx", FILES | MADE),
    "no folder": ("{here}/none/x.xlsx", {PathUse.READ, PathUse.READ_FILE} | MADE),
    "a file": ("{here}/file.txt", {PathUse.WRITE_FOLDER}),
    "a device": ("/dev/null", {PathUse.READ_FILE, PathUse.WRITE_FOLDER}),
}
"""How a path is impossible → the path, and the uses for which it is."""
GIVEN = {"month": "2026-12", "year": "2027", "month_text": "2026-12"}


def every_command(command=main, words=()):
    """(words, command) of each command that there is, groups included."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from every_command(command.get_command(context, name), (*words, name))


def every_path():
    """(words, command, parameter) of each path that a command takes, `check` with the file in its only argument."""
    return [
        (words, command, one)
        for words, command in every_command()
        for one in command.params
        if isinstance(one.type, PathType) or (words == ("check",) and one.name == "what")
    ]


PATHS = every_path()


def typed(words, command, wanted, value, good):
    """The words of a command with a value for one parameter, and something fitting for what it needs besides."""
    said = list(words)
    for one in command.params:
        if one is wanted and isinstance(one, click.Argument):
            said.append(value)
        elif one is wanted:
            said += [one.opts[0], value]
        elif one.required or one.name == "month":
            fitting = str(good) if isinstance(one.type, PathType) else GIVEN.get(one.name, "x")
            said += [fitting] if isinstance(one, click.Argument) else [one.opts[0], fitting]
    return said


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "good.xlsx").write_text("x")
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    return tmp_path


def test_no_command_takes_a_path_that_is_not_looked_at():
    for words, command in every_command():
        for one in command.params:
            assert not isinstance(one.type, (click.Path, click.File)), (words, one.name)
    for file in (ROOT / "planner" / "commands").rglob("*.py"):
        made = re.findall(r"(?<![\w.])Path\(", file.read_text("utf-8"))
        assert len(made) <= {"shared.py": 1, "load_notice.py": 1}.get(file.name, 0) or file.name == "paths.py", file
    assert {words for words, _, _ in PATHS} >= {("portal",), ("rules",), ("verify",), ("backup",), ("check",)}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: " ".join((*path[0], path[2].name)))
def test_an_impossible_path_is_said_and_nothing_is_done(here, capsys, path, case):
    words, command, wanted = path
    text, uses = CASES[case]
    use = wanted.type.use if isinstance(wanted.type, PathType) else PathUse.READ
    if use not in uses or (words == ("check",) and not text.endswith(".xlsx")):
        return
    value = text.format(here=here)
    before = sorted(here.rglob("*"))
    typing = typed(words, command, wanted, value, here / "good.xlsx")
    for lang, stop in (("zh", "。"), ("en", ".")):
        code = run_command([*typing, "--home", str(here / "home"), "--lang", lang])
        out, err = capsys.readouterr()
        assert (code, out, err.count("\n")) == (2, "", 1), err
        assert err.rstrip().endswith(stop) and "Traceback" not in err
        assert case in ("empty", "a NUL", "another encoding") or value[-40:] in err
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("text", ["a\0b", "\udcc8"])
def test_a_word_or_a_home_that_cannot_be_is_said_too(here, capsys, text):
    for words in (["history", text], ["user", "add", text], ["history", "2026-12", "--home", text]):
        assert run_command([*words, "--lang", "zh"]) == 2
        out, err = capsys.readouterr()
        assert out == "" and "不能用的字符" in err and "�" in err
    assert not (here / "instance").exists()


HOME_USERS = (
    ["history", "2026-12"],
    ["worker"],
    ["now"],
    ["doctor"],
    ["demo", "--no-serve"],
    ["restore", "good.xlsx"],
    ["backup", "b.zip"],
    ["portal", "pages"],
    ["serve"],
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{here}/file.txt", "不是文件夹"),
        ("{here}/file.txt/home", "不是文件夹"),
        ("{here}/loop.xlsx", "不是文件夹|指向自己"),
        ("名" * 90, "太长"),
    ],
)
def test_a_home_that_cannot_be_is_said(here, capsys, text, told):
    home = text.format(here=here)
    for words in HOME_USERS:
        assert run_command([*words, "--home", home, "--lang", "zh"]) in (1, 2), words
        out, err = capsys.readouterr()
        assert home[-40:] in out + err, words
        assert words == ["doctor"] or (out == "" and re.search(told, err)), (words, err)


def test_a_number_is_no_path_and_a_good_path_passes(here):
    assert not isinstance(NUMBER, PathType)
    name = "n" * (255 - len(".xlsx")) + ".xlsx"
    for use, text in ((PathUse.WRITE_FILE, name), (PathUse.WRITE, "新文件夹"), (PathUse.WRITE_FOLDER, "一/二/三")):
        assert PathType(use).convert(text, None, None) == Path(text)
    assert run_command(["template", name, "--home", str(here / "home")]) == 0
    assert os.listdir(here / "folder.xlsx") == [] and (here / name).stat().st_size
