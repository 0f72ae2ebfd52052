"""Office and what is in force are read once, where the transaction is opened, and handed down; offenders are caught."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for name in ("planner", "web") for path in (ROOT / name).rglob("*.py"))

READS = {
    ("offices", "load"): ("office",),
    ("versions", "in_force"): ("issued",),
    ("Standing", "read"): ("office", "issued"),
}
"""What is called to read → what it reads."""

MEANT = {
    "planner/store/roster/standing.py Standing.read": "it is what reads both",
    "planner/planning/by_hand/pinning.py pin_all": "it has written the office; the draft is judged by the new one",
    "planner/upkeep/doctor/store_checks.py _inside": "its transaction is a store's that was opened only to be read",
    "planner/upkeep/restore.py _verified": "the transaction has filled an empty database, and nobody read it before",
    "web/officials/own_entries.py enter": "it has written the office, and what is vacant follows from the new one",
}
"""Those that read though they were handed a transaction, or read twice in one."""

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
REPEATED = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


def opens(node):
    """Whether it is `with store.read() as transaction` or the same with `write`."""
    return isinstance(node, ast.With) and any(
        isinstance(one.context_expr, ast.Call)
        and isinstance(one.context_expr.func, ast.Attribute)
        and one.context_expr.func.attr in ("read", "write")
        and one.optional_vars is not None
        for one in node.items
    )


def parts(node):
    """(part, whether it is done again and again) of a node: everything in a loop but what the loop goes through."""
    loops = getattr(node, "generators", [])
    through = loops[0].iter if loops else node.iter if isinstance(node, ast.For) else None
    for part in ast.iter_child_nodes(node):
        for one in ast.iter_child_nodes(part) if part in loops else [part]:
            yield one, isinstance(node, REPEATED) and one is not through


def read_by(node):
    """What a node reads, as `READS` says; nothing for most."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return READS.get((node.func.value.id, node.func.attr), ())
    return ()


def offences(text):
    """(name of the function, what is wrong) of every read outside a transaction just opened, or more than one in it."""
    found, seen, order = [], {}, []

    def look(node, names, opened, repeated):
        if opens(node):
            opened, repeated = len(order), False
            order.append(".".join(names))
        elif isinstance(node, SCOPES):
            names = (*names, node.name)
            inner = [one.arg for one in node.args.args] if not isinstance(node, ast.ClassDef) else []
            if {"transaction", "standing"} & set(inner):
                opened = None
        for what in read_by(node):
            if opened is None:
                found.append((".".join(names), f"reads the {what} though it did not open the transaction"))
            elif repeated:
                found.append((".".join(names), f"reads the {what} again and again"))
            else:
                seen.setdefault(opened, Counter())[what] += 1
        for part, again in parts(node):
            look(part, names, opened, repeated or again)

    look(ast.parse(text), (), None, False)
    found += [(order[one], f"reads the {what} twice") for one in seen for what, times in seen[one].items() if times > 1]
    return found


def everywhere():
    return {
        f"{path.relative_to(ROOT)} {name}": wrong
        for path in SOURCES
        for name, wrong in offences(path.read_text("utf-8"))
    }


@pytest.mark.slow
def test_whoever_opens_a_transaction_reads_once_and_nobody_else_reads():
    assert everywhere().keys() - MEANT.keys() == set()


@pytest.mark.slow
def test_no_exception_is_out_of_use():
    assert MEANT.keys() - everywhere().keys() == set()


@pytest.mark.slow
def test_nobody_reads_under_another_name():
    words = {"load", "in_force"}
    renamed = [
        f"{path.relative_to(ROOT)}: {one.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planner.store")
        for one in node.names
        if one.name in words or (one.name in {"offices", "versions", "Standing"} and one.asname)
    ]
    assert renamed == []


PLANTED = {
    "who loads the office": "def names(transaction):\n    return offices.load(transaction).people",
    "who reads what is issued": "def slots(transaction):\n    return versions.in_force(transaction).slots",
    "who reads what it was handed": "def judged(standing):\n    return Standing.read(standing.transaction)",
    "a method": "class Feed:\n    def text(self, transaction):\n        return offices.load(transaction).zone",
    "the key of a value": "@kept(by=lambda transaction: offices.load(transaction).zone)\ndef zone(office):\n    ...",
    "the same twice": (
        "def page(store):\n    with store.read() as transaction:\n"
        "        return offices.load(transaction).zone, offices.load(transaction).people"
    ),
    "office and all that stands": (
        "def page(store):\n    with store.read() as transaction:\n"
        "        office, standing = offices.load(transaction), Standing.read(transaction)"
    ),
    "once for each day": (
        "def page(store, days):\n    with store.read() as transaction:\n"
        "        return [lines(transaction, offices.load(transaction), day) for day in days]"
    ),
    "a deed inside": (
        "def page(store):\n    with store.write() as transaction:\n        def made(transaction):\n"
        "            return offices.load(transaction)\n        made(transaction)"
    ),
}


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_reader_is_caught(text):
    assert offences(text)


HARMLESS = {
    "who opens": "def page(store):\n    with store.read() as transaction:\n        office = offices.load(transaction)",
    "what a loop goes through": (
        "def page(store):\n    with store.read() as transaction:\n"
        "        return [one.zone for one in offices.load(transaction).people]"
    ),
    "two transactions": (
        "def deed(store):\n    with store.read() as transaction:\n        first = Standing.read(transaction)\n"
        "    with store.write() as transaction:\n        second = Standing.read(transaction)"
    ),
    "one who is handed both": "def names(standing, office):\n    return standing.office.people, office.units",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_who_reads_once_is_left_alone(text):
    assert offences(text) == []
