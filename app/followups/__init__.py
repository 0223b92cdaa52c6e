"""What was agreed in a thread: who does what until when, beneath the message where it was agreed."""
