"""The English of the texts: the compiled catalogue of `planner/translations`, read when English is first asked for."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

COMPILED = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.mo"


@cache
def _catalogue() -> gettext.NullTranslations:
    with COMPILED.open("rb") as file:
        return gettext.GNUTranslations(file)


def english(pattern: str, context: str = "", number: int | None = None) -> str:
    """The English pattern of a Chinese one; of a text that no catalogue has, the Chinese one.

    `context` tells apart what Chinese says alike and English does not; `number` chooses between one and several.
    """
    if not pattern:
        return ""
    if number is not None:
        return _catalogue().ngettext(pattern, pattern, number)
    return _catalogue().pgettext(context, pattern) if context else _catalogue().gettext(pattern)
