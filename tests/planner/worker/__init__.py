"""Tests of planner/worker."""
