"""What leaves the API, whoever asked: errors of one shape, the first answer again, requests with their lists.

In it: errors as JSON (`refusals`), a request sent again under one key (`repeats`), a request to swap as it is given out
(`offers`).
Comes in: what an operation raised or returned. Goes out: a response.
May ask: planner, and shell; no operation.
"""
