"""Tests of planner/access."""
