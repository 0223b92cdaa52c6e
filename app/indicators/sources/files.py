"""A file that lies at an address: Miljødirektoratet's workbook, which moves with each edition."""

from app.indicators.importers import Row, read
from app.indicators.importers.rows import WEB_PAGE
from app.indicators.sources.answers import Answer
from app.indicators.sources.asking import A_PAGE, Fetcher, Unreachable
from app.indicators.sources.recipes import Recipe, Source


def answer(fetcher: Fetcher, source: Source, recipe: Recipe) -> Answer:
    """What is in the file. Raises Unreachable, also where a web page stands in its place."""
    items = list(read(fetcher.file(recipe.url)))
    refused = [item for item in items if not isinstance(item, Row)]
    if len(refused) == len(items) == 1 and refused[0].why == WEB_PAGE:
        raise Unreachable(recipe.url, A_PAGE)
    if len(refused) == len(items) == 1:
        raise Unreachable(recipe.url, refused[0].why)
    return Answer(items)
