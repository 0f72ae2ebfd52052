"""Tests of planner/store/record."""
