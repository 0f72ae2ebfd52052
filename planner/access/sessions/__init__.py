"""Sessions: how long a log-in lasts in a browser, what ends it, and what was sent too late to be acted on.

In it: beginning, end and what is known of a session (`lasting`), a browser in a few words (`browser_words`), forms that
came after the end (`unsent`).
Comes in: a transaction, a token, the moment by the true clock. Goes out: a session with why it is over, or a token.
May ask: store, errors, words.
"""
