"""Who calls, before anybody has logged in.

In it: from which address (`network`), in which browser (`browsers`), and whose password it gave a moment ago while the
code is still wanted (`password_given`).
"""
