"""The goals of a municipality as the tables that the Covenant of Mayors asks for, in English, as its template is.

What its parts are: com-east.eu/en/faq-3 ("What is a reporting template?"); which sectors, which years:
edgar.jrc.ec.europa.eu/covenant_of_mayors_approach.php; that MyCovenant is the only official channel, and a workbook a
working document: eu-mayors.ec.europa.eu/en/Reporting (all read in November 2026). What we do not have stays blank.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date

import xlsxwriter
from flask_babel import force_locale

from app.goals.labels import MONEY
from app.goals.shown import GoalShown
from app.indicators.sheet import safe
from app.networks.models import Organisation

Cell = str | float | int | None
Rows = Iterator[Sequence[Cell]]
BLANK = "left blank: Livskraft does not keep this"
WIDTH = 22
NOTES = (
    "This workbook is a working document. Data are reported in MyCovenant, the only official channel "
    "(https://eu-mayors.ec.europa.eu/en/Reporting).",
    "It holds the goals, actions and figures of this municipality in Livskraft that you may read, as of the day above.",
    "Strategy: the template also asks for the vision, staff and financial capacities, and who was involved. "
    "Livskraft does not keep these; the columns are there and blank.",
    "Emission inventory: the template asks for final energy consumption by energy carrier and the emissions from it in "
    "four key sectors (municipal, tertiary and residential buildings, equipment and facilities; transport). The "
    "statistics that Livskraft shows are emissions on the territory by other sectors, so only totals are filled in, "
    "each with its source; the sectors are blank.",
    "For EU signatories 1990, or the closest year with reliable data, is recommended as baseline. A monitoring report "
    "is due every second year, and at least every fourth year with a monitoring emission inventory "
    "(https://edgar.jrc.ec.europa.eu/covenant_of_mayors_approach.php).",
    "Mitigation actions: energy savings, renewable energy production and CO2 reduction are asked for in MWh and tonnes "
    "a year. Livskraft keeps one expected effect, in the unit of the goal; it is given as it is, never converted.",
)
STRATEGY = ("Goal", "Indicator", "Unit", "Baseline year", "Baseline value", "Source of the baseline", "Target year",
            "Target value", "Change, %", "Plan", "Plan adopted", "Next revision", "Answers for it", "Vision",
            "Staff capacity", "Financial capacity", "Stakeholders involved")
INVENTORY = ("Goal", "Inventory", "Year", "Emissions, total", "Unit", "Source",
             "Municipal buildings, equipment, facilities", "Tertiary buildings, equipment, facilities",
             "Residential buildings", "Transport")
ACTIONS = ("Goal", "Action", "Description", "Responsible", "Start", "End", "Status in Livskraft", "Cost", "Currency",
           "Expected effect a year", "Unit of the effect", "Energy savings, MWh/a",
           "Renewable energy production, MWh/a", "CO2 reduction, t/a")


def workbook(place: Organisation, views: Sequence[GoalShown], today: date) -> bytes:
    """The tables of PLACE. No cell is a formula or a link, whatever its text begins with."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Covenant of Mayors: {place.name}", "author": "Livskraft"})
    with force_locale("en"):
        _sheet(book, "About", (f"{place.name}, {today.isoformat()}",), ((note,) for note in NOTES), 110)
        _sheet(book, "Strategy", STRATEGY, _strategy(views))
        _sheet(book, "Emission inventory", INVENTORY, _inventory(views))
        _sheet(book, "Mitigation actions", ACTIONS, _actions(place, views))
    book.close()
    return file.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, heading: Sequence[str], rows: Rows, width: int = WIDTH) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(heading) - 1, width, book.add_format({"text_wrap": True, "valign": "top"}))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    for at, label in enumerate(heading):
        sheet.write_string(0, at, safe(label), bold)
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, safe(cell))
            elif cell is not None:
                sheet.write_number(number, at, cell)
    sheet.freeze_panes(1, 0)


def _strategy(views: Sequence[GoalShown]) -> Rows:
    for view in views:
        goal, plan = view.goal, view.goal.plan
        begun = abs(goal.baseline_value)
        change = round(100 * (goal.target_value - goal.baseline_value) / begun, 1) if begun else None
        yield (goal.title, view.counted, view.unit, goal.baseline_year, goal.baseline_value, goal.baseline_source,
               goal.target_year, goal.target_value, change, plan.title if plan else "",
               _day(plan.adopted_on if plan else None), _day(plan.revise_on if plan else None),
               goal.contact.name if goal.contact else "", *[BLANK] * 4)


def _inventory(views: Sequence[GoalShown]) -> Rows:
    """Only goals about emissions: the others are no inventory."""
    for view in views:
        goal = view.goal
        if goal.indicator is None or "CO2" not in goal.indicator.unit["en"]:
            continue
        yield (goal.title, "Baseline", goal.baseline_year, goal.baseline_value, view.unit, goal.baseline_source,
               *[BLANK] * 4)
        for year, value in sorted(view.progress.actual.items()):
            if year > goal.baseline_year:
                yield goal.title, "Monitoring", year, value, view.unit, goal.indicator.source, *[BLANK] * 4


def _actions(place: Organisation, views: Sequence[GoalShown]) -> Rows:
    for view in views:
        for one in view.goal.actions:
            yield (view.goal.title, one.title, one.about, one.responsible, one.from_year, one.to_year,
                   one.status.value.replace("_", " "), one.cost, MONEY[place.country] if one.cost is not None else "",
                   one.effect, view.unit if one.effect is not None else "", *[BLANK] * 3)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
