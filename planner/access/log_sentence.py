"""An entry of the log as a sentence: the deed, then what it was about, by the names that people have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.access.actors import ACTORS
from planner.access.log_phrases import PHRASES, TOKENS
from planner.access.log_text import KEYS, deed
from planner.office.ids import as_person, is_person, is_unit
from planner.office.keys import BAR, SlotKey
from planner.office.office import Office
from planner.office.sheets import BY_NAME
from planner.store.audit import Deed
from planner.words import Lang, Words, day_words

LISTED = 8
"""How many things of one sort are named; of more, the rest are counted."""
UNSAID: tuple[Any, ...] = (None, "", [], {})
PEOPLE = ("who", "from", "to", "out", "into", "planned", "actual", "by", "person", "people", "agreed", "for", "subject")
"""The parts that hold ids of people or units, bare or tagged."""


class LogTeller:
    """Tells entries of the log in one language, with the names of an office and of its log-ins."""

    def __init__(self, office: Office, logins: Mapping[str, str], lang: Lang) -> None:
        """`logins` is log-in → the id of its person, '' for none."""
        self._office, self._logins, self._lang = office, logins, lang

    def who(self, actor: str) -> str:
        """Whoever acted: the tagged person behind a log-in, whatever else is written down as it stands."""
        return as_person(self._logins[actor]) if self._logins.get(actor) else actor

    def actor(self, name: str) -> str:
        """The name of whoever acted: one for a person, by their log-in or by their id."""
        return self._name(self.who(name))

    def tell(self, entry: Deed) -> str:
        """The entry as a sentence."""
        detail = entry.detail
        said = [self._part(key, detail[key]) for key in _ordered(detail) if _says(key, detail[key])]
        if entry.action == "served" and detail.get("actual") == "":
            said.append(Words("实际无人到岗").say(self._lang))
        what = deed(entry.action).say(self._lang)
        return what + (self.text("：") + self.text("，").join(said) if said else "")

    def value(self, name: str, text: str) -> str:
        """What a value of that name means to people: the name of whoever or whatever an id in it is of."""
        return self._text(name, text)

    def _part(self, key: str, value: Any) -> str:
        phrase = PHRASES.get(key)
        shown = self._value(key, value)
        return phrase.say(self._lang).format(shown) if phrase else f"{self._label(key)} {shown}"

    def _value(self, key: str, value: Any) -> str:
        if isinstance(value, bool):
            return self.text("是") if value else self.text("否")
        if key == "versions" and isinstance(value, dict):
            return self._listed([self._version(duty, number) for duty, number in value.items()])
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, list):
            return self._listed([self._value(key, one) for one in value])
        return self._text(key, value) if isinstance(value, str) else str(value)

    def _object(self, value: dict[str, Any]) -> str:
        """Words in both languages, or what an import did to a sheet."""
        if set(value) == {"zh", "en"}:
            return str(value[self._lang])
        if "sheet" in value:
            counts = [
                f"{words.say(self._lang)} {value[name]}"
                for name, words in COUNTS.items()
                if isinstance(value.get(name), int) and value[name]
            ]
            return " ".join([self._sheet(str(value["sheet"])), *counts])
        return self._listed([f"{self._label(name)} {self._value(name, one)}" for name, one in value.items()])

    def _label(self, key: str) -> str:
        return KEYS[key].say(self._lang) if key in KEYS else key

    def _text(self, key: str, text: str) -> str:
        if BAR in text:
            return self._slot(text)
        if key == "duty":
            return self._duty(text)
        if key == "month" and len(text) == 7:
            return self.text("%(year)s年%(number)s月", year=text[:4], number=int(text[5:]), month=text)
        if key == "sheet":
            return self._sheet(text)
        if key == "changed":
            return self._column(text)
        if (key, text) in TOKENS:
            return TOKENS[key, text].say(self._lang)
        return self._name(text) if key in PEOPLE or is_person(text) or is_unit(text) else text

    def _name(self, text: str) -> str:
        if text in ACTORS:
            return ACTORS[text].say(self._lang)
        if text in self._office.people:
            return self._office.name(as_person(text))
        return self._office.name(text) if is_person(text) or is_unit(text) else text

    def _slot(self, id: str) -> str:
        """A slot as people name it: its day, duty, shift and post, and its site."""
        try:
            key = SlotKey.of(id)
        except ValueError:
            return " ".join(part for part in id.split(BAR) if part)
        post = next((one for one in self._office.posts.get(key.duty, ()) if one.id == key.post), None)
        where = self._office.name(key.site) if key.site else ""
        names = dict.fromkeys(
            (self._duty(key.duty), post.shift if post else "", post.post if post else key.post, where)
        )
        days = dict.fromkeys(day_words(day, self._lang) for day in (key.first, key.until or key.first))
        return " ".join(["—".join(days), *(one for one in names if one)])

    def _duty(self, id: str) -> str:
        return self._office.duties[id].name if id in self._office.duties else id

    def _version(self, duty: str, number: int) -> str:
        return self.text("%(duty)s第%(number)s版", duty=self._duty(duty), number=number)

    def _sheet(self, name: str) -> str:
        return Words.given(BY_NAME[name].zh, BY_NAME[name].en).say(self._lang) if name in BY_NAME else name

    def _column(self, zh: str) -> str:
        if zh == "-":
            return self.text("整行")
        if self._lang == "zh":
            return zh
        return str(EN_COLUMNS.get(zh, zh))

    def _listed(self, some: list[str]) -> str:
        rest = len(some) - LISTED
        more = "" if rest <= 0 else self.text("等 %(count)s 项", count=len(some), rest=rest)
        return self.text("、").join(some[:LISTED]) + more

    def text(self, pattern: str, /, **places: object) -> str:
        """One text in the language that is told."""
        return Words(pattern, **places).say(self._lang)


COUNTS = {"added": Words("新增"), "changed": Words.meaning("state", "修改"), "removed": Words("删除")}
EN_COLUMNS = {
    column.metadata["zh"]: column.metadata["en"][0] for sheet in set(BY_NAME.values()) for column in sheet.columns
}


def _says(key: str, value: Any) -> bool:
    """Whether a part is worth telling: an empty one is not, nor that nothing issued was to be kept.

    The rows behind a clause's sentences are kept so that its change can be taken back, and not told again.
    """
    return value not in UNSAID and key != "clause" and not (key == "keep" and value is False)


def _ordered(detail: Mapping[str, Any]) -> list[str]:
    """The parts in the order in which a sentence has them; those without a place of their own come last."""
    places = {key: number for number, key in enumerate(PHRASES)}
    return sorted(detail, key=lambda key: (places.get(key, len(places)), key))
