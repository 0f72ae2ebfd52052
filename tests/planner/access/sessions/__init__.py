"""How long a log-in lasts."""
