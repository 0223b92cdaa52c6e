"""What holds inside rooms."""
