"""The store that the site was made over, for views."""

from __future__ import annotations

from flask import current_app

from planner.store import Store


def the_store() -> Store:
    """The store of the site that answers this request."""
    store: Store = current_app.extensions["store"]
    return store
