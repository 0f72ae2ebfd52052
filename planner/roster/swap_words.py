"""What people did with a request to swap, in words: the slots it moves, and who did what for whom."""

from __future__ import annotations

from datetime import date, datetime

from constraints.problem.problem import Slot
from planner.office.ids import is_person
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.problem.parts import lasts
from planner.store.people.offer_steps import DID_WORDS, Step
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing
from planner.words import Lang, Words, day_words, series

OFFICE_NAME = Words.meaning("actor", "办公室")


def slot_said(standing: Standing, slot: str, lang: Lang) -> str:
    """A slot in words, also one that is in force no more: 12月9日（周三） 夜班 话务员."""
    held = meant(standing.issued, slot)
    if held:
        return slot_phrase(held.slot, lang)
    key, office = SlotKey.of(slot), standing.office
    duty = office.duties[key.duty].name if key.duty in office.duties else key.duty
    posts = [post for post in office.posts.get(key.duty, ()) if post.id == key.post]
    when = dict.fromkeys(day_words(day, lang) for day in (key.first, key.until or key.first))
    return " ".join(["—".join(when), duty, *(f"{post.shift} {post.post}" for post in posts[:1])])


def slot_phrase(slot: Slot, lang: Lang) -> str:
    """A slot in words, without its duty where its shift and post say it: 12月9日（周三） 夜班 话务员."""
    return " ".join(dict.fromkeys((slot_days(slot, lang), slot.shift, slot.post)))


def slot_days(slot: Slot, lang: Lang) -> str:
    """The day of a slot; of some days of one that lasts, the first and the last: 12月4日（周五）—12月6日（周日）."""
    both = slot.day, slot.day + lasts(slot) - 1
    return "—".join(dict.fromkeys(day_words(date.fromordinal(day), lang) for day in both))


def step_said(office: Office, step: Step, lang: Lang) -> str:
    """One deed: 12月8日（周二） 09:30 林秘书代韩静提出：那天要开会."""
    at = datetime.fromisoformat(step.at)
    actor = office.name(step.by) if is_person(step.by) else OFFICE_NAME.say(lang)
    others = [office.name(who) for who in step.whom if who != step.by]
    did, when = DID_WORDS[step.did].say(lang), f"{day_words(at.date(), lang)} {at:%H:%M}"
    whole = Words("%(when)s %(actor)s%(did)s", when=when, actor=actor, did=did)
    if others:
        whole = Words("%(when)s %(actor)s代%(others)s%(did)s", when=when, actor=actor, others=series(others), did=did)
    return (Words("%(whole)s：%(words)s", whole=whole, words=step.words) if step.words else whole).say(lang)
