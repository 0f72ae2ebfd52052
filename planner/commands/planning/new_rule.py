"""The command rules new: a rule's skeleton, its two lines in the catalogue, and its tests; in a clone alone."""

from __future__ import annotations

import keyword
import re
from string import Template

import click

from constraints.rules import BY_NAME
from planner.commands.shared import Shared
from planner.errors import NotPossible, Refused, fault
from planner.launch import ROOT, in_clone
from planner.words import Words

NAMED = re.compile(r"[a-z]+(_[a-z]+)*")
USED = {"Amount", "CaseFacts", "Measures", "Place", "Places", "Roster", "Rule"}
"""Names that a rule's file holds already."""

RULE = Template('''"""$en: to be written."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class $name(Rule):
    """To be written: what the rule lays down.

    To be written: what counts, and how often.
    """

    code, zh, en = "$code", "$zh", "$en"
    about_zh = "待写：要求什么；怎样计次。"
    law_zh = "待写"
    law_en = "to be written"
    say_zh = "待写：{who}，{slot}"
    say_en = "to be written: {who}, {slot}"
    keys = ("who", "slot")

    def places(self, case: CaseFacts) -> Places:
        """To be written: each thing that the rule looks at."""
        raise NotImplementedError("$code.places is to be written: a Place for each thing")

    def post(self, place: Place, board: Measures) -> Amount:
        """To be written: the amount at a place."""
        raise NotImplementedError("$code.post is to be written: the amount, as Measures")

    def check(self, place: Place, roster: Roster) -> int:
        """To be written: the same amount."""
        raise NotImplementedError("$code.check is to be written: the amount, in Python")
''')

TESTS = Template('''"""$en: its words, examples spoken aloud, and the agreement law on this rule alone."""

import pytest

from tests.fixtures.one_rule import counted, disagreements_of, unwritten
from tests.fixtures.spoken import problem, says, slot


def test_its_words_are_written():
    assert unwritten("$code") == [], "write these in the file of the rule"


def test_an_empty_roster_breaks_nothing():
    assert says("$code", problem([slot(1), slot(2)])) == {}


def test_what_breaks_it_counts():
    that = problem([slot(1), slot(2)])
    found = says("$code", that, ("d1", "a"), ("d2", "a"))
    pytest.fail(f"write a roster that breaks $code and what it counts; this counts {found}")


def test_solver_and_check_agree():
    assert disagreements_of("$code") == {}


def test_the_draws_reach_it():
    assert counted("$code") >= 5, "draw in tests/fixtures/dense.py what breaks it"
''')


@click.command("new")
@click.argument("name")
@click.option("--zh", default="待写规则名", help="规则的中文名 / the rule's Chinese name")
@click.pass_obj
def new_command(shared: Shared, name: str, zh: str) -> None:
    """新规则的骨架：源代码、目录中的一行和测试 / a new rule's skeleton: its file, its line in the list, its tests."""
    if not in_clone():
        raise NotPossible(
            Words("新规则写在源代码里，已安装的软件包不能添加；请在代码库的克隆里执行 python3 -m planner rules new")
        )
    _refuse_unfit(name, zh)
    rule = ROOT / "constraints" / "rules" / f"{name}.py"
    tests = ROOT / "tests" / "constraints" / "rules" / f"test_{name}.py"
    catalogue = rule.with_name("__init__.py")
    known = {"code": name, "name": _class_name(name), "zh": zh, "en": name.replace("_", " ").capitalize()}
    for file, text in (
        (rule, RULE.substitute(known)),
        (tests, TESTS.substitute(known)),
        (catalogue, with_rule(catalogue.read_text("utf-8"), name)),
    ):
        file.write_text(text, "utf-8", newline="\n")
    files = [str(file.relative_to(ROOT)) for file in (rule, catalogue, tests)]
    shared.show({"files": files}, [*files, shared.text("接下来请看 docs/adding-a-rule.md")])


def with_rule(catalogue: str, name: str) -> str:
    """The catalogue's text with the rule imported in its place and listed last."""
    lines = catalogue.splitlines()
    imports = [line for line in lines if line.startswith("from constraints.rules.")]
    new = f"from constraints.rules.{name} import {_class_name(name)}"
    first, end = lines.index(imports[0]), lines.index(")")
    ordered = sorted([*imports, new], key=lambda line: line.split()[1])
    rest = [*lines[first + len(imports) : end], f"    {_class_name(name)},", *lines[end:]]
    return "\n".join([*lines[:first], *ordered, *rest, ""])


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _refuse_unfit(name: str, zh: str) -> None:
    """Raise Refused for a name that cannot be a rule's code, or that a rule bears already."""
    if not NAMED.fullmatch(name) or keyword.iskeyword(name) or _class_name(name) in USED or len(name) > 30:
        raise Refused(
            fault(Words("规则不能叫“%(name)s”", name=name), Words("请用小写英文单词，以下划线相连，例如 days_off"))
        )
    taken = next((one for one in (name, zh) if one in BY_NAME), "")
    if taken:
        raise Refused(
            fault(Words("已有“%(taken)s”这条规则", taken=taken), Words("请换一个名称（中文名写在 --zh 之后）"))
        )
