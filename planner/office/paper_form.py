"""Paper forms: by which columns a duty is printed and published, as its posts say (表样) or by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from planner.office.office import Office
from planner.office.post_kinds import visiting
from planner.office.sheets import Person, Post


class PaperForm(StrEnum):
    """The columns of a duty's paper: a table by day, sessions, broadcasts, visits, or a table by day and site."""

    DUTY = "duty"
    RECEPTION = "reception"
    AIR = "air"
    VISIT = "visit"
    SITES = "sites"


PER_SITE = (PaperForm.VISIT, PaperForm.SITES)
"""The forms of duties that are staffed at many sites."""
SHORT = 12 * 60
"""Minutes: a post that lasts as long or longer is no session."""


def paper_form(office: Office, duty: str) -> PaperForm:
    """The form of a duty (id): what one of its posts says, else that of its kind."""
    posts = office.posts.get(duty, [])
    said = next((post.form for post in posts if post.form), "")
    return PaperForm(said) if said else _usual(office, duty, posts)


def _usual(office: Office, duty: str, posts: Sequence[Post]) -> PaperForm:
    """The form of a duty's kind: where it is staffed, by whom, and for how long."""
    people = [post for post in posts if post.assignee == "person"]
    row = office.duties.get(duty)
    if row is not None and row.per_site:
        visit = any(visiting(post.shift, post.post) for post in people)
        return PaperForm.VISIT if visit and row.per_site == "villages" else PaperForm.SITES
    if posts and not people:
        return PaperForm.AIR
    single = len({(post.shift, post.post) for post in people}) == 1
    session = all(map(_short, people)) and (single or (bool(people) and _of_leaders(office, people[0])))
    return PaperForm.RECEPTION if session else PaperForm.DUTY


def _short(post: Post) -> bool:
    begin, end = (int(clock[:2]) * 60 + int(clock[3:5]) for clock in (post.begin, post.finish))
    return post.span == 1 and 0 < (end - begin) % (24 * 60) < SHORT


def _of_leaders(office: Office, post: Post) -> bool:
    """Whether everybody who may take a post is a district leader."""
    able = [row for row in office.of(Person) if set(row.pools) & set(post.pools)]
    return bool(able) and all(row.body for row in able)
