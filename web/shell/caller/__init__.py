"""Who calls: from which address (`network`), in which browser (`browsers`), and whom the office's identity provider
vouches for (`provider`).

Also what the cookies are called by which a browser is known (`cookies`).
"""
