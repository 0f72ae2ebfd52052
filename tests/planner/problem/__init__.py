"""Tests of planner/problem."""
