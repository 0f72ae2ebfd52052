"""Tests of planner/upkeep."""
