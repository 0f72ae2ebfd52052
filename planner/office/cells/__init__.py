"""Cells: the kinds of cell in a workbook, each read from what people type and shown again."""
