"""Who calls, before anybody has logged in: from which address (`network`), and in which browser (`browsers`)."""
