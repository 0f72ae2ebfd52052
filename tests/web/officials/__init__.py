"""Tests of web/officials."""
