"""Tests of constraints/solving."""
