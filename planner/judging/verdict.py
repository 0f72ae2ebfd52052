"""The verdict on a swap: the rules of the versions concerned, over everything that is issued now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from constraints.judge import Finding
from constraints.rules.available import Available
from constraints.rules.pinned import Pinned
from constraints.rules.qualified import Qualified
from constraints.rules.wishes import Wishes
from planner.judging.in_force import Exchange, Ground, grounds
from planner.office.office import Office
from planner.roster.finding_text import Speaker
from planner.store.held_slot import Held
from planner.store.roster.standing import Standing
from planner.words import Lang, Words

PRIVATE = (Wishes.code, Available.code, Qualified.code)
"""Rules whose findings tell of wishes, absences or exemptions."""
ELSEWHERE = Words("{who}该时段另有安排", "{who} is taken at that time")
"""What everybody else reads instead."""


@dataclass(frozen=True)
class Verdict:
    """What gets worse: `broken` are clauses of 必须, `regrets` is shown with its price."""

    broken: tuple[str, ...]
    regrets: tuple[str, ...]
    price: int
    """What gets worse in whole cost units; under several rule books, by the dearest."""
    bans: tuple[str, ...] = ()
    """Those of `broken` that no reason excuses."""


def verdict(
    standing: Standing,
    exchange: Exchange,
    lang: Lang,
    *,
    office_eyes: bool = False,
    moved: Mapping[str, Held] | None = None,
) -> Verdict:
    """Judge an exchange of pairs, by the book of each version it touches, over all that is issued and today's absences.

    `moved` has slots that start at another time by then, as id → slot with the new time. Without `office_eyes` what is
    private reads 该时段另有安排, or is left out of the regrets.
    """
    office = standing.office
    broken: dict[str, bool] = {}
    regrets: dict[str, None] = {}
    price = 0
    for ground, new in _worse(standing, exchange, moved or {}):
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
    for ground, new in _worse(standing, exchange, {}):
        case = ground.case
        zh, en = (
            Speaker(standing.office, case.problem, case.book, "zh"),
            Speaker(standing.office, case.problem, case.book, "en"),
        )
        found |= dict.fromkeys(Words(zh.say(one), en.say(one)) for one in new if not one.must and not private(one))
    return tuple(found)


def _worse(standing: Standing, exchange: Exchange, moved: Mapping[str, Held]) -> list[tuple[Ground, list[Finding]]]:
    """What gets worse by each rule book that the exchange touches."""
    content = standing.issued
    slots = [content.slots[slot].slot for slot in {slot for slot, _ in exchange.out | exchange.put} | set(moved)]
    later = {id: held.slot for id, held in moved.items()}
    return [(ground, ground.new(exchange, later)) for ground in grounds(standing, slots)]


def private(finding: Finding) -> bool:
    """Whether only the office may see a finding: of a wish, absence, exemption, or order to leave somebody out."""
    return finding.rule in PRIVATE or (finding.rule == Pinned.code and finding.nature == "ban")


def reason(office: Office, speaker: Speaker, finding: Finding, *, office_eyes: bool) -> str:
    """A finding in words, in the speaker's language; without `office_eyes` what is private reads 该时段另有安排."""
    if office_eyes or not private(finding):
        return speaker.say(finding)
    return ELSEWHERE.say(speaker.lang).format(who=office.name(finding.key[0]))
