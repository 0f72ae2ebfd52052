"""Who calls, before anybody has logged in: from which address (`network`), in which browser (`browsers`), and whom the
office's identity provider vouches for (`provider`).
"""
