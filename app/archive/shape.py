"""What is in an archive, and how a row stands in it: plain JSON, nothing that only our own code understands."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, Table

from app.database import Base

FORMAT = 1
# Secrets, and what is only between two moments: a new site makes its own.
LEFT_OUT = {"api_token", "email_link", "identity", "invitation", "outbox_job", "recovery_code", "schedule_turn",
            "sign_in", "two_step", "upload"}
SECRET = {("person", "password")}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tables() -> list[Table]:
    """The tables that go along, each after those that it needs, as far as that can be."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


def columns(table: Table) -> list[Column[Any]]:
    """The columns that go along."""
    return [column for column in table.columns if (table.name, column.name) not in SECRET]


def later(table: Table) -> list[Column[Any]]:
    """Columns that point to a row which may come after their own: written when all are there."""
    order = [each.name for each in tables()]
    known = set(order[:order.index(table.name)])
    return [column for column in columns(table)
            if any(key.column.table.name not in known for key in column.foreign_keys)]


def to_json(value: Any) -> Any:
    """VALUE as JSON has it: moments in ISO 8601 with their zone, enumerations by their value."""
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def kind_of(column: Column[Any]) -> type[Any]:
    """What a cell of COLUMN is in Python; of a type of our own, what it is kept as."""
    kind: type[Any] = getattr(column.type, "impl_instance", column.type).python_type
    return kind


def from_json(column: Column[Any], value: Any) -> Any:
    """What `to_json` made, as COLUMN wants it. Raise ValueError for what it cannot be."""
    kind = kind_of(column)
    if value is None:
        return value
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    if issubclass(kind, date):
        return date.fromisoformat(value)
    return kind(value) if issubclass(kind, Enum) else value


def neutral(cell: Any) -> Any:
    """CELL for a table that is opened in a spreadsheet: words that would be a formula get a mark in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def described() -> Iterator[str]:
    """Each table with its columns, in words: the second half of the README."""
    about: Mapping[str, str] = {mapper.class_.__tablename__: (mapper.class_.__doc__ or "").strip()
                                for mapper in Base.registry.mappers}
    for table in tables():
        yield f"{table.name}: {' '.join(about.get(table.name, '').split())}"
        for column in columns(table):
            points = "".join(f", points to {key.target_fullname}" for key in column.foreign_keys)
            yield f"    {column.name}  ({kind_of(column).__name__}{points})"
        yield ""
