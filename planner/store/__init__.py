"""The store: the one place that knows SQL. Reading and writing happen in units of work."""

from planner.store.database import Store, Unit

__all__ = ["Store", "Unit"]
