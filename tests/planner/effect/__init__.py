"""Tests of planner/effect."""
