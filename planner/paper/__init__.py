"""Papers: a roster as .csv, .json, .xlsx, .ics and text to paste."""
