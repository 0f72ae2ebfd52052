"""Papers: everything that an office prints, gathered by name, set as sheets, written as files.

In it: the papers by name (`catalogue`), what they are made from (`gathering`), check codes looked up (`code_lookup`), a
sheet as a value (`sheet`), the roster as rows for scripts (`table`) and as text to paste (`text`), sheets/ (what stands
on each), presses/ (.xlsx, .docx, .pdf).
Comes in: what stands in a transaction and which paper is wanted. Goes out: bytes with title, imprint and check code.
May ask: roster, planning, feeds, office, store.
"""
