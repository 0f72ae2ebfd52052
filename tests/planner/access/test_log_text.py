"""The log in words: every kind of deed that any code writes down, and every part of it, has a name people read."""

import ast
from pathlib import Path

from planner.access.log_text import DEEDS, KEYS, deed

ROOT = Path(__file__).parents[3]


def written():
    """(kinds of deed, parts of entries) as the code writes them."""
    kinds, parts = set(), set()
    for file in (*ROOT.glob("planner/**/*.py"), *ROOT.glob("web/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ast.unparse(node.func) == "audit.record"
            ):
                kinds |= (
                    {
                        one.value
                        for one in ast.walk(node.args[3])
                        if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    }
                    if not isinstance(node.args[3], ast.Call)
                    else set()
                )
                parts |= (
                    {
                        key.value
                        for one in ast.walk(node.args[4])
                        if isinstance(one, ast.Dict)
                        for key in one.keys
                        if isinstance(key, ast.Constant)
                    }
                    if len(node.args) > 4
                    else set()
                )
    return kinds, parts


def test_every_deed_and_part_has_a_name():
    kinds, parts = written()
    assert len(kinds) > 35 and kinds - DEEDS.keys() == set()
    assert len(parts) > 25 and parts - KEYS.keys() == set()
    assert {"plan", "explain", "offers"} <= DEEDS.keys(), "tasks are written under their own names"
    assert len({words.zh for words in DEEDS.values()}) == len(DEEDS) and deed("nothing of ours").zh == "nothing of ours"
