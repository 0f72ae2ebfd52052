"""Tests of constraints/explaining."""
