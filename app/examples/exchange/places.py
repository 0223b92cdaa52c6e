"""Which municipality somebody means, by number or by any of its names; and which they may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from flask_babel import gettext

from app.networks.models import Organisation, OrganisationKind

NEAR = 0.75  # how like a name must be to be proposed


class Places:
    """All municipalities and counties, found by what people write."""

    def __init__(self, places: Iterable[Organisation]) -> None:
        """PLACES: municipalities before counties, of names that both have."""
        self.found: dict[str, list[Organisation]] = {}
        self.names: dict[str, str] = {}  # as compared -> as written
        for one in sorted(places, key=lambda place: place.kind != OrganisationKind.MUNICIPALITY):
            county = f"{one.name} ({one.county.name})" if one.county else one.name
            for name in dict.fromkeys((one.name, county, *one.names_all.split(" – "))):
                if name:
                    self._learn(name, one)
            if one.kind == OrganisationKind.MUNICIPALITY:
                for number in {one.key, f"{one.country}-{one.code}"}:
                    self.found.setdefault(_key(number), []).append(one)

    def _learn(self, name: str, place: Organisation) -> None:
        there = self.found.setdefault(_key(name), [])
        if place not in there and (place.kind == OrganisationKind.MUNICIPALITY or not there):
            there.append(place)
        self.names.setdefault(_key(name), name)

    def meant(self, text: str) -> Organisation:
        """The one that TEXT names: «4012», «SE-2510», «Bamble», «4012 Bamble». Raise ValueError, in words."""
        number, _, _ = text.partition(" ")
        found = self.found.get(_key(text)) or (self.found.get(_key(number)) if number[-1:].isdecimal() else None)
        if not found:
            raise ValueError(self._unknown(text))
        if len(found) > 1:
            names = ", ".join(f"{one.key} {one.name}{f' ({one.county.name})' if one.county else ''}" for one in found)
            raise ValueError(gettext("«%(name)s» can be several: %(names)s. Write the number.",
                                     name=text, names=names))
        return found[0]

    def _unknown(self, text: str) -> str:
        near = get_close_matches(_key(text), self.names, n=2, cutoff=NEAR)
        if not near:
            return str(gettext("There is no municipality «%(name)s».", name=text[:60]))
        return str(gettext("There is no municipality «%(name)s». Did you mean %(names)s?", name=text[:60],
                           names=" / ".join(self.names[one] for one in near)))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
