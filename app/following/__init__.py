"""Following: the threads that one wants to hear of, in one list. What is followed rooms keep (rooms.models.Follow)."""
