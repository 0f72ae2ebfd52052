"""The nearest of many words: what somebody may have meant by a word that nothing goes by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from planner.words import Words, in_both

ALIKE = 0.5
"""Two words are near where so much of them is the same, from 0 to 1: 张三 and 李三 are."""
TRIED = 40
"""Of the words that share characters with one, so many are compared with it."""
ASKED = 200
"""After so many questions there is no answer: who has that many slips of the pen has another trouble."""


MANY = 3
"""So many words that are equally like a text are named."""


class Nearest:
    """Words that can be asked for those most like a text, from `alike` on."""

    def __init__(self, words: Iterable[str], alike: float = ALIKE) -> None:
        self._alike = alike
        self._holding: dict[str, list[str]] = defaultdict(list)
        for word in dict.fromkeys(words):
            for character in set(word):
                self._holding[character].append(word)
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> tuple[str, ...]:
        """The words most like a text, all equally; () where none is near."""
        if text not in self._known:
            if len(self._known) >= ASKED:
                return ()
            self._known[text] = self._search(text)
        return self._known[text]

    def _search(self, text: str) -> tuple[str, ...]:
        shared = Counter(word for character in set(text) for word in self._holding.get(character, ()))
        like = {
            word: SequenceMatcher(None, text, word).ratio() for word, _ in shared.most_common(TRIED) if word != text
        }
        best = max(like.values(), default=0.0)
        return tuple(word for word in like if like[word] == best)[:MANY] if best >= self._alike else ()


def either(words: Iterable[str]) -> Words:
    """Words as a question names them: “甲”或“乙”."""
    some = [Words("“%(one)s”", one=one) for one in words]
    return in_both(lambda lang: Words("或").say(lang).join(one.say(lang) for one in some))
