"""What a reader gives: rows for what it could read, refusals for what it could not."""

from dataclasses import dataclass


def N_(text: str) -> str:
    """Mark TEXT for the catalogues; whoever shows it translates it."""
    return text


NOT_A_NUMBER = N_("This is not a number.")
NOT_FINITE = N_("This is not a number that can be counted with.")
TOO_LARGE = N_("This number is too large to be true.")
NEGATIVE = N_("This cannot be less than nought.")
EMPTY = N_("There is nothing here.")
NOT_A_YEAR = N_("This is not a year.")
TWICE = N_("This municipality and year were there before; the first figure is kept.")
NO_COLUMNS = N_("The columns are not those of a table we know.")
NO_LINES = N_("There are no lines under the headings.")
NOTE = N_("This line is no part of the table.")
WRONG_LENGTH = N_("This line has more or fewer cells than the heading.")
UNREADABLE = N_("The file cannot be read further from here.")
NOT_A_TABLE = N_("This is not a CSV file.")
BAD_WORKBOOK = N_("This is no workbook that we can open. It may be broken or have a password.")
TOO_LARGE_WORKBOOK = N_("This workbook is larger than any that we read, or would be when it is unpacked.")
WEB_PAGE = N_("This is a web page, not a table. The source may have answered with an error.")
TOO_MANY_ROWS = N_("The file has more lines than we read.")
NOT_THIS_FORM = N_("This is not written as the source says that it writes.")
WRONG_SIZE = N_("There are more or fewer figures here than the source says.")
TOO_MANY_CELLS = N_("This is larger than any answer that the source gives. It was not read.")
UNKNOWN_SECTOR = N_("We do not know this sector.")
UNKNOWN_GROUP = N_("We do not know this group of consumers.")
UNKNOWN_STATISTIC = N_("We do not know this statistic.")
INCOMPLETE = N_("The sums for this municipality and year are left out, because a part of them was refused.")
NO_MUNICIPALITY = N_("We know no municipality of this number or name, or two by the same name.")
NO_SUCH_COLUMN = N_("The file has no such column.")
NO_INDICATOR = N_("This is not in the catalogue of indicators.")
NO_POPULATION = N_("There is no population for this municipality and year to divide by.")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. MUNICIPALITY is four digits or a name; STATUS is the sign the source put there: .. * -"""

    indicator_code: str
    municipality: str
    year: int
    value: float | None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be taken: its line in the file (0: no one line), column, what stood there, and why."""

    line: int
    why: str
    column: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """One sentence for a report in English; a page translates `why` itself."""
        where = ", ".join(filter(None, [f"line {self.line}" if self.line else "", self.column]))
        what = f"“{self.cell}”: " if self.cell else ""
        return f"{where}: {what}{self.why}" if where else f"{what}{self.why}"


Item = Row | Refusal


class Unreadable(Exception):
    """A cell or a file that says nothing we can use; `why` is one of the sentences above."""

    def __init__(self, why: str, column: str = "", cell: str = "") -> None:
        self.why, self.column, self.cell = why, column, cell[:80]
        super().__init__(why)


def name_key(name: str) -> str:
    """NAME without what people write differently: letter case and spaces."""
    return " ".join(name.split()).casefold()
