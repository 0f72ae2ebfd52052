"""The month as a workplace: how it is looked at, its panel, and the deeds on its cells.

In it: what an address asks to see (`look`), the page and its parts (`page`), the cells of a draft (`draft`), several
cells at once (`several`), and what is said where a deed is not possible (`refused`).
Comes in: requests of clerks. Goes out: the whole page, or for a script the pieces that change.
"""
