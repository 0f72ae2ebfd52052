"""Tests of planner/pages."""
