"""The days on which somebody works, in words: «mandag–torsdag», «mandag, onsdag og fredag»."""

from babel.dates import get_day_names
from babel.lists import format_list

WEEK = "12345"


def days(locale: str) -> dict[str, str]:
    """Number -> name of the days from Monday to Friday."""
    names = get_day_names("wide", locale=locale)
    return {number: names[int(number) - 1] for number in WEEK}


def days_words(worked: str, locale: str) -> str:
    """The days WORKED ("124"): three or more in a row as a span."""
    names = days(locale)
    first, last = worked[:1], worked[-1:]
    if len(worked) > 2 and worked in WEEK:
        return f"{names[first]}–{names[last]}"
    return format_list([names[number] for number in worked if number in names], locale=locale)
