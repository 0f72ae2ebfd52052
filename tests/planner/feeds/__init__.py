"""Tests of planner/feeds."""
