"""Roster problems, their rules, and how they are solved and judged; knows no office, file or site."""
