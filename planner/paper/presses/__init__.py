"""The presses: sheets as .xlsx, .docx or .pdf, A4 landscape, headers repeated, in Chinese fonts of this machine.

Comes in: `Sheet`s. Goes out: bytes. May ask: paper.sheet; nothing of the office.
"""
