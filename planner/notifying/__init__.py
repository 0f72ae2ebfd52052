"""Notifying: who is told of a release, by which message, and how it leaves.

In it: one message a person a release, and what becomes of it (`messages`); mail, webhook, DingTalk or WeCom, never
twice (`sending`).
Comes in: versions before and after. Goes out: messages to paste, to send, to tick; tasks until a receipt closes them.
May ask: feeds (what a copy knows), roster, store, office.
"""
