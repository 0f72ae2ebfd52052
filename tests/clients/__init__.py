"""Tests that need more packages: real calendar clients and LibreOffice."""
