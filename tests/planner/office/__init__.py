"""Tests of planner/office."""
