"""What changes when people leave."""

from app.leaving.service.handing_over import hand_over, undo

__all__ = ["hand_over", "undo"]
