"""Tests of web/clerks."""
