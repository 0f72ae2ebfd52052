"""Benchmarks: one command, ratios printed, no timed assertion in the suite."""
