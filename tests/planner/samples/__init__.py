"""Tests of planner/samples."""
