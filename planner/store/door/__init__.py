"""The door in the store: who is logged in and by what, and who was turned away.

In it: sessions and the forms that came too late for one (`sessions`, `unsent_forms`), tokens of programs
(`api_tokens`), whom an identity provider knows (`identities`), second factors and passwords of before
(`second_factors`, `past_passwords`), wrong tries and refusals that are counted (`tries`, `knocks`). Log-ins themselves
are people at work: `people.users`.
May ask: store's database, tables, record and people.
"""
