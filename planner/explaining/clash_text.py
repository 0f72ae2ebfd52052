"""Clashes in words: why a month cannot be full, for a meeting, counts first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from constraints.explaining.fact import FactKind
from constraints.explaining.found import Clashing
from constraints.problem.problem import Slot
from constraints.rules.rotation import Rotation
from planner.explaining import causes
from planner.explaining.causes import Cause
from planner.office.clauses import rule_class
from planner.office.keys import SlotKey
from planner.office.sheets import ClauseRow
from planner.roster.finding_text import Speaker
from planner.roster.turn_text import turn_words
from planner.store.results.explanation import NamedClash, NamedFact
from planner.store.roster.bases import Basis
from planner.words import Lang, Words, day_words, in_both, series

TURNS = 4
"""Whose turn it is is told of so many slots of a clash."""
LANGS: tuple[Lang, Lang] = ("zh", "en")


class Teller:
    """Puts the facts and clashes of one month into words, for the office's eyes only."""

    def __init__(self, basis: Basis, found: dict[str, Cause]) -> None:
        self.basis, self.causes = basis, found
        self.slots: dict[str, Slot] = {slot.id: slot for slot in basis.problem.slots}
        self._speakers = {lang: Speaker(basis.office, basis.problem, basis.book, lang) for lang in LANGS}

    def named(self, clash: Clashing) -> NamedClash:
        """A fact, by its id, as data: its sheet, its line in the exported workbook (from 1) and its words."""
        return NamedClash(tuple(map(self._fact, clash.facts)), clash.facts, clash.slots, self.clash(clash))

    def _fact(self, id: str) -> NamedFact:
        one = self.causes[id]
        said = self.both(lambda lang: causes.cause_words(self.basis.office, one, lang))
        return NamedFact(one.sheet, one.line, said)

    @staticmethod
    def both(say: Callable[[Lang], str]) -> Words:
        """What `say` says, in both languages."""
        return in_both(say)

    def told(self, clashes: tuple[Clashing, ...]) -> list[Words]:
        """The clashes for reading aloud: those that differ in days and absences alone are told as one."""
        alike: dict[tuple[frozenset[str], frozenset[tuple[str, str]]], list[Clashing]] = {}
        for clash in clashes:
            rows = frozenset(one for one in clash.facts if self.causes[one].fact.kind != FactKind.ABSENCE)
            keys = [SlotKey.of(slot) for slot in clash.slots]
            posts = frozenset((key.duty, key.post) for key in keys if not key.site)
            alike.setdefault((rows, posts), []).append(clash)
        return [self.both(partial(self._alike, some)) for some in alike.values()]

    def _alike(self, some: list[Clashing], lang: Lang) -> str:
        days = sorted({self.slots[slot].day for clash in some[1:] for slot in clash.slots})
        runs: list[list[int]] = []
        for day in days:
            if runs and runs[-1][-1] + 1 == day:
                runs[-1].append(day)
            else:
                runs.append([day])
        spans = [
            "—".join(day_words(date.fromordinal(day), lang) for day in dict.fromkeys((run[0], run[-1]))) for run in runs
        ]
        more = Words("；同样的还有 %(count)s 处：%(spans)s", count=len(some) - 1, spans=series(spans)).say(lang)
        return self._clash(some[0], lang) + (more if days else "")

    def clash(self, clash: Clashing) -> Words:
        """One clash in words: post and dates, counts of people, then the rows that cannot stand together."""
        return self.both(lambda lang: self._clash(clash, lang))

    def _clash(self, clash: Clashing, lang: Lang) -> str:
        some = [self.causes[one] for one in clash.facts]
        rows = [
            causes.cause_words(self.basis.office, one, lang)
            for one in some
            if one.fact.kind not in (FactKind.NEED, FactKind.ROOM, FactKind.ABSENCE, FactKind.EXEMPT)
        ]
        head = f"{self._where(clash, lang)}{Words('：').say(lang)}{self._counts(clash, lang)}"
        head += "".join(Words("；").say(lang) + one.say(lang) for one in self._whose_turn(clash))
        return head + (Words("；与之冲突：").say(lang) + "；".join(rows) if rows else "")

    def _whose_turn(self, clash: Clashing) -> list[Words]:
        """Whose turn it is on the slots of a clash in which a clause of 轮流 has a part."""
        rows = [self.causes[one].row for one in clash.facts]
        if not any(isinstance(row, ClauseRow) and rule_class(row.rule) is Rotation for row in rows):
            return []
        turns = [turn for turn in self.basis.problem.turns if turn.slot in clash.slots][:TURNS]
        days = [date.fromordinal(self.slots[turn.slot].day) for turn in turns]
        said = [turn_words(self.basis.office, turn, day, private=True) for turn, day in zip(turns, days, strict=True)]
        if len(turns) < 2:
            return said
        return [
            Words("%(month)s月%(day)s日%(words)s", month=day.month, day=day.day, words=words, day2=f"{day:%-d %b}")
            for day, words in zip(days, said, strict=True)
        ]

    def _where(self, clash: Clashing, lang: Lang) -> str:
        slots = sorted((self.slots[one] for one in clash.slots), key=lambda slot: (slot.start, slot.id))
        if len(slots) == 1:
            return self._speakers[lang].slot(slots[0])
        days = [day_words(date.fromordinal(day), lang) for day in sorted({slot.day for slot in slots})]
        span = days[0] if len(days) == 1 else f"{days[0]}{Words.meaning('between', '至').say(lang)}{days[-1]}"
        names = {self.basis.office.duties[slot.duty].name: None for slot in slots}
        return f"{span} {'、'.join(names)}"

    def _counts(self, clash: Clashing, lang: Lang) -> str:
        """Such as: 需 1 人，可排 6 人：5 人请假外出，1 人不排该班次."""
        slots = set(clash.slots)
        facts = [self.causes[one].fact for one in clash.facts]
        asked = {slot for fact in facts if fact.kind == FactKind.NEED for slot in fact.slots & slots}
        able = {who for slot, who in self.basis.problem.candidates if slot in slots} | {
            who for fact in facts for slot, who in fact.pairs if slot in slots
        }
        away = {who for fact in facts for who, _ in fact.absences} & able
        exempt = {who for fact in facts if fact.kind == FactKind.EXEMPT for _, who in fact.pairs} & able
        need = sum(self.slots[one].need for one in asked)
        rooms = {slot for fact in facts if fact.kind == FactKind.ROOM for slot in fact.slots & slots}
        places = sum(self.slots[one].room for one in rooms)
        names = "、".join(
            self.basis.office.name(who)
            for who in sorted(able, key=lambda who: self.basis.office.rank.get(who, (10**9, 0)))
        )
        parts = [Words("共需 %(need)s 人次", need=need)] if asked else []
        parts += [Words("至多 %(places)s 个名额", places=places)] if rooms else []
        parts.append(
            Words(
                "可排 %(count)s 人%(text)s",
                count=len(able),
                text=(Words("（%(names)s）", names=names) if len(able) <= 6 else ""),
            )
        )
        parts += [Words("%(count)s 人请假外出", count=len(away))] if away else []
        parts += [Words("%(count)s 人不排该班次", count=len(exempt))] if exempt else []
        return ("，" if lang == "zh" else ", ").join(one.say(lang) for one in parts)
