"""Tests of web/shell."""
