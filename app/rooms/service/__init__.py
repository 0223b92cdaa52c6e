"""Everything that changes a room. Each verb asks, changes, tells and shows, in one transaction."""

from app.rooms.service.archives import Brought, bring_letters
from app.rooms.service.carrying import ask_elsewhere, merge_thread, move_thread, split_thread
from app.rooms.service.forgetting import purge_removed
from app.rooms.service.places import Facts, archive_room, create_room, edit_room, facts_of
from app.rooms.service.reacting import react
from app.rooms.service.reading import drop_draft, follow_thread, mark_read, mark_unread_from, save_draft
from app.rooms.service.talking import (
    UNDO,
    Posted,
    edit_message,
    post_message,
    remove_message,
    renew_beneath,
    renew_message,
    restore_message,
    start_thread,
)
from app.rooms.service.threads import mark_answer, pin_thread, rename_thread, set_thread_kind, set_thread_state

__all__ = [
    "UNDO",
    "Brought",
    "Facts",
    "Posted",
    "archive_room",
    "ask_elsewhere",
    "bring_letters",
    "create_room",
    "drop_draft",
    "edit_message",
    "edit_room",
    "facts_of",
    "follow_thread",
    "mark_answer",
    "mark_read",
    "mark_unread_from",
    "merge_thread",
    "move_thread",
    "pin_thread",
    "post_message",
    "purge_removed",
    "react",
    "remove_message",
    "rename_thread",
    "renew_beneath",
    "renew_message",
    "restore_message",
    "save_draft",
    "set_thread_kind",
    "set_thread_state",
    "split_thread",
    "start_thread",
]
