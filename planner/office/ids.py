"""Ids as they cross rooms: the one place that tags the id of a person, unit or village, and takes the tag off again.

The core knows assignees and sites by one name each, so an id carries what it is an id of: p:L01, u:D08, v:V001.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", str)
UnitId = NewType("UnitId", str)
VillageId = NewType("VillageId", str)
Tagged = NewType("Tagged", str)
"""An id with its tag, such as p:L01; label:司机 and is:满55岁 are words for people."""


class Tag(StrEnum):
    """What an id is an id of."""

    PERSON = "p"
    UNIT = "u"
    VILLAGE = "v"
    BODY = "body"
    POOL = "pool"
    DUTY = "d"
    LABEL = "label"
    CONDITION = "is"
    NOT = "not"
    NONE = ""


SORTS = {
    "person": Tag.PERSON,
    "unit": Tag.UNIT,
    "village": Tag.VILLAGE,
    "body": Tag.BODY,
    "pool": Tag.POOL,
    "duty": Tag.DUTY,
    "label": Tag.LABEL,
    "condition": Tag.CONDITION,
}
"""The sorts of things that a cell, a feed or a post may be about → their tags."""
TAGS = {str(tag): tag for tag in Tag}


def as_sort(sort: str, id: str) -> Tagged:
    """The id of a thing of one of the SORTS, tagged."""
    return Tagged(f"{SORTS[sort]}:{id}")


def as_person(id: str) -> Tagged:
    """The id of a person, tagged."""
    return Tagged(f"{Tag.PERSON}:{id}")


def as_unit(id: str) -> Tagged:
    """The id of a unit, tagged."""
    return Tagged(f"{Tag.UNIT}:{id}")


def as_village(id: str) -> Tagged:
    """The id of a village, tagged."""
    return Tagged(f"{Tag.VILLAGE}:{id}")


def is_person(tagged: str) -> bool:
    """Whether it is the id of a person."""
    return tagged.startswith("p:")


def is_unit(tagged: str) -> bool:
    """Whether it is the id of a unit."""
    return tagged.startswith("u:")


def is_village(tagged: str) -> bool:
    """Whether it is the id of a village."""
    return tagged.startswith("v:")


def taken_off(tagged: str) -> Tagged:
    """The mark of somebody, or of a word for people, that a clause takes off: not:p:L01."""
    return Tagged(f"{Tag.NOT}:{tagged}")


def named_in(tagged: str) -> str:
    """Whom or what an entry names, be it meant or taken off."""
    return tagged.removeprefix(f"{Tag.NOT}:")


def bare(tagged: str) -> str:
    """The id without its tag; '' for ''."""
    return tagged.partition(":")[2]


def untagged(tagged: str) -> tuple[Tag, str]:
    """The tag and the id; NONE for what has no tag of these, and what follows its colon."""
    tag, _, id = tagged.partition(":")
    return TAGS.get(tag, Tag.NONE), id
