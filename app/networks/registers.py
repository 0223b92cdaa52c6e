"""The registers of the two countries as rows of ours: added and renewed, never removed."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import registers
from app.networks.models import Organisation, OrganisationKind, Theme

Key = tuple[str, str, str]  # country, kind, code


def renew_themes(session: Session, themes: Iterable[registers.Theme]) -> int:
    """Bring THEMES up to date by their keys; return how many were new or different."""
    known = {theme.key: theme for theme in session.scalars(select(Theme))}
    changed = 0
    for row in themes:
        theme = known.get(row.key) or Theme(key=row.key)
        changed += renew(theme, row.names)
        session.add(theme)
    session.flush()
    return changed


def renew_places(session: Session, counties: Iterable[registers.County],
                 municipalities: Iterable[registers.Municipality]) -> int:
    """Bring both up to date by their official numbers; return how many were new or different."""
    known = {(one.country, one.kind.value, one.code): one for one in session.scalars(select(Organisation))}
    changed = 0
    for county in counties:
        place = find(known, session, OrganisationKind.COUNTY, county)
        changed += renew(place, {"name": county.name, "names_all": county.names_all})
    session.flush()
    for row in municipalities:
        place = find(known, session, OrganisationKind.MUNICIPALITY, row)
        above = known.get((row.country, OrganisationKind.COUNTY.value, row.county_code))
        changed += renew(place, {
            "name": row.name, "names_all": row.names_all, "county_id": above.id if above else None,
            "latitude": row.latitude, "longitude": row.longitude})
    return changed


def find(known: dict[Key, Organisation], session: Session, kind: OrganisationKind,
         row: registers.County | registers.Municipality) -> Organisation:
    """The organisation of ROW, made if it is not KNOWN."""
    key = row.country, kind.value, row.code
    if key not in known:
        known[key] = Organisation(kind=kind, country=row.country, code=row.code)
        session.add(known[key])
    return known[key]


def renew(thing: Theme | Organisation, facts: Mapping[str, object]) -> bool:
    """Give THING these FACTS; say whether any was another before."""
    different = {name: value for name, value in facts.items() if getattr(thing, name) != value}
    for name, value in different.items():
        setattr(thing, name, value)
    return bool(different)
