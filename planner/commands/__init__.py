"""The command line: each command parses, calls the office's work, and prints."""
