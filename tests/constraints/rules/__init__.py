"""Two or three spoken examples of each rule."""
