"""The session of a request."""
