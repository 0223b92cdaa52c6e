"""What the demonstration is made of: invented content, real figures, small real files."""
