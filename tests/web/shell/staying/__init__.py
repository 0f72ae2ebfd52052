"""What a log-in sees of its sessions."""
