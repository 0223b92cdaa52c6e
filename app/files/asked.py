"""What may be sent in about files. Unknown fields are refused, by name."""

from pydantic import Field

from app.api import Body


class Upload(Body):
    """A file that is to come in pieces."""

    name: str = Field(min_length=1, max_length=500)
    size: int = Field(ge=0, le=2**53)


class Piece(Body):
    """Where a piece of it begins."""

    offset: int = Field(default=0, ge=0, le=2**53)
