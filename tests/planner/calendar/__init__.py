"""Tests of planner/calendar."""
