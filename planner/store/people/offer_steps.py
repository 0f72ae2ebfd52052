"""What stands beside a request to swap: who did what for whom, with what words, and what was seen before the click."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from planner.words import Words


class Did(StrEnum):
    """What somebody did to a request."""

    ASKED = "asked"
    AGREED = "agreed"
    APPROVED = "approved"
    DECLINED = "declined"
    TOOK_BACK = "took back"


DID_WORDS: dict[Did, Words] = {
    Did.ASKED: Words("提出"),
    Did.AGREED: Words.meaning("state", "同意"),
    Did.APPROVED: Words.meaning("state", "批准"),
    Did.DECLINED: Words.meaning("state", "不同意"),
    Did.TOOK_BACK: Words("收回"),
}
CLOSED_BY: dict[Did, Words] = {Did.DECLINED: Words("对方已谢绝"), Did.TOOK_BACK: Words("已收回")}
"""What ended a request that was not wanted any more → how the request is then named."""


@dataclass(frozen=True)
class Step:
    """One deed on a request: when, by whom (a tagged person or the office), for whom (tagged), in what words."""

    at: str
    by: str
    did: Did
    whom: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True)
class AccountChange:
    """How often somebody (tagged) serves a post in the year, before and after a swap."""

    who: str
    duty: str
    shift: str
    post: str
    before: int
    after: int


@dataclass(frozen=True)
class Outlook:
    """What a swap comes to: what gets worse, in words, and both accounts."""

    regrets: tuple[Words, ...]
    counts: tuple[AccountChange, ...]


def steps_text(steps: tuple[Step, ...]) -> str:
    """Steps as the store keeps them."""
    return json.dumps([asdict(one) for one in steps], ensure_ascii=False)


def read_steps(text: str) -> tuple[Step, ...]:
    """The steps of a stored text; none of a request from before steps were kept."""
    return tuple(
        Step(one["at"], one["by"], Did(one["did"]), tuple(one["whom"]), one["words"])
        for one in json.loads(text or "[]")
    )


def outlook_text(outlook: Outlook) -> str:
    """An outlook as the store keeps it."""
    return json.dumps(asdict(outlook), ensure_ascii=False)


def read_outlook(text: str) -> Outlook | None:
    """The outlook of a stored text; None of a request from before it was kept."""
    if not text:
        return None
    found = json.loads(text)
    regrets, counts = (found[key] for key in ("regrets", "counts"))
    return Outlook(tuple(Words.given(**one) for one in regrets), tuple(AccountChange(**one) for one in counts))
