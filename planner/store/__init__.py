"""The store: the one place that knows SQL. Reading and writing happen in units of work."""

from sqlalchemy.exc import SQLAlchemyError as Unreadable

from planner.store.database import Store, Unit

__all__ = ["Store", "Unit", "Unreadable"]
