"""A contact as a vCard, for the address book of any machine."""

from app.directory.seen import Seen

WIDTH = 75  # bytes of a line; a longer one goes on behind a space


def vcard(seen: Seen, url: str, themes: list[str], lines: list[tuple[str, str]], version: str = "4.0") -> str:
    """What one reader sees of a person, in VERSION 4.0 (RFC 6350) or 3.0 (RFC 2426); URL is that of their page.

    LINES are what they answered of what administrators ask for: label and text.
    """
    person, card = seen.person, seen.card
    first, _, last = person.name.rpartition(" ")
    lines = [
        ("FN", escaped(person.name)),
        ("N", f"{escaped(last)};{escaped(first)};;;"),
        ("TITLE", escaped(person.title)),
        ("ORG", escaped(person.organisation.name) if person.organisation else ""),
        ("EMAIL;TYPE=work", escaped(seen.email)),
        ("TEL;TYPE=work", escaped(seen.phone)),
        ("CATEGORIES", ",".join(map(escaped, themes))),
        ("NOTE", escaped("\n".join(filter(None, [
            card.ask_about, seen.availability, *(f"{label}: {text}" for label, text in lines)])))),
        ("URL", url),
        ("UID", url)]
    told = [f"{name}:{value}" for name, value in lines if value]
    kind = ["KIND:individual"] if version == "4.0" else []
    whole = ["BEGIN:VCARD", f"VERSION:{version}", *kind, *told, "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in whole)


def escaped(text: str) -> str:
    """TEXT as a value: one line, and none of its signs mistaken for ours."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """LINE cut where it gets too long, never inside a letter."""
    pieces, room = [""], WIDTH
    for letter in line:
        room -= len(letter.encode())
        if room < 0:
            pieces.append("")
            room = WIDTH - 1 - len(letter.encode())
        pieces[-1] += letter
    return "\r\n ".join(pieces)
