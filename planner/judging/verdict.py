"""The verdict on a swap: the rules of the versions concerned, over everything that is issued now."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.judge import Finding
from planner.judging.handover import Exchange
from planner.judging.in_force import Ground, grounds
from planner.office.office import Office
from planner.roster.finding_text import Speaker, private
from planner.store.roster.standing import Standing
from planner.words import Lang, Words

ELSEWHERE = Words("{who}该时段另有安排")
"""What everybody else reads instead."""
SOMEBODY = Words("该时段另有安排")
"""The same where a name would tell whom the clause is about."""


@dataclass(frozen=True)
class Verdict:
    """What gets worse: `broken` are clauses of 必须, `regrets` is shown with its price."""

    broken: tuple[str, ...]
    regrets: tuple[str, ...]
    price: int
    """What gets worse in whole cost units; under several rule books, by the dearest."""
    bans: tuple[str, ...] = ()
    """Those of `broken` that no reason excuses."""


def verdict(standing: Standing, exchange: Exchange, lang: Lang, *, office_eyes: bool = False) -> Verdict:
    """Judge an exchange of pairs, by the book of each version it touches, over all that is issued and today's absences.

    Without `office_eyes` what is private reads 该时段另有安排, or is left out of the regrets.
    """
    office = standing.office
    broken: dict[str, bool] = {}
    regrets: dict[str, None] = {}
    price = 0
    for ground, new in _worse(standing, exchange):
        speaker = Speaker(office, ground.case.problem, ground.case.book, lang)
        for one in (
            new if office_eyes else sorted(new, key=lambda one: not private(one))
        ):  # their order would tell them apart
            if one.must:
                said = reason(office, speaker, one, office_eyes=office_eyes)
                broken[said] = broken.get(said, False) or one.nature == "ban"
        regrets |= dict.fromkeys(speaker.say(one) for one in new if not one.must and (office_eyes or not private(one)))
        price = max(price, sum(one.cost for one in new))
    return Verdict(tuple(broken), tuple(regrets), price, tuple(said for said, ban in broken.items() if ban))


def regrets(standing: Standing, exchange: Exchange) -> tuple[Words, ...]:
    """What an exchange makes worse without breaking 必须, in both languages, as anybody may read it."""
    found: dict[Words, None] = {}
    for ground, new in _worse(standing, exchange):
        case = ground.case
        zh, en = (
            Speaker(standing.office, case.problem, case.book, "zh"),
            Speaker(standing.office, case.problem, case.book, "en"),
        )
        found |= dict.fromkeys(
            Words.given(zh.say(one), en.say(one)) for one in new if not one.must and not private(one)
        )
    return tuple(found)


def _worse(standing: Standing, exchange: Exchange) -> list[tuple[Ground, list[Finding]]]:
    """What gets worse by each rule book that the exchange touches, each with the ground that knows its slots."""
    concerned = grounds(standing, exchange.concerns(standing.issued.slots))
    return [(one.then(exchange) if exchange.slots else one, one.new(exchange)) for one in concerned]


def reason(office: Office, speaker: Speaker, finding: Finding, *, office_eyes: bool) -> str:
    """A finding in words, in the speaker's language; without `office_eyes` what is private reads 该时段另有安排."""
    if office_eyes or not private(finding):
        return speaker.say(finding)
    keys = speaker.book.clauses[finding.clause].rule.keys
    if keys[0] != "who" or "other" in keys:
        return SOMEBODY.say(speaker.lang)
    return ELSEWHERE.say(speaker.lang).format(who=office.name(finding.key[0]))
