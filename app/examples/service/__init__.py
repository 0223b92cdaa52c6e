"""Everything that changes an example. Each verb asks, keeps what was, changes and tells, in one transaction.

Listen to `example_changed` (every change), `example_published` (the first time others can read it), `example_moved`
(to another state, by whom), `example_used`, `example_doubted` (somebody is asked whether it still holds) and
`quotes_asked`, `quote_answered`.
"""

from app.examples.service.asking import ask_for_confirmation
from app.examples.service.editing import note_editing
from app.examples.service.life import (
    archive,
    ask_for_changes,
    confirm,
    create,
    edit,
    publish,
    restore,
    submit,
)
from app.examples.service.quotes import answer_quote, ask_quoted, forget_quoted
from app.examples.service.uses import Used, change_use, remove_use, say_used

__all__ = ["Used", "answer_quote", "archive", "ask_for_changes", "ask_for_confirmation", "ask_quoted",
           "change_use", "confirm", "create", "edit", "forget_quoted", "note_editing", "publish", "remove_use",
           "restore", "say_used", "submit"]
