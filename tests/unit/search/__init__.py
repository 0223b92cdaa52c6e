"""What holds inside search."""
