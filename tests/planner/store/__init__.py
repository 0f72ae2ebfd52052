"""Tests of planner/store."""
