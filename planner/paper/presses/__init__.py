"""The presses: sheets become .xlsx, .docx or .pdf, A4 landscape, headers repeated, in Chinese fonts of this machine.

Comes in: `PaperSheet`s. Goes out: bytes. May ask: paper.sheet; nothing of the office.
"""
