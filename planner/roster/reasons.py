"""Why a version came about: the reasons that the product gives, kept in one form and said in two languages."""

from __future__ import annotations

import re

from planner.words import Lang, Words

SWAP = Words("换班 {}")
SWAP_UNDONE = Words("撤销换班 {}")
INSTRUCTION = Words("领导指示（{}）")
INSTRUCTION_UNDONE = Words("撤销领导指示 {}")
_FORMS = [
    (re.compile(re.escape(form.zh).replace(r"\{\}", "(.*)")), form)
    for form in (SWAP, SWAP_UNDONE, INSTRUCTION, INSTRUCTION_UNDONE)
]


def reason_said(reason: str, lang: Lang) -> str:
    """A version's reason in a language: one that the product gave is translated, what somebody wrote stays."""
    if lang == "zh":
        return reason
    for pattern, form in _FORMS:
        found = pattern.fullmatch(reason)
        if found:
            return form.en.format(found[1])
    return reason
