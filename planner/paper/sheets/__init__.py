"""The sheets: what stands on each paper, whatever kind of file it becomes.

One module a paper; `layout` chooses a duty's columns by what it is made of, `imprint` says what a sheet says of itself.
Comes in: lines in rank order. Goes out: `Sheet`s. May ask: roster, office; no press.
"""
