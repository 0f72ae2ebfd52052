"""Tests of the reader of an office's own duty tables."""
