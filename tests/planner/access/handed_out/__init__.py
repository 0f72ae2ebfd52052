"""What the office hands out on paper."""
