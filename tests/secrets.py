"""Things of a network and a room, all with one rare word in them, for those who should not find it."""
