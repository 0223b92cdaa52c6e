"""What people meet, said in sentences."""
