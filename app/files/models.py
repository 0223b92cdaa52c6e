"""Files, the text inside them, and the places where they are shown."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated
from app.permissions import Visibility

if TYPE_CHECKING:
    from app.accounts.models import Person


class Extraction(StrEnum):
    """How far the reading of a file's text has come."""

    WAITING, READ, EMPTY, REFUSED, FAILED = "waiting", "read", "empty", "refused", "failed"


class File(Dated, Base):
    """What was uploaded. Its author alone sees it until it is put somewhere."""

    __tablename__ = "file"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    family: Mapped[str]  # pdf, text, slides, sheet, image
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(index=True)
    extraction: Mapped[Extraction] = mapped_column(default=Extraction.WAITING)
    removed_at: Mapped[datetime | None]
    author: Mapped["Person"] = relationship()
    uses: Mapped[list["FileUse"]] = relationship(back_populates="file")
    pages: Mapped[list["FilePage"]] = relationship(back_populates="file", order_by="FilePage.number")


class FileUse(Dated, Base):
    """A file put in a place: whoever may read the place may read the file."""

    __tablename__ = "file_use"
    __table_args__ = (UniqueConstraint("file_id", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    place: Mapped[str] = mapped_column(index=True)  # "message:12", "agenda_item:3", "example:7"
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.NETWORK)
    file: Mapped[File] = relationship(back_populates="uses")


class FilePage(Base):
    """The text of one page, slide or sheet."""

    __tablename__ = "file_page"
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # from 1
    text: Mapped[str]
    file: Mapped[File] = relationship(back_populates="pages")


class Upload(Dated, Base):
    """A file that comes in pieces. What has come lies in the storage; its length says how far it is."""

    __tablename__ = "upload"
    id: Mapped[str] = mapped_column(primary_key=True)  # nobody can guess it
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    size: Mapped[int]  # bytes, when all have come
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))  # what became of it
