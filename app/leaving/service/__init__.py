"""What changes when people leave."""

from app.leaving.service.erasing import ask_to_be_erased, erase_due, regret
from app.leaving.service.handing_over import hand_over, undo
from app.leaving.service.own_data import ask_for_data, make_data, throw_away_old

__all__ = ["ask_for_data", "ask_to_be_erased", "erase_due", "hand_over", "make_data", "regret", "throw_away_old",
           "undo"]
