"""Tests of planner/roster."""
