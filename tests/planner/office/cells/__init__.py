"""Cells: what people type, and what is read of it."""
