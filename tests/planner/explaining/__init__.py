"""Tests of planner/explaining."""
