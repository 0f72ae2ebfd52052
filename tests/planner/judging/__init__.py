"""Tests of planner/judging."""
