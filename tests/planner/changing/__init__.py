"""Tests of planner/changing."""
