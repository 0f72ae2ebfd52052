"""Tests of planner/commands."""
