"""Who calls, before anybody has logged in: from which address (`network`), and in which browser (`browsers`).

Also what the cookies are called by which a browser is known (`cookies`).
"""
