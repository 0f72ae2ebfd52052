"""Tests of web/api."""
