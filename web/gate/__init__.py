"""The gate before the site: what is settled for every request, whoever asks and whatever answers.

In it: which address the site has, and where a redirect may lead (`addresses`); the headers of every answer, and the
names of files in them (`headers`); who asks too often (`buckets`); connections that are held open (`connections`), and
which of them is answered next (`lanes`); what cookies are called (`cookies`).
Comes in: every request as the server hands it over, and every answer on its way out. Goes out: the same, made safe.
May ask: planner. It knows neither pages nor log-ins.
"""
