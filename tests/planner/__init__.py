"""Tests of the planner package."""
