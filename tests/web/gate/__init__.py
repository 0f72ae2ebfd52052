"""Tests of web/gate."""
