"""What a post is for, where papers and reminders treat it apart: read from its own word, in this one place."""

from __future__ import annotations

from enum import StrEnum

TEAM_LEADERS = "带队"
"""The word by which a visit's post of 带队领导 or 带队干部 is known."""
VISITS = "走访"
"""The word by which the other posts or the shift of a visit are known."""


class PostKind(StrEnum):
    """Whether whoever holds the post leads those at its place, or is one of them."""

    TEAM_LEADER = "team_leader"
    MEMBER = "member"


def post_kind(post: str) -> PostKind:
    """The kind of a post by its word on the post sheet."""
    return PostKind.TEAM_LEADER if TEAM_LEADERS in post else PostKind.MEMBER


def visiting(shift: str, post: str) -> bool:
    """Whether a post at a village belongs to a visit, led or not."""
    return post_kind(post) is PostKind.TEAM_LEADER or VISITS in shift or VISITS in post
