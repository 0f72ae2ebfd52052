"""Who calls: from which address (`network`), in which browser (`browsers`), and whom the office's identity provider
vouches for (`provider`).

Also whose password a browser gave a moment ago while the code is still wanted (`password_given`).
"""
