"""Tests of planner/issuing."""
