"""What one can say to a message with one emoji."""

from flask_babel import lazy_gettext

from app.errors import Invalid

COLOURED = "\ufe0f"  # asks for an emoji's coloured shape; not every keyboard sends it
EMOJIS = {
    "👍": lazy_gettext("Good"), "❤️": lazy_gettext("Warm thanks"), "🎉": lazy_gettext("Congratulations"),
    "😄": lazy_gettext("That made me smile"), "💡": lazy_gettext("Good idea"), "✅": lazy_gettext("Done"),
    "🙏": lazy_gettext("Thank you"), "👏": lazy_gettext("Well done"), "🤔": lazy_gettext("I have to think about it"),
    "👀": lazy_gettext("I am looking at it"), "🌱": lazy_gettext("This can grow"), "🙋": lazy_gettext("Me too")}


def known(emoji: str) -> str:
    """EMOJI as we keep it. Raise Invalid for one that is not ours."""
    for one in EMOJIS:
        if one.strip(COLOURED) == emoji.strip().strip(COLOURED):
            return one
    raise Invalid(errors={"emoji": lazy_gettext("Choose one of these: %(emojis)s", emojis=" ".join(EMOJIS))})
