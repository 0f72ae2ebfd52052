"""The JSON API at /api/v1: what the site does, for programs, over the same services and with the same refusals."""

from __future__ import annotations

from flask import Flask

from web.api import data, me, office, public, slots, swaps, telling, unit, work
from web.api.answers.refusals import said
from web.api.door import asks_api, is_token, register_door
from web.api.log_ins import identities, tokens
from web.api.operation import OPERATIONS, description

__all__ = [
    "OPERATIONS",
    "asks_api",
    "data",
    "description",
    "identities",
    "is_token",
    "me",
    "office",
    "public",
    "register",
    "said",
    "slots",
    "swaps",
    "telling",
    "tokens",
    "unit",
    "work",
]


def register(app: Flask) -> None:
    """Put every operation on the site."""
    register_door(app)
