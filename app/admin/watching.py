"""What is written down when somebody sees it, on one page: personal data of others, and rooms that are not theirs."""

from flask_babel import lazy_gettext

PROFILE, CARD, ADDRESSES, RIGHTS, DATA, ERASURE, HAND_OVER, ROOM, TWO_STEP, WORK_ACCOUNT = (
    "profile", "card", "addresses", "rights", "data", "erasure", "hand_over", "room", "two_step",
    "work_account")
WORDS = {
    PROFILE: lazy_gettext("the profile"), CARD: lazy_gettext("the contact, for the address book"),
    ADDRESSES: lazy_gettext("a list of addresses"), RIGHTS: lazy_gettext("rights"),
    DATA: lazy_gettext("all data that is kept of them"), ERASURE: lazy_gettext("the page to be erased"),
    HAND_OVER: lazy_gettext("what would move to a successor"), ROOM: lazy_gettext("a room of a network"),
    TWO_STEP: lazy_gettext("turned off their two-step sign-in"),
    WORK_ACCOUNT: lazy_gettext("removed their account at work")}
# The door -> what one sees there. Which person or room stands in its address; a thread stands in a room.
DOORS = {
    "directory.person": PROFILE, "directory_api.person": PROFILE, "directory.card_file": CARD,
    "directory.addresses": ADDRESSES, "admin.person": RIGHTS, "own_data.fetch": DATA, "own_data.fetch_json": DATA,
    "own_data.erase_page": ERASURE, "leaving.hand_over_page": HAND_OVER, "rooms.room": ROOM, "rooms.thread": ROOM,
    "rooms_api.room": ROOM, "rooms_api.thread": ROOM, "rooms_api.threads": ROOM,
    "rooms_api.messages_api.changes": ROOM}
