"""Notifying: who is told of a release, by which message, and how it leaves.

In it: what each person knows and is still to be told (`knowledge`); one message a person for each release (`messages`),
its text (`wording`), and what becomes of it (`tasks`); a message sent by mail, webhook, DingTalk or WeCom, never twice
(`sending`).
Comes in: a duty's lines before and after. Goes out: messages to paste or send, each a task until a receipt closes it.
May ask: feeds (what a copy knows), roster, store, office.
"""
