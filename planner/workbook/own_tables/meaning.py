"""What a duty table means in an office: which duty it is of, and which posts its headings name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from planner.errors import Refused
from planner.office.office import Office
from planner.office.sheets import Duty, Post
from planner.workbook.own_tables.faults import no_duty
from planner.workbook.own_tables.table import OwnTable, OwnWords
from planner.workbook.own_tables.vocabulary import SHIFT_OF_MARK, core, folded_heading, says_nothing
from planner.workbook.refs import index_of

PASS = ("略过", "-", "pass")
"""What is said of a heading that is no post; the first is what people are shown."""


@dataclass(frozen=True)
class OwnChoices:
    """What somebody said of a file: its duty (id or name, '' for none), and heading → 班次 岗位 or one of PASS.

    `times` is 班次 岗位, or the shift alone → when it begins and ends, for an office that begins with the file.
    """

    duty: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, tuple[str, str]] = field(default_factory=dict)


NO_CHOICES = OwnChoices()


@dataclass(frozen=True)
class OwnAsk:
    """A question that only people can answer: where a heading of a table stands; without one, of which duty it is."""

    sheet: str
    heading: str
    cell: str
    choices: tuple[str, ...]


def place_words(post: Post) -> str:
    """A place as people choose it: 夜班 值班员."""
    return f"{post.shift} {post.post}"


def places_of(office: Office, duty: str) -> tuple[str, ...]:
    """The places of a duty (id), each once, in the order of the post sheet."""
    return tuple(dict.fromkeys(map(place_words, office.posts.get(duty, ()))))


def duty_chosen(office: Office, text: str) -> Duty:
    """The duty that was said. Raises Refused, with those there are, for an unknown one."""
    try:
        return office.duties[index_of(office).find(text, ("duty",))]
    except Refused:
        raise Refused(no_duty(office, text)) from None


def duty_meant(office: Office, table: OwnTable) -> Duty | None:
    """The duty of a table: named by its sheet or a title, the only one there is, or the only one with its posts."""
    for title in table.titles:
        named = [one for one in office.duties.values() if one.name in title]
        longest = [one for one in named if not any(one.name in other.name != one.name for other in named)]
        if len(longest) == 1:
            return longest[0]
    if len(office.duties) == 1:
        return next(iter(office.duties.values()))
    fitting = [one for one in office.duties.values() if _fits(office.posts.get(one.id, []), table)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(posts: Sequence[Post], table: OwnTable) -> bool:
    """Whether every heading names a post in its own words."""
    return all(not says_nothing(one.word) and posts_meant(one.word, posts) for one in table.headings)


def posts_meant(heading: str, posts: Sequence[Post]) -> list[Post]:
    """The posts that a heading may name: those that fit it best, none where none does."""
    word, about = folded_heading(heading) or heading, core(heading)
    tests: tuple[Callable[[Post], bool], ...] = (
        lambda one: (
            word in (folded_heading(one.shift + one.post), folded_heading(one.post + one.shift), folded_heading(one.id))
        ),
        lambda one: word == folded_heading(one.post),
        lambda one: word == folded_heading(one.shift),
        lambda one: SHIFT_OF_MARK.get(word) == folded_heading(one.shift),
        lambda one: len(word) == 1 and folded_heading(one.post).startswith(word),
        lambda one: len(word) == 1 and folded_heading(one.shift).startswith(word),
        lambda one: about in (core(one.post), folded_heading(one.shift) + core(one.post)),
        lambda one: folded_heading(one.shift) in word and core(one.post) in word,
        lambda one: about in folded_heading(one.post) or core(one.post) in word,
        lambda one: folded_heading(one.shift) in word,
        lambda one: says_nothing(heading),
    )
    for test in tests:
        found = [one for one in posts if test(one)]
        if found:
            return found
    return []


def posts_of_row(heading: str, words: OwnWords, posts: Sequence[Post], chosen: str) -> list[Post]:
    """The posts that a row may mean: those of its own words, and of these by what was chosen or by its heading.

    What was chosen of a heading is left aside where the row's own words say otherwise.
    """
    said = bool(words.shift or words.post)
    some = [one for one in posts if _says(words.shift, one.shift) and _says(words.post, one.post)]
    if chosen:
        return posts_meant(chosen, some) or (some if said else [])
    if said:
        return (posts_meant(heading, some) if not says_nothing(heading) else []) or some
    return posts_meant(heading, posts)


def _says(word: str, of: str) -> bool:
    return not word or core(word) == core(of) or SHIFT_OF_MARK.get(folded_heading(word)) == folded_heading(of)
