"""Tests of planner/planning."""
