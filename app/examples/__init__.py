"""The example bank. The plainest feature: the one to copy."""
