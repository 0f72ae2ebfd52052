"""Tests of constraints/engines."""
