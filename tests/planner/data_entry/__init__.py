"""Tests of planner/data_entry."""
