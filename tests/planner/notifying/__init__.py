"""Tests of planner/notifying."""
