"""What other features add to a page of the directory, as HTML."""

from flask import render_template
from markupsafe import Markup

from app.links import Embed


def drawn(embeds: list[Embed]) -> list[Markup]:
    """Each of EMBEDS, drawn."""
    return [Markup(render_template(embed.template, **embed.context)) for embed in embeds]
