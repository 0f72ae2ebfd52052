"""Opening what is handed over: its bytes (`source`), what they are (`kinds`, `guard`), and its tables (`files`).

A workbook (`book`) is read sheet by sheet (`xml_parts`, `in_use`, `sheet`, `shared`), text (`text`) by its encoding
(`encodings`); `table` is what comes out, `spoiled` tells text that nobody typed.
Comes in: a path. Goes out: the tables that could be read, with addresses a person sees, and every fault of the files.
"""
