"""Which municipality the mail addresses of a domain belong to."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated

if TYPE_CHECKING:
    from app.networks.models import Organisation


class MailDomain(Dated, Base):
    """Who has an address of the domain works for the organisation. It opens no network by itself; who signs in with a
    provider that answers for such an address becomes a person here."""

    __tablename__ = "mail_domain"
    domain: Mapped[str] = mapped_column(primary_key=True)  # in small letters
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation: Mapped["Organisation"] = relationship(lazy="joined")
