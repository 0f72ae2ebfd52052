"""What is looked up: by the words of a search, and what one person serves over a year.

In it: the day that some words mean (`asked_day`), people, units and villages by name or initials (`names`), what a
search finds with its duties (`search`), a person over a year (`person_year`) with
the rows of its chart (`chart`).
Comes in: what stands in a transaction, words or a person, the moment. Goes out: frozen values.
May ask: what `planner.pages` may, and its other modules. Writes nothing.
"""
