"""Log-ins and the log in words: who may come in, and what people call each kind of deed.

In it: log-ins added and closed (`logins`), what they may be called (`log_in_names`, `actors`), coming in by name and
password (`entering`) or by an identity provider (`vouched`), the code beside the password (`factor`), how long that
lasts in a browser (`sessions`), how long to wait after what was wrong (`slowing`), how passwords are kept (`hashing`),
must be (`passwords`) and age (`password_age`), tokens of programs and log-ins on paper (`handed_out`), who came in and
was refused (`door_book`), and the log's deeds in both languages (`log_text`).
Comes in: names, passwords, addresses, roles, the moment. Goes out: a `User` or how long to wait; sentences.
May ask: store, office, home, errors. Raises Refused (bad input), NotPossible (nobody of that name), TryLater.
"""
