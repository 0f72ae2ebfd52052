"""The rules there are, with an example of each, and the form in which a clause of one is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from constraints.measure.rule import Rule
from constraints.rules import CATALOGUE
from planner.data_entry.rules import ClauseValue, about, sentence_fields
from planner.office import clause_text
from planner.office.clauses import rule_class, rule_from_row
from planner.office.ids import as_person
from planner.office.office import Office
from planner.office.rule_examples import EXAMPLES
from planner.office.sheets import ClauseRow, Post
from planner.words import Lang

SOMEBODY = "pool:"
"""Stands for those whom an example names in words, where its rule says nothing without a scope."""
FEW = 300
"""Up to so many people are offered by name; where there are more, the name is typed."""


@dataclass(frozen=True)
class RuleOffered:
    """A rule to choose: its code and name, what it means, an example, how many clauses it has, if it holds anyway."""

    code: str
    name: str
    about: str
    example: str
    clauses: int
    standing: bool


@dataclass(frozen=True)
class ClauseForm:
    """A clause to fill in: its rule (Chinese name and the reader's), its sentence with fields, and its scope.

    `cells` are the columns of the scope that the rule reads, `needed` those without which it says nothing; `offered`
    are the words for each.
    """

    rule: str
    name: str
    about: str
    example: str
    sentence: tuple[str | ClauseValue, ...]
    cells: tuple[str, ...]
    needed: tuple[str, ...]
    offered: dict[str, tuple[str, ...]]


def catalogue(office: Office, lang: Lang) -> list[RuleOffered]:
    """Every rule, those that nobody has to choose last."""
    count = [rule_class(row.rule).code for row in office.of(ClauseRow)].count
    found = [
        RuleOffered(
            rule.code,
            rule.zh if lang == "zh" else rule.en,
            about(rule, lang),
            example(rule, lang),
            count(rule.code),
            rule.standing,
        )
        for rule in CATALOGUE
    ]
    return sorted(found, key=lambda one: one.standing)


def example(rule: type[Rule], lang: Lang) -> str:
    """A clause of a rule as one may say it; what it applies to stands first."""
    scope, parameters = EXAMPLES[rule.code]
    duties, who = ((SOMEBODY,) if name in rule.needs else () for name in ("duties", "who"))
    row = ClauseRow(rule=rule.zh, parameters=parameters, force=0, duties=duties, who=who)
    said = clause_text.laid_down(rule_from_row(row), lang)
    colon = "：" if lang == "zh" else ": "
    return f"{scope.say(lang)}{colon}{said}" if scope.say(lang) else said


def clause_form(office: Office, row: ClauseRow | None, code: str, lang: Lang) -> ClauseForm | None:
    """The form of a clause, or of a new one of the rule with a code; None where there is no such rule."""
    rule = rule_class(row.rule) if row else next((one for one in CATALOGUE if one.code == code), None)
    if rule is None:
        return None
    made = rule_from_row(row) if row else None
    return ClauseForm(
        rule.zh,
        rule.zh if lang == "zh" else rule.en,
        about(rule, lang),
        example(rule, lang),
        sentence_fields(rule, made, lang),
        tuple(rule.reads),
        rule.needs,
        dict(_offered(office)),
    )


def _offered(office: Office) -> Iterator[tuple[str, tuple[str, ...]]]:
    posts = office.of(Post)
    yield "duties", tuple(one.name for one in office.duties.values())
    yield "shifts", tuple(dict.fromkeys(one.shift for one in posts))
    yield "posts", tuple(dict.fromkeys(one.post for one in posts))
    yield "days", ("工作日", "双休日", "假期", "法定节日")
    pools = dict.fromkeys(pool for one in posts for pool in one.pools)
    bodies = dict.fromkeys(rows[-1].body for rows in office.people.values() if rows[-1].body)
    people = [office.name(as_person(id)) for id in office.people] if len(office.people) <= FEW else []
    yield "who", (*pools, *bodies, *people)
