"""Tests of the constraints package."""
