"""Solver engines: each reads a Form and gives back values, cost and bound."""
