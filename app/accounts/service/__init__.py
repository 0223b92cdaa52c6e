"""What changes about people: their sign-ins, their second step, their keys, their profile."""

from app.accounts.service.entering import (
    Entrance,
    ask_for_link,
    end_everywhere,
    end_sign_in,
    enter,
    make_link,
    note_seen,
    send_link,
    sign_in,
    sign_in_as_demo,
    use_link,
)
from app.accounts.service.own import (
    change_password,
    choose_language,
    choose_presence,
    edit_profile,
    end_token,
    make_token,
    token_for,
)
from app.accounts.service.people import create_person, place_person, set_rights
from app.accounts.service.two_step import (
    begin_two_step,
    confirm_two_step,
    new_recovery_codes,
    prove,
    reset_two_step,
    turn_off_two_step,
)

__all__ = [
    "Entrance",
    "ask_for_link",
    "begin_two_step",
    "change_password",
    "choose_language",
    "choose_presence",
    "confirm_two_step",
    "create_person",
    "edit_profile",
    "end_everywhere",
    "end_sign_in",
    "end_token",
    "enter",
    "make_link",
    "make_token",
    "new_recovery_codes",
    "note_seen",
    "place_person",
    "prove",
    "reset_two_step",
    "send_link",
    "set_rights",
    "sign_in",
    "sign_in_as_demo",
    "token_for",
    "turn_off_two_step",
    "use_link",
]
