"""The sheets: what stands on each paper, whatever kind of file it becomes.

One module for each paper; `layout` chooses a duty's columns by what it is made of, `imprint` has status and codes.
Comes in: lines in rank order. Goes out: `PaperSheet`s. May ask: roster, office; no press.
"""
