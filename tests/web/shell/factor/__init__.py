"""The second factor on the site."""
