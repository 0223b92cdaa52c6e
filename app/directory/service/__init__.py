"""Everything that changes the directory: contact cards, what they ask for, organisations and their people."""

from app.directory.service.cards import Facts, bring_card, edit_card, remove_photo, set_photo
from app.directory.service.organisations import add_organisation, edit_organisation, place_person, take_person_away
from app.directory.service.profile_fields import (
    Wanted,
    add_profile_field,
    edit_profile_field,
    move_profile_field,
    set_retired,
)

__all__ = [
    "Facts",
    "Wanted",
    "add_organisation",
    "add_profile_field",
    "bring_card",
    "edit_card",
    "edit_organisation",
    "edit_profile_field",
    "move_profile_field",
    "place_person",
    "remove_photo",
    "set_photo",
    "set_retired",
    "take_person_away",
]
