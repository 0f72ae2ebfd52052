"""The workbook: reading, checking and writing what an office hands over."""
