"""The store: the one place that knows SQL. Reading and writing happen in units of work."""

from sqlalchemy.exc import SQLAlchemyError as Unreadable

from planner.store.database import Store, Unit
from planner.store.idempotency import Repeated, once

__all__ = ["Repeated", "Store", "Unit", "Unreadable", "once"]
