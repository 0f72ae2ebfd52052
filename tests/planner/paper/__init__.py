"""Tests of planner/paper."""
