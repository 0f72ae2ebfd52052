"""Tests of constraints/model."""
